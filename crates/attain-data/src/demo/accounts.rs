//! The accounts of the demo and their owners.

use super::names;
use super::people::DemoRep;
use super::stream::DemoStream;
use super::truth::{
    CITY_SHARES, DemoSegment, GROWTH_POTENTIAL, INDUSTRIES, LARGEST_BOOK, LARGEST_BOOK_POTENTIAL, LARGEST_BOOK_SEAT,
    LARGEST_BOOK_TOUCHED, MIDWEST, REGIONS, SEGMENTS, STRATEGIC, TEAMS,
};

const SMB: usize = 2;
const CSM: usize = 3;

/// One account. Days are relative to the start of the plan year.
#[derive(Debug, Clone)]
pub(super) struct DemoAccount {
    pub id: String,
    pub name: String,
    pub segment: usize,
    pub industry: usize,
    pub region: usize,
    pub place: (f64, f64),
    pub potential: f64,
    pub revenue: f64,
    /// Class: 0 for low, 1 for medium, 2 for high.
    pub growth: usize,
    pub strategic: bool,
    /// Class: 0 for low, 1 for medium, 2 for high.
    pub risk: usize,
    pub parent: Option<String>,
    pub skill: Option<&'static str>,
    pub fit: f64,
    pub engagement: f64,
    /// Index of the owner among the reps.
    pub owner: usize,
    pub owner_since: i32,
    pub last_touch: i32,
    pub renewal: Option<i32>,
    /// Whether the account was touched within 90 days.
    pub engaged: bool,
}

/// All accounts, segment by segment, with families linked.
pub(super) fn accounts(seed: u64, reps: &[DemoRep]) -> Vec<DemoAccount> {
    let mut accounts = Vec::new();
    for (segment, figures) in SEGMENTS.iter().enumerate() {
        for order in 0..figures.accounts {
            accounts.push(account(seed, reps, accounts.len(), segment, order));
        }
    }
    link_families(seed, &mut accounts);
    accounts
}

fn account(seed: u64, reps: &[DemoRep], position: usize, segment: usize, order: usize) -> DemoAccount {
    let id = format!("A{:04}", position + 1);
    let stream = |purpose: &str| DemoStream::new(seed, &id, purpose);
    let figures = &SEGMENTS[segment];
    let in_largest = segment == SMB && order < LARGEST_BOOK;

    let region = region(&mut stream("region"), segment, in_largest);
    let growth = stream("growth").pick(figures.growth.iter().copied());
    let industry = stream("industry").pick(INDUSTRIES.iter().map(|(_, share, _)| *share));
    let potential = potential(&mut stream("potential"), figures, growth, region, in_largest);
    let strategic = STRATEGIC
        .get(segment)
        .is_some_and(|(from, chance)| growth > 0 && potential >= *from && stream("strategic").chance(*chance));
    let customer = (growth == 0 && segment != SMB) || stream("customer").chance(figures.customers);

    let owner = if in_largest { LARGEST_BOOK_SEAT } else { owner(&mut stream("owner"), reps, segment, growth, region) };
    let mut since = stream("since");
    let owner_since = reps[owner].hired.max(-150 - (1_100.0 * since.exponential()).min(3_000.0) as i32);

    let mut touch = stream("touch");
    let engaged = if in_largest { order * 271 % LARGEST_BOOK < LARGEST_BOOK_TOUCHED } else { touch.chance(reps[owner].engaged) };
    let age = if engaged { 1.0 + 84.0 * touch.uniform() } else { 100.0 + (150.0 * touch.exponential()).min(700.0) };
    let warmth = if engaged { 0.5 + 0.45 * touch.uniform() } else { 0.05 + 0.35 * touch.uniform() };

    let mut revenue = stream("revenue");
    let sold = logistic(-1.1 + if growth == 0 { 0.7 } else { 0.0 } + 0.7 * revenue.normal());
    let risk = if customer { revenue.pick([0.5, 0.35, 0.15].into_iter()) } else { 0 };
    let renewal = customer.then(|| (365.0 * stream("renewal").uniform()) as i32);

    let mut needs = stream("skill");
    let skills = &reps[owner].skills;
    let skill = (needs.chance(0.12) && !skills.is_empty()).then(|| skills[needs.pick(skills.iter().map(|_| 1.0))]);

    DemoAccount {
        name: names::account(position),
        segment,
        industry,
        region,
        place: place(&mut stream("place"), region),
        potential,
        revenue: if customer { round(potential * sold, figures.step) } else { 0.0 },
        growth,
        strategic,
        risk,
        parent: None,
        skill,
        fit: 0.2 + 0.8 * stream("fit").uniform(),
        engagement: warmth,
        owner,
        owner_since,
        last_touch: -(age as i32),
        renewal,
        engaged,
        id,
    }
}

