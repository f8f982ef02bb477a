//! Rules about data files and generated books.

use super::checker::RuleChecker;
use crate::scenario::choices::{MissingPotentialPolicy, Scenario};
use crate::scenario::path::join;
use crate::scenario::rule_fault::ScenarioRuleFault;

pub(super) fn data_files(rules: &mut RuleChecker<'_>) {
    for source in rules.scenario.data.sources() {
        rules.present(&format!("data.{}.file", source.table), source.file);
    }
}

pub(super) fn rates(rules: &mut RuleChecker<'_>) {
    for (currency, rate) in &rules.scenario.data.rates {
        rules.above_zero(&join("data.rates", currency), rate.get());
    }
    if let Some(MissingPotentialPolicy::FromHistory { sold }) =
        rules.scenario.data.accounts.as_ref().map(|table| table.without_potential)
    {
        rules.above_zero("data.accounts.without-potential.from-history.sold", sold.get());
    }
}

pub(super) fn stages(rules: &mut RuleChecker<'_>) {
    let Some(table) = &rules.scenario.data.opportunities else { return };
    for (at, stage) in table.lost.iter().enumerate().filter(|(_, stage)| table.won.contains(stage)) {
        rules.fault(&format!("data.opportunities.lost[{at}]"), ScenarioRuleFault::StageTwice { stage: stage.clone() });
    }
    for stage in table.stages.keys().filter(|stage| table.won.contains(stage) || table.lost.contains(stage)) {
        rules.fault(&join("data.opportunities.stages", stage), ScenarioRuleFault::StageTwice { stage: stage.clone() });
    }
}

pub(super) fn book_from_aggregates(rules: &mut RuleChecker<'_>) {
    let Scenario { data, market, .. } = rules.scenario;
    let generated = data.accounts.is_none();
    if market.segments.is_empty() {
        return;
    }
    if generated && market.segments.values().all(|segment| segment.accounts == 0) {
        rules.fault("market.segments", ScenarioRuleFault::NoAccounts);
    }
    if data.reps.is_some() {
        return;
    }
    if market.segments.values().all(|segment| segment.reps == 0) {
        rules.fault("market.segments", ScenarioRuleFault::NoReps);
        return;
    }
    for (name, segment) in &market.segments {
        let path = join("market.segments", name);
        if generated && segment.accounts > 0 {
            rules.above_zero(&format!("{path}.potential.median"), segment.potential.median.get());
            if segment.reps == 0 {
                rules.fault(&path, ScenarioRuleFault::SegmentWithoutReps { segment: name.clone(), accounts: segment.accounts });
            }
        }
        if segment.reps > 0 {
            rules.above_zero(&format!("{path}.quota"), segment.quota.get());
        }
    }
}
