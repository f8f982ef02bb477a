//! Closed opportunities with the factors that may affect their win odds.

use std::collections::BTreeMap;

use libm::log;

use super::factor::WinFactor;
use super::revealing::{BLANK, gives_away};
use crate::calibrate::history::{CalibrationHistory, PastDeal};
use crate::calibrate::season::quarter_month;
use crate::calibrate::size::SegmentSize;
use attain_core::scenario::choices::Scenario;
use attain_data::BusinessType;

/// Number of size bands in the selection.
const BANDS: usize = 5;

/// Closed opportunities as trials that were won or lost.
#[derive(Debug)]
pub struct WinTrials {
    pub won: Vec<bool>,
    /// Index of the account in the book.
    pub account: Vec<u32>,
    /// Log size relative to the median of the segment; `None` if sizes of lost opportunities are
    /// unknown or all sizes are equal.
    pub size: Option<Vec<f64>>,
    /// Day of closing.
    pub day: Vec<Option<i32>>,
    pub segment: WinFactor,
    /// Rep; `None` if there is only one.
    pub rep: Option<WinFactor>,
    /// Region of the account or, without one, of the rep; `None` if there is only one.
    pub territory: Option<WinFactor>,
    /// Candidate factors for selection.
    pub candidates: Vec<WinFactor>,
    /// Reasons why fields that give the outcome away are left out.
    pub left_out: Vec<String>,
    /// Whether the rep gives the outcome away.
    pub rep_left_out: bool,
}

impl WinTrials {
    /// Collects the closed opportunities in a history.
    #[must_use]
    pub fn new(history: &CalibrationHistory, scenario: &Scenario, sizes: &[Option<SegmentSize>]) -> Self {
        let book = history.book;
        let closed: Vec<_> = history.closed().collect();
        let account = |at: usize| &book.accounts[closed[at].0.account];
        let row = |at: usize| &book.opportunities[closed[at].0.row];
        let n = closed.len();
        let name = |names: &[String], at: Option<usize>| at.and_then(|at| names.get(at)).cloned();
        let rep_of = |at: usize| closed[at].0.owner.map(|owner| &book.reps[owner]);
        let region = |at: usize| name(&book.regions, account(at).region);
        let by = |label: &'static str, of: &dyn Fn(usize) -> Option<String>| factor(label, n, of);
        let won: Vec<bool> = closed.iter().map(|(_, won)| *won).collect();
        let rep = by("rep", &|at| rep_of(at).map(|rep| rep.id.clone()));
        let has_amount = by("amount", &|at| (closed[at].0.amount > 0.0).then(|| "given".to_owned()));
        let mut left_out: Vec<String> = Vec::new();
        let mut reveals = |factor: &WinFactor| {
            let why = gives_away(factor, &won);
            left_out.extend(why.iter().cloned());
            why.is_some()
        };
        let rep_left_out = rep.as_ref().is_some_and(&mut reveals);
        let size_left_out = has_amount.as_ref().is_some_and(&mut reveals);
        let size = relative_sizes(history, scenario, sizes, &closed).filter(|_| !size_left_out);
        let office = |at: usize| rep_of(at).filter(|_| !rep_left_out).and_then(|rep| name(&book.regions, rep.region));
        let month = |at: usize| {
            closed[at].0.closed.map(|day| format!("month {}", quarter_month(history.date(day), scenario.horizon.start) + 1))
        };
        let kind = |at: usize| row(at).business.map(|kind| if kind == BusinessType::New { "new" } else { "existing" }.to_owned());
        let mut candidates: Vec<WinFactor> = [
            by("industry", &|at| name(&book.industries, account(at).industry)),
            by("region", &region),
            by("rep's region", &office),
            rep.clone().filter(|_| !rep_left_out),
            by("manager", &|at| {
                rep_of(at).filter(|_| !rep_left_out).map(|rep| rep.manager.clone()).filter(|manager| !manager.is_empty())
            }),
            by("source", &|at| name(&book.sources, row(at).source)),
            by("product", &|at| row(at).product.clone()),
            by("kind of business", &kind),
            by("month in the quarter", &month),
        ]
        .into_iter()
        .flatten()
        .collect();
        candidates.retain(|factor| factor.name == "rep" || !reveals(factor));
        candidates.extend(size.as_deref().and_then(|size| size_bands(size, n)));
        // Of identical factors, the first is kept.
        let same = |a: &WinFactor, b: &WinFactor| a.levels == b.levels && a.level_of == b.level_of;
        let twin = |at: usize| candidates[..at].iter().any(|other| same(other, &candidates[at]));
        let twins: Vec<bool> = (0..candidates.len()).map(twin).collect();
        let mut twins = twins.into_iter();
        candidates.retain(|_| !twins.next().unwrap_or_default());
        let territory = by("territory", &|at| region(at).or_else(|| office(at)));
        let segment = by("segment", &|at| name(&book.segments, Some(account(at).segment)));
        let one = || WinFactor { name: "segment", levels: book.segments.iter().take(1).cloned().collect(), level_of: vec![0; n] };
        Self {
            won,
            account: closed.iter().map(|(deal, _)| deal.account as u32).collect(),
            size,
            day: closed.iter().map(|(deal, _)| deal.closed).collect(),
            segment: segment.unwrap_or_else(one),
            rep: rep.filter(|_| !rep_left_out),
            territory,
            candidates,
            left_out,
            rep_left_out,
        }
    }

