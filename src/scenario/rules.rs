//! What the schema cannot say: choices that contradict each other. A new rule
//! is one function and one line in [`RULES`].

use std::collections::{BTreeMap, BTreeSet};

use super::Resolved;
use super::check::Path;
use super::choices::{QuotaPolicy, RampShape, Response, Scenario, Size};
use super::path::join;
use super::rule_fault::RuleFault;
use crate::fault::{Faults, Place};

/// A rule, after the tables it reads: where one of these has lost a faulty
/// value, the rule would judge what nobody wrote, and waits.
type Rule = (&'static [&'static str], fn(&mut Rules<'_>));

const RULES: &[Rule] = &[
    (&["name", "market", "teams", "tiers"], names),
    (&["horizon"], month_start),
    (&["data"], data_files),
    (&["data"], stages),
    (&["data", "market"], book_from_aggregates),
    (&["market"], segments),
    (&["market"], sizes),
    (&["market"], shares_and_seasons),
    (&["market"], response),
    (&["market"], hand_over),
    (&["tiers"], tiers),
    (&["teams", "market", "tiers"], teams),
    (&["teams", "market", "tiers", "territory"], served),
    (&["weighting"], weights),
    (&["coverage", "tiers"], coverage),
    (&["headcount", "teams", "horizon"], headcount),
    (&["ramp", "teams"], ramp),
    (&["ramp", "teams", "market"], ramp_against_cycle),
    (&["attrition"], bands),
    (&["attrition", "horizon"], leavers),
    (&["territory"], locks),
    (&["territory", "teams"], territory),
    (&["quota", "target"], quota),
];

/// Applies every rule; returns the warnings.
pub(super) fn check(resolved: &Resolved, taken: &[Path], faults: &mut Faults) -> Vec<String> {
    let mut rules = Rules { resolved, scenario: &resolved.scenario, faults, warnings: Vec::new() };
    for (reads, rule) in RULES {
        let whole = !taken.iter().any(|path| path.first().is_none_or(|top| reads.contains(&top.as_str())));
        if whole {
            rule(&mut rules);
        }
    }
    rules.warnings
}

struct Rules<'r> {
    resolved: &'r Resolved,
    scenario: &'r Scenario,
    faults: &'r mut Faults,
    warnings: Vec<String>,
}

impl Rules<'_> {
    fn fault(&mut self, path: &str, fault: RuleFault) {
        self.faults.push(self.resolved.place(path), fault);
    }

    fn above_zero(&mut self, path: &str, value: f64) {
        if value <= 0.0 {
            self.fault(path, RuleFault::NotAboveZero { path: path.to_owned() });
        }
    }

    fn strictly_between(&mut self, path: &str, share: f64) {
        if share <= 0.0 || share >= 1.0 {
            self.fault(path, RuleFault::Certain { path: path.to_owned(), found: share });
        }
    }

    /// A name that must be one of the scenario's own.
    fn known<'n>(&mut self, path: &str, kind: &'static str, name: &str, known: impl Iterator<Item = &'n String>) {
        let known: Vec<String> = known.cloned().collect();
        if name.trim().is_empty() {
            self.fault(path, RuleFault::Missing { path: path.to_owned() });
        } else if !known.iter().any(|known| known == name) {
            self.fault(path, RuleFault::Unknown { kind, name: name.to_owned(), known });
        }
    }

    fn present(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.fault(path, RuleFault::Missing { path: path.to_owned() });
        }
    }

    /// Where a path was given, as `file:line`.
    fn line(&self, path: &str) -> String {
        match self.resolved.place(path) {
            Place::Span(source, span) => format!("{}:{}", source.name, source.line_column(span.start).0),
            _ => self.resolved.file.clone(),
        }
    }
}

fn names(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    if scenario.name.trim().is_empty() {
        rules.fault("name", RuleFault::BlankName { of: "the scenario" });
    }
    let tables: [(_, _, Vec<&String>); 4] = [
        ("market.segments", "a segment", scenario.market.segments.keys().collect()),
        ("market.industries", "an industry", scenario.market.industries.keys().collect()),
        ("market.sources", "a source", scenario.market.sources.keys().collect()),
        ("teams", "a team", scenario.teams.keys().collect()),
    ];
    for (table, of, keys) in tables {
        for key in keys.into_iter().filter(|key| key.trim().is_empty()) {
            rules.fault(&join(table, key), RuleFault::BlankName { of });
        }
    }
}

fn month_start(rules: &mut Rules<'_>) {
    let start = rules.scenario.horizon.start;
    if start.day() != 1 {
        rules.fault("horizon.start", RuleFault::NotMonthStart { found: start });
    }
}

