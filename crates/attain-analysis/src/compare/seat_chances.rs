//! The chance of making quota by seat: today's beside the plan's, and a warning about chances that
//! are too low or too high.

use std::collections::BTreeMap;

use attain_sim::summarise::results::{PlanResult, QuotaChance, SeatResult};

/// Range of a healthy chance of making quota: 60 to 70 % of reps at quota is healthy, and the
/// average company is at about 45 %.
pub const HEALTHY_CHANCE: (f64, f64) = (0.40, 0.75);

/// How a seat's chance of making quota compares with the healthy range, by more than two standard
/// errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChanceLevel {
    Low,
    Healthy,
    High,
}

impl ChanceLevel {
    /// Compares a chance with the healthy range.
    #[must_use]
    pub fn new(chance: &QuotaChance) -> Self {
        if chance.chance + 2.0 * chance.se < HEALTHY_CHANCE.0 {
            Self::Low
        } else if chance.chance - 2.0 * chance.se > HEALTHY_CHANCE.1 {
            Self::High
        } else {
            Self::Healthy
        }
    }
}

/// Gives every seat its quota and chance in the reference plan, by the id of the seat.
pub(super) fn set_reference_chances(plans: &mut [PlanResult], reference: usize) {
    let Some(first) = plans.get(reference) else { return };
    let known: BTreeMap<String, QuotaChance> =
        first.seats.iter().filter_map(|seat| Some((seat.id.clone(), seat.quota_chance?))).collect();
    for (_, plan) in plans.iter_mut().enumerate().filter(|(i, _)| *i != reference) {
        for seat in &mut plan.seats {
            seat.reference_quota_chance = known.get(&seat.id).copied();
        }
    }
}

/// One warning about all plans with seats whose chance of making quota is outside the healthy range.
pub(super) fn unlikely_quotas(plans: &[PlanResult]) -> Option<String> {
    let parts: Vec<String> = plans.iter().filter_map(|plan| Some(format!("{}: {}", plan.name, outside(&plan.seats)?))).collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Seats whose chance of making quota is outside {:.2} to {:.2} by more than two standard errors: {}. `--seats` lists every seat.",
            HEALTHY_CHANCE.0,
            HEALTHY_CHANCE.1,
            parts.join("; ")
        )
    })
}

/// Counts the seats outside the range and names the most extreme ones.
fn outside(seats: &[SeatResult]) -> Option<String> {
    let known: Vec<(&str, QuotaChance)> =
        seats.iter().filter_map(|seat| Some((seat.name.as_str(), seat.quota_chance?))).collect();
    let at = |level: ChanceLevel| known.iter().filter(move |(_, chance)| ChanceLevel::new(chance) == level);
    let named = |&(name, chance): &(&str, QuotaChance)| format!("{name} {:.2}", chance.chance);
    let lowest = at(ChanceLevel::Low).min_by(|a, b| a.1.chance.total_cmp(&b.1.chance));
    let highest = at(ChanceLevel::High).max_by(|a, b| a.1.chance.total_cmp(&b.1.chance));
    let part = |level, word: &str, extreme: Option<&(&str, QuotaChance)>| {
        extreme.map(|seat| format!("{} too {word} ({})", at(level).count(), named(seat)))
    };
    let parts: Vec<String> =
        [part(ChanceLevel::Low, "low", lowest), part(ChanceLevel::High, "high", highest)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{} of {} seats", parts.join(", "), known.len()))
}

#[cfg(test)]
mod tests {
    use crate::compare::assemble_results;
    use attain_core::metric::MetricId;

    #[test]
    fn seats_outside_the_range_are_folded_into_one_warning() {
        let (book, plans, mut output) = attain_fixtures::years::study(&["a", "b"], 100);
        let hit = MetricId::TargetHit as usize;
        for (plan, chances) in [(0, [0.05, 0.6]), (1, [0.95, 0.1])] {
            for (s, chance) in chances.into_iter().enumerate() {
                output.plans[plan].seats[s][hit] =
                    (0..100).map(|year| f32::from(u8::from(f64::from(year) < 100.0 * chance))).collect();
            }
        }
        let results = assemble_results(&book, &plans, &[String::new(), String::new()], &output, 0).unwrap();
        let [first, second] = [0, 1].map(|s| results.plans[0].seats[s].name.clone());
        let expected = format!(
            "outside 0.40 to 0.75 by more than two standard errors: a: 1 too low ({first} 0.05) of 2 seats; b: 1 too low ({second} 0.10), \
             1 too high ({first} 0.95) of 2 seats."
        );
        assert_eq!(results.warnings.iter().filter(|warning| warning.contains(&expected)).count(), 1, "{:?}", results.warnings);
    }

    #[test]
    fn a_seat_is_set_beside_the_same_seat_of_the_reference() {
        let (book, mut plans, mut output) = attain_fixtures::years::study(&["a", "b"], 100);
        let hit = MetricId::TargetHit as usize;
        output.plans[1].seats[0][hit] = (0..100).map(|year| f32::from(u8::from(year < 30))).collect();
        plans[0].seats[1].id = "new".into();
        let results = assemble_results(&book, &plans, &[String::new(), String::new()], &output, 1).unwrap();
        let before = results.plans[0].seats[0].reference_quota_chance.expect("the seat is in both plans");
        assert!((before.chance - 0.3).abs() < 1e-9 && before.quota == plans[1].seats[0].quota, "{before:?}");
        assert_eq!(results.plans[0].seats[1].reference_quota_chance, None);
        assert!(results.plans[1].seats.iter().all(|seat| seat.reference_quota_chance.is_none()));
    }
}