    /// Returns the number of trials.
    #[must_use]
    pub fn len(&self) -> usize {
        self.won.len()
    }
}

/// Creates a factor if it has at least two levels. Trials without a level share the level `none`.
fn factor(name: &'static str, n: usize, of: &dyn Fn(usize) -> Option<String>) -> Option<WinFactor> {
    let each: Vec<Option<String>> = (0..n).map(of).collect();
    let mut places: BTreeMap<&str, u32> = each.iter().flatten().map(|level| (level.as_str(), 0)).collect();
    places.values_mut().zip(0..).for_each(|(place, at)| *place = at);
    let mut levels: Vec<String> = places.keys().map(|&level| level.to_owned()).collect();
    let none = levels.len() as u32;
    let of: Vec<u32> =
        each.iter().map(|level| level.as_deref().and_then(|level| places.get(level)).copied().unwrap_or(none)).collect();
    if of.contains(&none) {
        levels.push(BLANK.to_owned());
    }
    (levels.len() >= 2).then_some(WinFactor { name, levels, level_of: of })
}

/// Computes log sizes relative to the median of the segment. `None` if sizes of lost opportunities
/// are unknown or all are equal.
fn relative_sizes(
    history: &CalibrationHistory,
    scenario: &Scenario,
    sizes: &[Option<SegmentSize>],
    closed: &[(&PastDeal, bool)],
) -> Option<Vec<f64>> {
    if history.book.amounts_filled_in() {
        return None;
    }
    let given = |segment: usize| {
        let choices = scenario.market.segments.get(&history.book.segments[segment]).cloned().unwrap_or_default();
        log(choices.size.median().max(1.0))
    };
    let medians: Vec<f64> =
        sizes.iter().enumerate().map(|(segment, size)| size.map_or_else(|| given(segment), |size| size.log_median)).collect();
    let of = |deal: &PastDeal| {
        if deal.amount > 0.0 { (log(deal.amount) - medians[deal.segment]).clamp(-6.0, 6.0) } else { 0.0 }
    };
    let all: Vec<f64> = closed.iter().map(|(deal, _)| of(deal)).collect();
    all.iter().any(|x| (x - all[0]).abs() > 1e-6).then_some(all)
}

/// Creates a factor of size bands with about equal numbers of trials.
fn size_bands(size: &[f64], n: usize) -> Option<WinFactor> {
    let mut sorted = size.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cuts: Vec<f64> = (1..BANDS).map(|band| sorted[band * n / BANDS]).collect();
    let of = |at: usize| Some(format!("size band {}", 1 + cuts.iter().filter(|cut| size[at] >= **cut).count()));
    factor("size band", n, &of)
}