fn data_files(rules: &mut Rules<'_>) {
    let data = &rules.scenario.data;
    let files = [
        ("data.accounts.file", data.accounts.as_ref().map(|table| &table.file)),
        ("data.reps.file", data.reps.as_ref().map(|table| &table.file)),
        ("data.opportunities.file", data.opportunities.as_ref().map(|table| &table.file)),
        ("data.production.file", data.production.as_ref().map(|table| &table.file)),
    ];
    for (path, file) in files {
        if let Some(file) = file {
            rules.present(path, file);
        }
    }
}

fn stages(rules: &mut Rules<'_>) {
    let Some(table) = &rules.scenario.data.opportunities else { return };
    for (at, stage) in table.lost.iter().enumerate().filter(|(_, stage)| table.won.contains(stage)) {
        rules.fault(&format!("data.opportunities.lost[{at}]"), RuleFault::StageTwice { stage: stage.clone() });
    }
    for stage in table.stages.keys().filter(|stage| table.won.contains(stage) || table.lost.contains(stage)) {
        rules.fault(&join("data.opportunities.stages", stage), RuleFault::StageTwice { stage: stage.clone() });
    }
}

fn book_from_aggregates(rules: &mut Rules<'_>) {
    let Scenario { data, market, .. } = rules.scenario;
    let generated = data.accounts.is_none();
    if market.segments.is_empty() {
        return;
    }
    if generated && market.segments.values().all(|segment| segment.accounts == 0) {
        rules.fault("market.segments", RuleFault::NoAccounts);
    }
    if data.reps.is_some() {
        return;
    }
    if market.segments.values().all(|segment| segment.reps == 0) {
        rules.fault("market.segments", RuleFault::NoReps);
        return;
    }
    for (name, segment) in &market.segments {
        let path = join("market.segments", name);
        if generated && segment.accounts > 0 {
            rules.above_zero(&format!("{path}.potential.median"), segment.potential.median.get());
            if segment.reps == 0 {
                rules.fault(&path, RuleFault::SegmentWithoutReps { segment: name.clone(), accounts: segment.accounts });
            }
        }
        if segment.reps > 0 {
            rules.above_zero(&format!("{path}.quota"), segment.quota.get());
        }
    }
}

fn segments(rules: &mut Rules<'_>) {
    let market = &rules.scenario.market;
    if market.segments.is_empty() {
        rules.fault("market.segments", RuleFault::NoSegments);
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
        rules.fault("market.rate-cap", RuleFault::RateCap { found: market.rate_cap.get() });
    }
}

fn sizes(rules: &mut Rules<'_>) {
    for (name, segment) in &rules.scenario.market.segments {
        let path = format!("{}.size", join("market.segments", name));
        match &segment.size {
            Size::Lognormal(spread) => rules.above_zero(&format!("{path}.lognormal.median"), spread.median.get()),
            Size::Quantiles(sizes) if sizes.len() < 2 => {
                rules.fault(&format!("{path}.quantiles"), RuleFault::FewQuantiles { found: sizes.len() });
            }
            Size::Quantiles(sizes) => {
                let falls = sizes.windows(2).position(|pair| pair[0] > pair[1]);
                if let Some(at) = falls {
                    rules.fault(&format!("{path}.quantiles[{}]", at + 1), RuleFault::QuantilesFall);
                }
                if sizes.iter().all(|size| size.get() == 0.0) {
                    rules.fault(&format!("{path}.quantiles"), RuleFault::NotAboveZero { path: format!("{path}.quantiles") });
                }
            }
        }
    }
}

fn shares_and_seasons(rules: &mut Rules<'_>) {
    let market = &rules.scenario.market;
    if !market.sources.is_empty() && market.sources.values().all(|source| source.share.get() == 0.0) {
        rules.fault("market.sources", RuleFault::SharesAllZero);
    }
    if market.season.creation_by_month.iter().all(|factor| factor.get() == 0.0) {
        rules.fault("market.season.creation-by-month", RuleFault::SeasonAllZero);
    }
}

fn response(rules: &mut Rules<'_>) {
    if let Response::Adbudg { half, shape, .. } = &rules.scenario.market.response {
        rules.above_zero("market.response.adbudg.half", half.get());
        rules.above_zero("market.response.adbudg.shape", shape.get());
    }
}

fn hand_over(rules: &mut Rules<'_>) {
    let hand_over = &rules.scenario.market.hand_over;
    let (low, high) = (hand_over.loss_low.get(), hand_over.loss_high.get());
    if low > high {
        rules.fault("market.hand-over.loss-low", RuleFault::LossBounds { low, high });
    }
    rules.above_zero("market.hand-over.decay-months", hand_over.decay_months.get());
}

