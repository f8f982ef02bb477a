//! The question as a scenario: a page of aggregates, every line with its source.

use std::fmt::Write as _;

use super::options::{ProductivityLevel, QuickOptions, USUAL_SHARE};
use super::preset::{CYCLE_SIGMA, POTENTIAL_SIGMA, SIZE_SIGMA, SOLD, SegmentPreset};

/// The scenario file of a question. `scale` is what amounts are multiplied by so
/// that territories give what quota and its share say.
#[must_use]
pub fn page(ask: &QuickOptions, name: &str, scale: f64) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "# Made by `attain quick`: {} reps with a quota of {} and a target of {}.\n\
         # Marks: P primary source, S second-hand, A assumption, given: asked for on the command line.\n\
         name = \"{name}\"\n\
         description = \"{} reps, from a page of aggregates.\"\n\n\
         [target]\nbookings = {} # given\n",
        ask.reps,
        money(ask.quota),
        money(ask.target),
        ask.reps,
        money(ask.target),
    );
    let potentials: Vec<f64> = ask.segments.iter().map(|(preset, _)| potential(ask, preset) * scale).collect();
    for ((preset, reps), potential) in ask.segments.iter().zip(&potentials) {
        text += &segment(ask, preset, *reps, *potential, scale);
    }
    text += "\n[teams]\n";
    for (preset, _) in &ask.segments {
        let _ = writeln!(text, "{0} = {{ segments = [\"{0}\"] }}", preset.name);
    }
    text += &tiers(ask, &potentials);
    let ramp = if ask.ramp > 0.0 { format!("{{ s-curve = {{ months = {} }} }}", ask.ramp) } else { "\"none\"".to_owned() };
    let source = |option, silent| if ask.silent.contains(&option) { silent } else { "given" };
    let _ = write!(
        text,
        "\n[ramp]\nshape = {ramp} # {}\n\n\
         [attrition]\nannual = {} # {}\n\n\
         [territory]\ncarve = \"keep\" # books in turn over the reps\n\n\
         [quota]\npolicy = \"current\" # the quota of the segment\n",
        source("--ramp", "S: mean just under 5 to 5.7 months"),
        ask.attrition,
        source("--attrition", "S: about a third a year"),
    );
    text
}

/// Bookings a year that an account of a segment is to give.
fn bookings(ask: &QuickOptions, preset: &SegmentPreset) -> f64 {
    let share = match ask.level {
        ProductivityLevel::Share(share) => share,
        ProductivityLevel::Attainment(_) => USUAL_SHARE,
    };
    ask.quota / share / f64::from(preset.accounts_per_rep())
}

/// Mean potential of an account, before scaling: what it realistically gives over the win rate.
fn potential(ask: &QuickOptions, preset: &SegmentPreset) -> f64 {
    bookings(ask, preset) / preset.win_rate
}

fn segment(ask: &QuickOptions, preset: &SegmentPreset, reps: u32, potential: f64, scale: f64) -> String {
    let size = scale * bookings(ask, preset) / (preset.opportunities * preset.win_rate);
    let median = |mean: f64, sigma: f64| money(mean * libm::exp(-0.5 * sigma * sigma));
    let accounts = reps * preset.accounts_per_rep();
    format!(
        "\n[market.segments.{}]\n\
         accounts = {accounts} # {} a rep: what a ramped rep has time for, an eighth kept free (P: coverage model)\n\
         reps = {reps} # given\n\
         quota = {} # given\n\
         potential = {{ median = {}, sigma = {POTENTIAL_SIGMA} }} # bookings over the win rate (P: realistic potential = potential x conversion)\n\
         mean-potential = {}\n\
         sold = {SOLD} # A\n\
         opportunities-per-year = {} # A\n\
         win-rate = {} # {}\n\
         size = {{ lognormal = {{ median = {}, sigma = {SIZE_SIGMA} }} }} # such that {}\n\
         days-to-win = {{ median-days = {}, sigma = {CYCLE_SIGMA} }} # {}\n\
         days-to-loss = {{ median-days = {}, sigma = {CYCLE_SIGMA} }} # A: a little sooner\n",
        preset.name,
        preset.accounts_per_rep(),
        money(ask.quota),
        median(potential, POTENTIAL_SIGMA),
        money(potential),
        preset.opportunities,
        preset.win_rate,
        preset.win_source,
        median(size, SIZE_SIGMA),
        said(ask.level),
        preset.cycle_days,
        preset.cycle_source,
        (0.85 * preset.cycle_days).round(),
    )
}

/// What the sizes of deals are set by.
fn said(level: ProductivityLevel) -> String {
    match level {
        ProductivityLevel::Share(share) => {
            format!("quota is {:.0} % of what a territory gives a ramped rep who stays (P: 70-80 %)", 100.0 * share)
        }
        ProductivityLevel::Attainment(attained) => format!("seats book {:.0} % of quota on average (given)", 100.0 * attained),
    }
}

/// Tiers that give each segment the row of the coverage model it belongs to: a
/// border lies midway (in logarithms) between the potentials of two segments; a
/// tier without a segment is one that hardly anybody reaches.
fn tiers(ask: &QuickOptions, potentials: &[f64]) -> String {
    let mut known: Vec<(usize, f64)> = ask.segments.iter().zip(potentials).map(|((preset, _), &at)| (preset.tier, at)).collect();
    known.sort_by_key(|(tier, _)| *tier);
    let lowest = known.last().map_or(0, |(tier, _)| *tier);
    let mut text = String::from("\n# Which row of the coverage model an account gets.\n");
    for (tier, name) in ["a", "b", "c"].iter().enumerate().take(lowest + 1) {
        let below = known.iter().find(|(other, _)| *other > tier).map(|(_, at)| *at);
        let within = known.iter().rev().find(|(other, _)| *other <= tier).map(|(_, at)| *at);
        let from = match (within, below) {
            (_, None) => 0.0,
            (Some(within), Some(below)) => (within * below).sqrt() * [1.0, 0.99][tier.min(1)],
            // Nobody reaches it: 3,000 times the mean, less for the next tier.
            (None, Some(below)) => below * [3000.0, 1000.0][tier.min(1)],
        };
        let _ = write!(text, "[[tiers]]\nname = \"{name}\"\npotential-from = {}\n", money(from));
    }
    text
}

/// An amount of six digits, as TOML writes it.
fn money(amount: f64) -> String {
    let rounded: f64 = format!("{amount:.5e}").parse().unwrap_or(amount);
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded}") }
}
