//! Generation of the scenario file from the options: aggregates, each line with its source.

use std::fmt::Write as _;

use super::options::{DEFAULT_QUOTA_SHARE, ProductivityLevel, QuickOptions};
use super::preset::{CYCLE_SIGMA, POTENTIAL_SIGMA, SIZE_SIGMA, SOLD, SegmentPreset};

/// Writes the scenario file for the options. `scale` multiplies amounts so that territories yield
/// the bookings that quota and quota share require.
pub(super) fn scenario_text(options: &QuickOptions, name: &str, scale: f64) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "# Made by `attain quick`: {} reps with a quota of {} and a target of {}.\n\
         # Marks: P primary source, S second-hand, A assumption, given: set on the command line.\n\
         name = \"{name}\"\n\
         description = \"{} reps, from a page of aggregates.\"\n\n\
         [target]\nbookings = {} # given\n",
        options.reps,
        money(options.quota),
        money(options.target),
        options.reps,
        money(options.target),
    );
    let potentials: Vec<f64> = options.segments.iter().map(|(preset, _)| potential(options, preset) * scale).collect();
    for ((preset, reps), potential) in options.segments.iter().zip(&potentials) {
        text += &segment(options, preset, *reps, *potential, scale);
    }
    text += "\n[teams]\n";
    for (preset, _) in &options.segments {
        let _ = writeln!(text, "{0} = {{ segments = [\"{0}\"] }}", preset.name);
    }
    text += &tiers(options, &potentials);
    let ramp =
        if options.ramp > 0.0 { format!("{{ s-curve = {{ months = {} }} }}", options.ramp) } else { "\"none\"".to_owned() };
    let source = |option, default| if options.defaulted.contains(&option) { default } else { "given" };
    let _ = write!(
        text,
        "\n[ramp]\nshape = {ramp} # {}\n\n\
         [attrition]\nannual = {} # {}\n\n\
         [territory]\ncarve = \"keep\" # accounts assigned to the reps in turn\n\n\
         [quota]\npolicy = \"current\" # the quota of the segment\n",
        source("--ramp", "S: mean just under 5 to 5.7 months"),
        options.attrition,
        source("--attrition", "S: about a third a year"),
    );
    text
}

/// Yearly bookings that an account of a segment must yield.
fn bookings(options: &QuickOptions, preset: &SegmentPreset) -> f64 {
    let share = match options.level {
        ProductivityLevel::Share(share) => share,
        ProductivityLevel::Attainment(_) => DEFAULT_QUOTA_SHARE,
    };
    options.quota / share / f64::from(preset.accounts_per_rep())
}

/// Mean potential of an account before scaling: its realistic yield divided by the win rate.
fn potential(options: &QuickOptions, preset: &SegmentPreset) -> f64 {
    bookings(options, preset) / preset.win_rate
}

fn segment(options: &QuickOptions, preset: &SegmentPreset, reps: u32, potential: f64, scale: f64) -> String {
    let size = scale * bookings(options, preset) / (preset.opportunities * preset.win_rate);
    let median = |mean: f64, sigma: f64| money(mean * libm::exp(-0.5 * sigma * sigma));
    let accounts = reps * preset.accounts_per_rep();
    format!(
        "\n[market.segments.{}]\n\
         accounts = {accounts} # {} per rep: what a ramped rep has time for, an eighth kept free (P: coverage model)\n\
         reps = {reps} # given\n\
         quota = {} # given\n\
         potential = {{ median = {}, sigma = {POTENTIAL_SIGMA} }} # bookings over the win rate (P: realistic potential = potential x conversion)\n\
         mean-potential = {}\n\
         sold = {SOLD} # A\n\
         opportunities-per-year = {} # A\n\
         win-rate = {} # {}\n\
         size = {{ lognormal = {{ median = {}, sigma = {SIZE_SIGMA} }} }} # so that {}\n\
         days-to-win = {{ median-days = {}, sigma = {CYCLE_SIGMA} }} # {}\n\
         days-to-loss = {{ median-days = {}, sigma = {CYCLE_SIGMA} }} # A: slightly sooner than a win\n",
        preset.name,
        preset.accounts_per_rep(),
        money(options.quota),
        median(potential, POTENTIAL_SIGMA),
        money(potential),
        preset.opportunities,
        preset.win_rate,
        preset.win_source,
        median(size, SIZE_SIGMA),
        size_comment(options.level),
        preset.cycle_days,
        preset.cycle_source,
        (0.85 * preset.cycle_days).round(),
    )
}

/// Comment that states the calibration of deal sizes.
fn size_comment(level: ProductivityLevel) -> String {
    match level {
        ProductivityLevel::Share(share) => {
            format!("quota is {:.0} % of what a territory yields with a ramped rep who stays (P: 70-80 %)", 100.0 * share)
        }
        ProductivityLevel::Attainment(attainment) => {
            format!("seats book {:.0} % of quota on average (given)", 100.0 * attainment)
        }
    }
}

/// Tiers that assign each segment its row of the coverage model. A boundary lies midway (in
/// logarithms) between the potentials of two segments; a tier without a segment is set so high that
/// hardly any account reaches it.
fn tiers(options: &QuickOptions, potentials: &[f64]) -> String {
    let mut known: Vec<(usize, f64)> =
        options.segments.iter().zip(potentials).map(|((preset, _), &at)| (preset.tier, at)).collect();
    known.sort_by_key(|(tier, _)| *tier);
    let lowest = known.last().map_or(0, |(tier, _)| *tier);
    let mut text = String::from("\n# The row of the coverage model that an account belongs to.\n");
    for (tier, name) in ["a", "b", "c"].iter().enumerate().take(lowest + 1) {
        let below = known.iter().find(|(other, _)| *other > tier).map(|(_, at)| *at);
        let within = known.iter().rev().find(|(other, _)| *other <= tier).map(|(_, at)| *at);
        let from = match (within, below) {
            (_, None) => 0.0,
            (Some(within), Some(below)) => (within * below).sqrt() * [1.0, 0.99][tier.min(1)],
            // No account reaches it: 3,000 times the mean, or less for the next tier.
            (None, Some(below)) => below * [3000.0, 1000.0][tier.min(1)],
        };
        let _ = write!(text, "[[tiers]]\nname = \"{name}\"\npotential-from = {}\n", money(from));
    }
    text
}

/// Formats an amount to six significant digits for TOML.
fn money(amount: f64) -> String {
    let rounded: f64 = format!("{amount:.5e}").parse().unwrap_or(amount);
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded}") }
}