fn tiers(rules: &mut Rules<'_>) {
    let tiers = &rules.scenario.tiers;
    if tiers.is_empty() {
        rules.fault("tiers", RuleFault::NoTiers);
    }
    let mut seen = BTreeSet::new();
    for (at, tier) in tiers.iter().enumerate() {
        let path = format!("tiers[{at}]");
        if tier.name.trim().is_empty() {
            rules.fault(&path, RuleFault::BlankName { of: "a tier" });
        } else if !seen.insert(&tier.name) {
            rules.fault(&format!("{path}.name"), RuleFault::TierTwice { name: tier.name.clone() });
        }
        if at > 0 && tier.potential_from >= tiers[at - 1].potential_from {
            let (above, found) = (tiers[at - 1].potential_from.get(), tier.potential_from.get());
            rules.fault(&format!("{path}.potential-from"), RuleFault::TiersRise { above, found });
        }
    }
}

fn teams(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    if scenario.teams.is_empty() {
        rules.fault("teams", RuleFault::NoTeams);
    }
    for (name, team) in &scenario.teams {
        let path = join("teams", name);
        for (at, segment) in team.segments.iter().enumerate() {
            rules.known(&format!("{path}.segments[{at}]"), "segment", segment, scenario.market.segments.keys());
        }
        for (at, tier) in team.tiers.iter().enumerate() {
            rules.known(&format!("{path}.tiers[{at}]"), "tier", tier, scenario.tiers.iter().map(|tier| &tier.name));
        }
        rules.above_zero(&format!("{path}.hours-per-month"), team.hours_per_month.get());
        if let Some(capacity) = &team.accounts {
            rules.above_zero(&format!("{path}.accounts.ramped"), capacity.ramped.get());
        }
    }
}

/// A segment's tier that no team serves has nobody to go to.
fn served(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    if !scenario.territory.containment || scenario.teams.is_empty() {
        return;
    }
    for segment in scenario.market.segments.keys() {
        let served = |tier: &String| {
            let has = |list: &Vec<String>, name: &String| list.is_empty() || list.contains(name);
            scenario.teams.values().any(|team| has(&team.segments, segment) && has(&team.tiers, tier))
        };
        let left: Vec<&str> =
            scenario.tiers.iter().map(|tier| &tier.name).filter(|tier| !served(tier)).map(String::as_str).collect();
        if !left.is_empty() {
            rules.warnings.push(format!("no team serves segment `{segment}` in tier {}", left.join(", ")));
        }
    }
}

fn weights(rules: &mut Rules<'_>) {
    let w = &rules.scenario.weighting;
    let all = [w.potential, w.conversion, w.growth, w.strategic, w.fit, w.engagement, w.risk];
    if all.iter().all(|weight| weight.get() == 0.0) {
        rules.fault("weighting", RuleFault::WeightsAllZero);
    }
}

fn coverage(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    for tier in scenario.coverage.tiers.keys() {
        rules.known(&join("coverage.tiers", tier), "tier", tier, scenario.tiers.iter().map(|tier| &tier.name));
    }
}

fn headcount(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    let months = scenario.horizon.months;
    for (at, add) in scenario.headcount.adds.iter().enumerate() {
        let path = format!("headcount.adds[{at}]");
        rules.known(&format!("{path}.team"), "team", &add.team, scenario.teams.keys());
        if add.start_month > months {
            rules.fault(&format!("{path}.start-month"), RuleFault::BeyondHorizon { month: add.start_month, months });
        }
    }
    for (at, cut) in scenario.headcount.cuts.iter().enumerate() {
        let path = format!("headcount.cuts[{at}]");
        match (&cut.team, &cut.rep) {
            (Some(team), None) => rules.known(&format!("{path}.team"), "team", team, scenario.teams.keys()),
            (None, Some(rep)) => rules.present(&format!("{path}.rep"), rep),
            (None, None) => rules.fault(&path, RuleFault::CutNothing),
            (Some(_), Some(_)) => rules.fault(&path, RuleFault::CutTwoWays),
        }
    }
}

fn ramp(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    for team in scenario.ramp.teams.keys() {
        rules.known(&join("ramp.teams", team), "team", team, scenario.teams.keys());
    }
    let named = scenario.ramp.teams.iter().map(|(team, shape)| (join("ramp.teams", team), shape));
    let shapes: Vec<_> = std::iter::once(("ramp.shape".to_owned(), &scenario.ramp.shape)).chain(named).collect();
    for (path, shape) in shapes {
        match shape {
            RampShape::None => {}
            RampShape::Linear { months } => rules.above_zero(&format!("{path}.linear.months"), months.get()),
            RampShape::SCurve { months } => rules.above_zero(&format!("{path}.s-curve.months"), months.get()),
            RampShape::Stepped { shares, months_per_step } => {
                if shares.is_empty() {
                    rules.fault(&format!("{path}.stepped.shares"), RuleFault::NoSteps);
                }
                rules.above_zero(&format!("{path}.stepped.months-per-step"), months_per_step.get());
            }
        }
    }
}

