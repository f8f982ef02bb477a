//! Terminal output of `attain quick`: the chance of reaching the target, the bridge, the
//! required reps and the assumptions.

use comfy_table::Cell;

use super::capacity::chance;
use super::layout::{MIDDLE, clean, hyphened, paragraph, percent, plain_spaces, table};
use super::waterfall::waterfall;
use attain_analysis::quick::{PUBLISHED, ProductivityLevel, QuickAnswer, QuickAssumption};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// The default currency of scenarios.
const CURRENCY: &str = "$";

/// Renders the output of `attain quick`, `width` columns wide; `files` are the written scenario
/// files.
#[must_use]
pub fn quick_page(quick: &QuickAnswer, files: &[String], width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![
        paragraph(&answer(quick), width),
        waterfall(&quick.bridge, quick.options.target, CURRENCY, width, colour),
        paragraph(&needed(quick), width),
        paragraph(&productivity(quick), width),
        assumptions_table(&quick.assumptions, width, colour),
        paragraph(&closing(quick), width),
    ];
    let next: Vec<String> = files.iter().map(|file| format!("Next: attain compare {}", clean(file))).collect();
    parts.push(next.join("\n") + "\n" + &format!("      attain capacity {}", files.first().map_or("", String::as_str)));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn answer(quick: &QuickAnswer) -> String {
    let n = NumberFormat::in_currency(CURRENCY);
    let ask = &quick.options;
    format!(
        "{} with a quota of {} each reach {} ({:.1} quotas) with probability {}. Median bookings are {} (P10–P90 {}). \
         Not calibrated: the market is generated from quota and default figures.",
        number_format::plural(ask.reps as usize, "rep"),
        n.plain(MetricUnit::Money, ask.quota),
        n.plain(MetricUnit::Money, ask.target),
        ask.target / ask.quota,
        chance(&quick.gap.chance),
        n.plain(MetricUnit::Money, quick.bookings.p50),
        n.span(MetricUnit::Money, quick.bookings.p10, quick.bookings.p90),
    )
}

fn needed(quick: &QuickAnswer) -> String {
    let tried: Vec<String> = quick.tried.iter().map(|tried| format!("{}: {}", tried.seats, chance(&tried.chance))).collect();
    let wanted = percent(quick.options.wanted);
    let tried = tried.join(", ");
    match quick.reps {
        Some(reps) => format!(
            "A chance of {wanted} requires {}, each with a territory as good as the current ones. Simulated numbers of reps, with their chances: {tried}.",
            number_format::plural(reps as usize, "rep")
        ),
        None => {
            format!(
                "For a chance of {wanted}, even four times as many reps are not enough. Simulated numbers of reps, with their chances: {tried}."
            )
        }
    }
}

/// The assumed productivity of reps and its effect on the answer.
fn productivity(quick: &QuickAnswer) -> String {
    let attained = format!("Seats book {} of their quota on average", percent(quick.attained));
    match (quick.options.level, &quick.at_published) {
        (ProductivityLevel::Attainment(_), _) => format!("{attained}, as given by --attainment."),
        (ProductivityLevel::Share(_), None) => {
            format!("{attained}, ramp, leavers and vacancies included; set it directly with --attainment.")
        }
        (ProductivityLevel::Share(share), Some(chance_then)) => format!(
            "{attained}: this assumes quotas that are {} of territory yield. Published averages are 43–89 % (S, sources conflict); \
             at {}, the same reps reach the target with probability {}. Set your own average with --attainment.",
            percent(share),
            percent(PUBLISHED),
            chance(chance_then)
        ),
    }
}

fn assumptions_table(assumptions: &[QuickAssumption], width: usize, colour: bool) -> String {
    if width < MIDDLE {
        let line = |a: &QuickAssumption| paragraph(&format!("- {}: {} ({})", a.what, a.value, a.source), width);
        return assumptions.iter().map(line).collect::<Vec<_>>().join("\n");
    }
    let row = |a: &QuickAssumption| {
        let source = Cell::new(hyphened(&a.source, width.saturating_sub(50).max(24)));
        vec![
            Cell::new(hyphened(&a.what, 26)),
            Cell::new(hyphened(&a.value, 16)),
            source.set_alignment(comfy_table::CellAlignment::Left),
        ]
    };
    let header = ["assumption", "value", "source"].map(str::to_owned);
    table(&header, assumptions.iter().map(row).collect(), width, colour)
}

fn closing(quick: &QuickAnswer) -> String {
    format!(
        "P primary source, S second-hand, A assumption. {} accounts and their market are generated from quota and productivity; \
         all other values are defaults, which `attain show` prints. {} of 12 months, seed {}; intervals are 95 %.",
        number_format::whole_number(quick.accounts as f64),
        number_format::plural(quick.years as usize, "year"),
        quick.seed
    )
}
