//! Rules about names, the horizon and the market.

use super::checker::RuleChecker;
use crate::scenario::choices::{ClosingLifeTable, DealSize, Response};
use crate::scenario::path::join;
use crate::scenario::rule_fault::ScenarioRuleFault;
use crate::units::Money;

pub(super) fn names(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    if scenario.name.trim().is_empty() {
        rules.fault("name", ScenarioRuleFault::BlankName { of: "the scenario" });
    }
    let tables: [(_, _, Vec<&String>); 5] = [
        ("market.segments", "a segment", scenario.market.segments.keys().collect()),
        ("market.industries", "an industry", scenario.market.industries.keys().collect()),
        ("market.sources", "a source", scenario.market.sources.keys().collect()),
        ("market.regions", "a region", scenario.market.regions.keys().collect()),
        ("teams", "a team", scenario.teams.keys().collect()),
    ];
    for (table, of, keys) in tables {
        for key in keys.into_iter().filter(|key| key.trim().is_empty()) {
            rules.fault(&join(table, key), ScenarioRuleFault::BlankName { of });
        }
    }
}

pub(super) fn month_start(rules: &mut RuleChecker<'_>) {
    let start = rules.scenario.horizon.start;
    if start.day() != 1 {
        rules.fault("horizon.start", ScenarioRuleFault::NotMonthStart { found: start });
    }
}

pub(super) fn segments(rules: &mut RuleChecker<'_>) {
    let market = &rules.scenario.market;
    if market.segments.is_empty() {
        rules.fault("market.segments", ScenarioRuleFault::NoSegments);
    }
    for (name, segment) in &market.segments {
        let path = join("market.segments", name);
        rules.above_zero(&format!("{path}.mean-potential"), segment.mean_potential.get());
        rules.strictly_between(&format!("{path}.win-rate"), segment.win_rate.get());
        rules.above_zero(&format!("{path}.win-rate-evidence"), segment.win_rate_evidence.get());
        rules.above_zero(&format!("{path}.days-to-win.median-days"), segment.days_to_win.median_days.get());
        rules.above_zero(&format!("{path}.days-to-loss.median-days"), segment.days_to_loss.median_days.get());
    }
    rules.above_zero("market.relationship.months-to-grow", market.relationship.months_to_grow.get());
    if market.rate_cap.get() < 1.0 {
        rules.fault("market.rate-cap", ScenarioRuleFault::RateCap { found: market.rate_cap.get() });
    }
}

pub(super) fn sizes(rules: &mut RuleChecker<'_>) {
    for (name, segment) in &rules.scenario.market.segments {
        let path = format!("{}.size", join("market.segments", name));
        match &segment.size {
            DealSize::Lognormal(spread) => rules.above_zero(&format!("{path}.lognormal.median"), spread.median.get()),
            DealSize::Quantiles(sizes) => check_quantiles(rules, &format!("{path}.quantiles"), sizes),
            DealSize::Tailed(size) => {
                check_quantiles(rules, &format!("{path}.tailed.quantiles"), &size.quantiles);
                rules.strictly_between(&format!("{path}.tailed.tail-share"), size.tail_share.get());
                if size.limit.get() < size.threshold() {
                    rules.fault(&format!("{path}.tailed.limit"), ScenarioRuleFault::QuantilesFall);
                }
            }
        }
    }
}

fn check_quantiles(rules: &mut RuleChecker<'_>, path: &str, sizes: &[Money]) {
    if sizes.len() < 2 {
        rules.fault(path, ScenarioRuleFault::FewQuantiles { found: sizes.len() });
        return;
    }
    if let Some(at) = sizes.windows(2).position(|pair| pair[0] > pair[1]) {
        rules.fault(&format!("{path}[{}]", at + 1), ScenarioRuleFault::QuantilesFall);
    }
    if sizes.iter().all(|size| size.get() == 0.0) {
        rules.fault(path, ScenarioRuleFault::NotAboveZero { path: path.to_owned() });
    }
}

pub(super) fn closings(rules: &mut RuleChecker<'_>) {
    for (name, segment) in &rules.scenario.market.segments {
        if let Some(closing) = &segment.closing {
            check_closing(rules, &format!("{}.closing", join("market.segments", name)), closing);
        }
    }
}

fn check_closing(rules: &mut RuleChecker<'_>, path: &str, closing: &ClosingLifeTable) {
    let bands = closing.until_days.len();
    let days = format!("{path}.until-days");
    if bands == 0 {
        rules.fault(&days, ScenarioRuleFault::NoAges);
    }
    let mut before = 0.0;
    for (at, until) in closing.until_days.iter().enumerate() {
        if until.get() <= before {
            rules.fault(&format!("{days}[{at}]"), ScenarioRuleFault::AgesFall { found: until.get(), before });
        }
        before = until.get();
    }
    let rows = closing.a_week.len();
    if rows != 1 && rows != 3 {
        rules.fault(&format!("{path}.a-week"), ScenarioRuleFault::ClosingRows { found: rows });
    }
    let lists = closing.a_week.iter().enumerate().map(|(row, shares)| (format!("{path}.a-week[{row}]"), shares.len()));
    let odds = (format!("{path}.win-log-odds"), closing.win_log_odds.len());
    for (list, found) in lists.chain(Some(odds).filter(|(_, found)| *found > 0)).filter(|(_, found)| *found != bands) {
        rules.fault(&list, ScenarioRuleFault::BandsDiffer { found, bands });
    }
    if bands > 0 && rows > 0 && closing.a_week.iter().all(|row| row.last().is_none_or(|share| share.get() == 0.0)) {
        rules.fault(&format!("{path}.a-week"), ScenarioRuleFault::NeverCloses);
    }
    rules.above_zero(&format!("{path}.stretch"), closing.stretch.get());
}

pub(super) fn shares_and_seasons(rules: &mut RuleChecker<'_>) {
    let market = &rules.scenario.market;
    if !market.sources.is_empty() && market.sources.values().all(|source| source.share.get() == 0.0) {
        rules.fault("market.sources", ScenarioRuleFault::SharesAllZero);
    }
    if market.season.creation_by_month.iter().all(|factor| factor.get() == 0.0) {
        rules.fault("market.season.creation-by-month", ScenarioRuleFault::SeasonAllZero);
    }
}

pub(super) fn response(rules: &mut RuleChecker<'_>) {
    if let Response::Adbudg { half, shape, .. } = &rules.scenario.market.response {
        rules.above_zero("market.response.adbudg.half", half.get());
        rules.above_zero("market.response.adbudg.shape", shape.get());
    }
}

pub(super) fn hand_over(rules: &mut RuleChecker<'_>) {
    let hand_over = &rules.scenario.market.hand_over;
    let (low, high) = (hand_over.loss_low.get(), hand_over.loss_high.get());
    if low > high {
        rules.fault("market.hand-over.loss-low", ScenarioRuleFault::LossBounds { low, high });
    }
    rules.above_zero("market.hand-over.decay-months", hand_over.decay_months.get());
}
