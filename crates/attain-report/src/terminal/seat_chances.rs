//! Quota and chance of quota of every seat, beside those of the reference plan.

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, MIDDLE, clean, hyphened, paragraph, percent, plain_spaces, table};
use attain_analysis::compare::{ChanceLevel, HEALTHY_CHANCE};
use attain_core::number_format::{MISSING, NumberFormat, decimal};
use attain_sim::summarise::results::{PlanResult, QuotaChance, Results, SeatResult};

/// Renders the seats of a plan, lowest chance first; empty if there is no such plan. Colour marks
/// chances outside the healthy range.
#[must_use]
pub fn seat_chances(results: &Results, plan: &str, width: usize, colour: bool) -> String {
    let Some(plan) = results.plans.iter().find(|one| one.name == plan) else { return String::new() };
    let width = width.clamp(20, 200);
    let mut seats: Vec<&SeatResult> = plan.seats.iter().collect();
    seats.sort_by(|a, b| chance(a).total_cmp(&chance(b)).then_with(|| a.id.cmp(&b.id)));
    let text = if width >= MIDDLE {
        seat_table(results, plan, &seats, width, colour)
    } else {
        seats.iter().map(|seat| paragraph(&sentence(results, seat), width)).collect::<Vec<_>>().join("\n")
    };
    plain_spaces(&format!("{text}\n\n{}", paragraph(&counts(results, plan), width))) + "\n"
}

/// The chance for sorting; seats without one come last.
fn chance(seat: &SeatResult) -> f64 {
    seat.quota_chance.map_or(f64::INFINITY, |chance| chance.chance)
}

fn has_before(plan: &PlanResult) -> bool {
    plan.seats.iter().any(|seat| seat.reference_quota_chance.is_some())
}

fn seat_table(results: &Results, plan: &PlanResult, seats: &[&SeatResult], width: usize, colour: bool) -> String {
    let scale = AmountScale::for_amounts(seats.iter().map(|seat| seat.quota));
    let both = has_before(plan);
    let row = |seat: &&SeatResult| {
        let mut cells = vec![Cell::new(hyphened(&seat.name, 22)), Cell::new(hyphened(&seat.team, 12))];
        if both {
            let before = seat.reference_quota_chance.as_ref();
            cells.push(Cell::new(before.map_or_else(|| MISSING.to_owned(), |before| scale.plain(before.quota))));
            cells.push(level(before));
        }
        cells.extend([
            Cell::new(scale.plain(seat.quota)),
            Cell::new(if seat.realistic > 0.0 { percent(seat.quota / seat.realistic) } else { MISSING.to_owned() }),
            level(seat.quota_chance.as_ref()),
        ]);
        cells
    };
    let mut header = vec![format!("seat of\n{}", hyphened(&plan.name, 22)), "team".to_owned()];
    let quota = scale.heading("quota, ", NumberFormat::in_currency(&results.currency));
    if both {
        header.extend([format!("{}\n{quota}", hyphened(&results.reference, 12)), "\nchance".to_owned()]);
    }
    header.extend([format!("plan\n{quota}"), "of what it\ncan book".to_owned(), "\nchance".to_owned()]);
    table(&header, seats.iter().map(row).collect(), width, colour)
}

/// A chance, coloured if it is outside the healthy range.
fn level(chance: Option<&QuotaChance>) -> Cell {
    let Some(chance) = chance else { return Cell::new(MISSING) };
    let cell = Cell::new(decimal(chance.chance, 2));
    match ChanceLevel::new(chance) {
        ChanceLevel::Low => cell.fg(Color::Red),
        ChanceLevel::Healthy => cell,
        ChanceLevel::High => cell.fg(Color::Yellow),
    }
}

fn sentence(results: &Results, seat: &SeatResult) -> String {
    let n = NumberFormat::in_currency(&results.currency);
    let stated = |chance: &QuotaChance| {
        format!("{} with chance {}", n.plain(attain_core::metric::MetricUnit::Money, chance.quota), decimal(chance.chance, 2))
    };
    let now = seat.quota_chance.as_ref().map_or_else(|| "never judged".to_owned(), stated);
    let before = seat.reference_quota_chance.as_ref().map_or_else(String::new, |before| format!(" ({} before)", stated(before)));
    format!("- {}: quota {now}{before}", clean(&seat.name))
}

/// The numbers of seats below, within and above the healthy range, in both plans.
fn counts(results: &Results, plan: &PlanResult) -> String {
    let of = |plan: &PlanResult| {
        let at = |level| {
            plan.seats.iter().filter_map(|seat| seat.quota_chance).filter(|chance| ChanceLevel::new(chance) == level).count()
        };
        format!("{}, {} and {}", at(ChanceLevel::Low), at(ChanceLevel::Healthy), at(ChanceLevel::High))
    };
    let reference = results.plans.iter().find(|one| one.name == results.reference && one.name != plan.name);
    format!(
        "Seats with a chance of quota below {:.2}, within and above {:.2}, by more than two standard errors: {}{}. The chance is the share of simulated \
         years in which the seat makes its quota; the share is the quota over what a ramped rep can be expected to book in a year.",
        HEALTHY_CHANCE.0,
        HEALTHY_CHANCE.1,
        of(plan),
        reference.map_or_else(String::new, |reference| format!("; in {}: {}", clean(&reference.name), of(reference))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_analysis::compare::assemble_results;

    #[test]
    fn every_seat_is_listed_with_the_chance_before_and_after() {
        let (book, plans, output) = attain_fixtures::years::study(&["a", "b"], 60);
        let results = assemble_results(&book, &plans, &[String::new(), String::new()], &output, 0).unwrap();
        let seat = &results.plans[1].seats[0];
        for width in [40, 80, 120] {
            let text = seat_chances(&results, "b", width, false);
            for seat in &results.plans[1].seats {
                assert!(text.contains(&seat.name), "{width}: {text}");
            }
            let [now, before] = [seat.quota_chance, seat.reference_quota_chance].map(|chance| decimal(chance.unwrap().chance, 2));
            assert!(text.contains(&now) && text.contains(&before), "{width}: {text}");
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}: {text}");
        }
        assert!(seat_chances(&results, "a", 80, false).contains("chance") && seat_chances(&results, "c", 80, false).is_empty());
    }
}
