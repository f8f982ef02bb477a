//! Expected business of an account per year at full coverage, in closed form from the
//! market's figures, without relationship, skill, season or drift.

use super::segments::segments_of_book;
use attain_core::scenario::choices::{ClassShares, CloseTime, DealSize, GrowthClass, RiskClass, Scenario, Segment};
use attain_data::{Account, Book};

/// Expected business of an account per year at full coverage.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AccountWorth {
    /// New business won in money per year.
    pub new: f64,
    /// Expansion of renewed revenue in money per year.
    pub expansion: f64,
    /// Renewed revenue in money per year.
    pub renewal: f64,
    /// New opportunities per year.
    pub opportunities: f64,
    /// Mean time that an opportunity is open, in years.
    pub open_years: f64,
    /// Share of the account's opportunities that are won.
    pub win_rate: f64,
    /// Share of the account's revenue that churns per year.
    pub churn: f64,
}

/// Nodes and weights of the five-point Gauss-Hermite rule for a standard normal.
const NORMAL: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
];

/// The expected business of all accounts of a book.
pub(super) fn worth_of_accounts(book: &Book, scenario: &Scenario) -> Vec<AccountWorth> {
    let segments = segments_of_book(book, scenario);
    let sizes: Vec<Vec<(f64, f64)>> = segments.iter().map(|segment| sizes(&segment.size)).collect();
    book.accounts
        .iter()
        .map(|account| {
            let industry = account.industry.and_then(|i| scenario.market.industries.get(&book.industries[i]));
            let region = account.region.and_then(|r| scenario.market.regions.get(&book.regions[r]));
            let shift = industry.map_or(0.0, |industry| industry.win_log_odds.get())
                + region.map_or(0.0, |region| region.win_log_odds.get());
            worth_of_account(
                account,
                &segments[account.segment],
                &sizes[account.segment],
                shift,
                scenario.market.size_log_odds.get(),
            )
        })
        .collect()
}

fn worth_of_account(account: &Account, market: &Segment, sizes: &[(f64, f64)], shift: f64, size_log_odds: f64) -> AccountWorth {
    let relative = if market.mean_potential.get() > 0.0 { account.potential.max(0.0) / market.mean_potential.get() } else { 1.0 };
    let count = market.opportunities_per_year.get() * libm::pow(relative, market.potential_on_count.get());
    let scale = libm::pow(relative, market.potential_on_size.get());
    let base = logit(market.win_rate.get()) + shift;
    let median = market.size.median();
    let (mut won, mut won_amount) = (0.0, 0.0);
    for &(size, weight) in sizes {
        let amount = size * scale;
        if amount > 0.0 && median > 0.0 {
            let chance = logistic(base + size_log_odds * libm::log(amount / median));
            won += weight * chance;
            won_amount += weight * chance * amount;
        }
    }
    let churn = by_class(&market.churn, account.risk as u8);
    let expansion = by_class(&market.expansion, account.growth as u8);
    let renewal = account.revenue.max(0.0) * (1.0 - churn);
    let days = |choice: &CloseTime| choice.median_days.get() * libm::exp(0.5 * choice.sigma.get().powi(2));
    let open_days = won * days(&market.days_to_win) + (1.0 - won) * days(&market.days_to_loss);
    let (opportunities, open_years) = (count, open_days / 365.25);
    AccountWorth {
        new: count * won_amount,
        opportunities,
        open_years,
        expansion: renewal * expansion,
        renewal,
        win_rate: won,
        churn,
    }
}

/// Deal sizes of an account with mean potential, each with its probability.
fn sizes(size: &DealSize) -> Vec<(f64, f64)> {
    match size {
        DealSize::Lognormal(spread) => {
            NORMAL.iter().map(|&(node, weight)| (spread.median.get() * libm::exp(spread.sigma.get() * node), weight)).collect()
        }
        DealSize::Quantiles(steps) if steps.len() > 1 => {
            let weight = 1.0 / (steps.len() - 1) as f64;
            steps.windows(2).map(|pair| (0.5 * (pair[0].get() + pair[1].get()), weight)).collect()
        }
        DealSize::Tailed(_) => size.points(),
        DealSize::Quantiles(steps) => steps.iter().map(|step| (step.get(), 1.0)).collect(),
    }
}

const _: () = assert!(GrowthClass::Medium as u8 == 1 && RiskClass::Medium as u8 == 1);

fn by_class(shares: &ClassShares, class: u8) -> f64 {
    match class {
        0 => shares.low.get(),
        1 => shares.medium.get(),
        _ => shares.high.get(),
    }
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    libm::log(p / (1.0 - p))
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