/// Draws the region of an account. Most smb accounts outside the largest book are in other regions.
fn region(stream: &mut DemoStream, segment: usize, in_largest: bool) -> usize {
    if in_largest {
        return MIDWEST;
    }
    stream.pick(
        REGIONS.iter().enumerate().map(
            |(region, figures)| {
                if segment == SMB && region == MIDWEST { figures.share * 0.3 } else { figures.share }
            },
        ),
    )
}

fn potential(stream: &mut DemoStream, figures: &DemoSegment, growth: usize, region: usize, in_largest: bool) -> f64 {
    let (median, sigma) = figures.potential;
    // A few accounts are much larger than others in their segment.
    let giant = if stream.chance(0.02) { 2.5 } else { 1.0 };
    let largest = if in_largest { LARGEST_BOOK_POTENTIAL } else { 1.0 };
    let raw = median * stream.lognormal(sigma) * giant * largest * GROWTH_POTENTIAL[growth] * REGIONS[region].potential;
    round(raw.max(figures.step), figures.step)
}

/// Chooses the owner of an account. Low-growth accounts belong to customer success, except in
/// smb; all others belong to the segment's team in the account's region.
fn owner(stream: &mut DemoStream, reps: &[DemoRep], segment: usize, growth: usize, region: usize) -> usize {
    let team = if growth == 0 && segment != SMB { CSM } else { segment };
    stream.pick(reps.iter().enumerate().map(|(position, rep)| {
        let fits = rep.left.is_none() && rep.team == team && rep.region == region && position != LARGEST_BOOK_SEAT;
        if fits { rep.share } else { 0.0 }
    }))
}

fn place(stream: &mut DemoStream, region: usize) -> (f64, f64) {
    let (latitude, longitude) = REGIONS[region].cities[stream.pick(CITY_SHARES.iter().copied())];
    (latitude + 0.25 * stream.normal(), longitude + 0.25 * stream.normal())
}

/// Links families: one account in twelve belongs to a family of up to four accounts with the
/// same owner and segment, of which the first is the parent.
fn link_families(seed: u64, accounts: &mut [DemoAccount]) {
    /// Maximum number of accounts in a family.
    const LARGEST: usize = 4;
    let mut families: Vec<(usize, usize)> = Vec::new();
    for position in 0..accounts.len() {
        let account = &accounts[position];
        if !DemoStream::new(seed, &account.id, "family").chance(1.0 / 12.0) {
            continue;
        }
        let kin = |head: usize| accounts[head].owner == account.owner && accounts[head].segment == account.segment;
        match families.iter_mut().find(|(head, size)| *size < LARGEST && kin(*head)) {
            Some((head, size)) => {
                *size += 1;
                let parent = accounts[*head].id.clone();
                accounts[position].parent = Some(parent);
            }
            None => families.push((position, 1)),
        }
    }
}

/// Sets the quota of each present rep: the team's quota, partly adjusted to the potential of the
/// book, as past quotas usually are.
pub(super) fn set_quotas(seed: u64, reps: &mut [DemoRep], accounts: &[DemoAccount]) {
    let mut books = vec![0.0; reps.len()];
    for account in accounts {
        books[account.owner] += account.potential;
    }
    for (team, figures) in TEAMS.iter().enumerate() {
        let members: Vec<usize> = (0..reps.len()).filter(|&rep| reps[rep].team == team && reps[rep].left.is_none()).collect();
        let mean = members.iter().map(|&rep| books[rep]).sum::<f64>() / members.len().max(1) as f64;
        for rep in members {
            let noise = DemoStream::new(seed, &reps[rep].id, "quota").lognormal(0.06);
            let share = (0.5 + 0.5 * books[rep] / mean).clamp(0.7, 1.35);
            reps[rep].quota = Some(round(figures.quota * share * noise, 10_000.0));
        }
    }
}

/// Rounds an amount to the nearest step.
pub(super) fn round(amount: f64, step: f64) -> f64 {
    (amount / step).round() * step
}

/// The inverse of the logit function.
pub(super) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