/// A rep cannot be fully productive before the first deals can have closed.
fn ramp_against_cycle(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    for (name, team) in &scenario.teams {
        let months = match scenario.ramp.teams.get(name).unwrap_or(&scenario.ramp.shape) {
            RampShape::None => 0.0,
            RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
            RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
        };
        let segments =
            scenario.market.segments.iter().filter(|(segment, _)| team.segments.is_empty() || team.segments.contains(segment));
        let cycle = segments.map(|(_, segment)| segment.days_to_win.median_days.get() / (365.25 / 12.0)).fold(0.0, f64::max);
        if months < cycle {
            let warning = format!("team `{name}` ramps in {months:.1} months, shorter than its sales cycle of {cycle:.1} months");
            rules.warnings.push(warning);
        }
    }
}

fn bands(rules: &mut Rules<'_>) {
    let attrition = &rules.scenario.attrition;
    if attrition.annual.get() >= 1.0 {
        rules.fault("attrition.annual", RuleFault::EveryoneLeaves);
    }
    match attrition.bands.first() {
        Some(first) if first.from_month.get() == 0.0 => {}
        _ => rules.fault("attrition.bands", RuleFault::BandsStart),
    }
    if let Some(at) = attrition.bands.windows(2).position(|pair| pair[0].from_month >= pair[1].from_month) {
        rules.fault(&format!("attrition.bands[{}]", at + 1), RuleFault::BandsFall);
    }
}

fn leavers(rules: &mut Rules<'_>) {
    let scenario = rules.scenario;
    let months = scenario.horizon.months;
    let mut seen = BTreeMap::new();
    for (at, leaver) in scenario.attrition.leavers.iter().enumerate() {
        let path = format!("attrition.leavers[{at}]");
        rules.present(&format!("{path}.rep"), &leaver.rep);
        if leaver.month > months {
            rules.fault(&format!("{path}.month"), RuleFault::BeyondHorizon { month: leaver.month, months });
        }
        if let Some(first) = seen.insert(&leaver.rep, format!("{path}.rep")) {
            let fault = RuleFault::LeaverTwice { rep: leaver.rep.clone(), first: rules.line(&first) };
            rules.fault(&format!("{path}.rep"), fault);
        }
    }
}

fn locks(rules: &mut Rules<'_>) {
    let mut seen: BTreeMap<&String, (&String, String)> = BTreeMap::new();
    for (at, lock) in rules.scenario.territory.locks.iter().enumerate() {
        let path = format!("territory.locks[{at}]");
        rules.present(&format!("{path}.account"), &lock.account);
        rules.present(&format!("{path}.rep"), &lock.rep);
        let Some((rep, first)) = seen.get(&lock.account) else {
            seen.insert(&lock.account, (&lock.rep, format!("{path}.rep")));
            continue;
        };
        let (account, first) = (lock.account.clone(), rules.line(first));
        let fault = if **rep == lock.rep {
            RuleFault::LockTwice { account, first }
        } else {
            RuleFault::LocksContradict { account, rep: lock.rep.clone(), other: (*rep).clone(), first }
        };
        rules.fault(&format!("{path}.rep"), fault);
    }
}

fn territory(rules: &mut Rules<'_>) {
    let Scenario { territory, teams, .. } = rules.scenario;
    let (fewest, most) = (territory.min_accounts, territory.max_accounts);
    if most > 0 && fewest > most {
        rules.fault("territory.min-accounts", RuleFault::AccountBounds { fewest, most });
    }
    let Some(dedicated) = &territory.dedicated else { return };
    rules.known("territory.dedicated.team", "team", &dedicated.team, teams.keys());
    if let Some(from) = &dedicated.seats_from {
        rules.known("territory.dedicated.seats-from", "team", from, teams.keys());
        if *from == dedicated.team {
            rules.fault("territory.dedicated.seats-from", RuleFault::SeatsFromItself { team: from.clone() });
        }
    }
}

fn quota(rules: &mut Rules<'_>) {
    let Scenario { quota, target, .. } = rules.scenario;
    match &quota.policy {
        QuotaPolicy::Flat { quota } => rules.above_zero("quota.policy.flat.quota", quota.get()),
        QuotaPolicy::PotentialShare { share } => rules.above_zero("quota.policy.potential-share.share", share.get()),
        QuotaPolicy::TopDown { .. } if target.bookings.is_none() => {
            rules.warnings.push(
                "quota is split from the top, and no `target.bookings` is given: the reference plan's street quota is used"
                    .to_owned(),
            );
        }
        QuotaPolicy::Current | QuotaPolicy::TopDown { .. } => {}
    }
    if let Some(bookings) = target.bookings {
        rules.above_zero("target.bookings", bookings.get());
    }
}
