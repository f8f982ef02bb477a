//! Why an account is with whom it is, in sentences that a rep can argue with:
//! figures of both books, and what it would cost to have it otherwise.

use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, plural};
use attain_core::plan::{Alternative, Plan, Reason};
use attain_data::{Book, Outcome};
use attain_design::territory::{account_load, equity};

/// What the reasons of a plan are told from.
#[derive(Debug)]
pub struct Reasons<'a> {
    book: &'a Book,
    plan: &'a Plan,
    /// By account: number and amount of open opportunities.
    open: Vec<(usize, f64)>,
    /// By seat: mean potential of the seats like it.
    mean: Vec<f64>,
    /// By seat: its group of like seats.
    group: Vec<usize>,
    /// By seat: whether no other has its name.
    alone: Vec<bool>,
    /// By account: members of its unit, itself included, that go the same way.
    family: Vec<usize>,
}

/// A book in figures.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Holding {
    /// Accounts.
    pub accounts: usize,
    /// Their potential a year.
    pub potential: f64,
    /// Their recurring revenue a year.
    pub revenue: f64,
    /// Amount of their open opportunities.
    pub pipeline: f64,
    /// Their workload over the seat's capacity.
    pub load: f64,
}

impl<'a> Reasons<'a> {
    /// Prepares a plan.
    #[must_use]
    pub fn new(book: &'a Book, plan: &'a Plan) -> Self {
        let mut open = vec![(0, 0.0); book.accounts.len()];
        for opportunity in book.opportunities.iter().filter(|o| matches!(o.outcome, Outcome::Open(_))) {
            open[opportunity.account].0 += 1;
            open[opportunity.account].1 += opportunity.amount;
        }
        let group = equity::peer_groups(plan);
        let mut sums = vec![(0.0, 0.0); plan.seats.len()];
        for (seat, &group) in plan.seats.iter().zip(&group) {
            sums[group] = (sums[group].0 + seat.potential, sums[group].1 + 1.0);
        }
        let mut families = std::collections::BTreeMap::new();
        for (account, made) in book.accounts.iter().zip(&plan.accounts) {
            *families.entry((account.family.as_str(), made.seat)).or_insert(0) += 1;
        }
        let together = plan.scenario.territory.family_lock;
        let family = book
            .accounts
            .iter()
            .zip(&plan.accounts)
            .map(|(account, made)| if together { families[&(account.family.as_str(), made.seat)] } else { 1 });
        let mut named = std::collections::BTreeMap::new();
        for seat in &plan.seats {
            *named.entry(seat.name.as_str()).or_insert(0) += 1;
        }
        Self {
            family: family.collect(),
            alone: plan.seats.iter().map(|seat| named[seat.name.as_str()] == 1).collect(),
            book,
            plan,
            open,
            mean: group.iter().map(|&group| sums[group].0 / sums[group].1).collect(),
            group,
        }
    }

    /// Amount of an account's open opportunities.
    #[must_use]
    pub fn pipeline(&self, account: usize) -> f64 {
        self.open[account].1
    }

    /// Whether an account that has an owner gets another one.
    #[must_use]
    pub fn moves(&self, account: usize) -> bool {
        let made = &self.plan.accounts[account];
        let owned = self.book.accounts[account].owner.is_some() || made.before.is_some();
        owned && (made.before.is_none() || made.before != made.seat)
    }

    /// The figures of a book: accounts of a seat, today's or the plan's.
    #[must_use]
    pub fn holding(&self, seat: usize, today: bool) -> Holding {
        let made = self.plan.accounts.iter().enumerate();
        let held = made.filter(|(_, made)| (if today { made.before } else { made.seat }) == Some(seat));
        let mut sum = Holding::default();
        for (account, _) in held {
            let row = &self.book.accounts[account];
            sum.accounts += 1;
            sum.potential += row.potential;
            sum.revenue += row.revenue;
            sum.pipeline += self.pipeline(account);
            sum.load += account_load(self.plan, self.book, account, seat, self.open[account].0);
        }
        let capacity = self.plan.seats[seat].capacity;
        sum.load = if capacity > 0.0 { sum.load / capacity } else { 0.0 };
        sum
    }

    /// Mean potential in the plan of the seats like one.
    #[must_use]
    pub fn mean(&self, seat: usize) -> f64 {
        self.mean[seat]
    }

    /// The seats like one: of its team, and of its region where accounts stay in their region.
    #[must_use]
    pub fn like(&self, seat: usize) -> Vec<usize> {
        (0..self.group.len()).filter(|&other| self.group[other] == self.group[seat]).collect()
    }

    /// Name of a seat for readers; with its id where two have the same name.
    #[must_use]
    pub fn seat(&self, seat: usize) -> String {
        let row = &self.plan.seats[seat];
        match row.name.as_str() {
            "" => row.id.clone(),
            name if self.alone[seat] => name.to_owned(),
            name => format!("{name} ({})", row.id),
        }
    }

    /// Name of today's owner, seat or not; `None` where nobody owns the account.
    #[must_use]
    pub fn owner(&self, account: usize) -> Option<String> {
        let rep = self.book.accounts[account].owner.and_then(|owner| self.book.reps.get(owner));
        let gone = rep.map(|rep| if rep.name.is_empty() { rep.id.clone() } else { format!("{} ({})", rep.name, rep.id) });
        self.plan.accounts[account].before.map(|seat| self.seat(seat)).or(gone)
    }

    /// Name of an account for readers.
    #[must_use]
    pub fn account(&self, account: usize) -> String {
        let row = &self.book.accounts[account];
        if row.name.is_empty() || row.name == row.id { row.id.clone() } else { format!("{} ({})", row.name, row.id) }
    }

    /// Why an account is where it is, one or two sentences.
    #[must_use]
    pub fn why(&self, account: usize) -> String {
        let made = &self.plan.accounts[account];
        let (old, new) = (made.before, made.seat);
        match (made.reason, old, new) {
            (Reason::Balance | Reason::NewSeat, Some(old), Some(new)) => self.balance(account, old, new, made.reason),
            (Reason::Travel, Some(old), Some(new)) => {
                let km = |seat: usize| {
                    Some(self.plan.seats[seat].place?.km_to(self.book.accounts[account].place?)).map(|km| format!("{km:.0} km"))
                };
                match (km(old), km(new)) {
                    (Some(far), Some(near)) => format!("{} is nearer: {near} instead of {far}.", self.seat(new)),
                    _ => format!("{} is nearer.", self.seat(new)),
                }
            }
            (Reason::Fit, Some(_), Some(new)) => format!("{} {}.", self.seat(new), self.knows(account, new).join(" and ")),
            (Reason::Coverage, _, Some(new)) => {
                format!(
                    "{} has the time to cover it, so that it brings more there; {}.",
                    self.seat(new),
                    self.takes(account, new)
                )
            }
            (Reason::Family, _, Some(new)) => {
                format!("It stays with its parent account {}, which {} has.", self.book.accounts[account].family, self.seat(new))
            }
            (Reason::OwnerGone, _, Some(new)) => {
                let gone = self.owner(account).unwrap_or_default();
                let why = match old {
                    None => format!("The seat of {gone} is gone"),
                    Some(_) => format!("{gone} does not serve accounts like this one in this plan"),
                };
                format!("{why}; {} {}.", self.seat(new), self.takes(account, new))
            }
            (Reason::Unowned, _, Some(new)) => format!("Nobody owned it; {} {}.", self.seat(new), self.takes(account, new)),
            (Reason::Dedicated, ..) => "It is one of the strategic accounts that go to the dedicated team.".to_owned(),
            (Reason::Protected, Some(seat), _) => {
                format!("The plan's protection holds it with {}; no move may break this relationship.", self.seat(seat))
            }
            (Reason::Locked, _, Some(new)) => format!("A lock names {}.", self.seat(new)),
            (Reason::Best, _, Some(new)) => format!("{} has it today and is also its best owner in this plan.", self.seat(new)),
            (Reason::Kept, _, Some(new)) => format!("The plan keeps present owners, and {} has it today.", self.seat(new)),
            (reason, ..) => {
                let words = reason.words();
                format!("{}{}.", words[..1].to_uppercase(), &words[1..])
            }
        }
    }

    /// Both books with and without the account, against the mean of like seats.
    fn balance(&self, account: usize, old: usize, new: usize, reason: Reason) -> String {
        let n = self.numbers();
        let moved = self.together(account);
        let potential: f64 = moved.iter().map(|&a| self.book.accounts[a].potential).sum();
        let against = |seat: usize, change: f64| {
            let (seat, mean) = (&self.plan.seats[seat], self.mean[seat]);
            off(if mean > 0.0 { (seat.potential + change) / mean - 1.0 } else { 0.0 })
        };
        let load = |seat: usize, more: bool| {
            let extra: f64 = moved.iter().map(|&a| account_load(self.plan, self.book, a, seat, self.open[a].0)).sum();
            let seat = &self.plan.seats[seat];
            let load = seat.workload + if more { extra } else { 0.0 };
            if seat.capacity > 0.0 { format!("{:.0} %", 100.0 * load / seat.capacity) } else { "–".to_owned() }
        };
        let family = if moved.len() > 1 { format!(" with its family of {}", moved.len()) } else { String::new() };
        let aim = if reason == Reason::NewSeat {
            format!("It makes the book of {}, a new seat", self.seat(new))
        } else {
            "It brings the books into balance".to_owned()
        };
        format!(
            "{aim}. Its potential of {}{family} would leave {} {} and at {} of capacity; without it, {} and at {}. \
             {} is {} and at {} with it.",
            n.plain(MetricUnit::Money, potential),
            self.seat(old),
            of_like_seats(&against(old, potential)),
            load(old, true),
            against(old, 0.0),
            load(old, false),
            self.seat(new),
            against(new, 0.0),
            load(new, false),
        )
    }

    /// The accounts that go the same way because they are one family.
    fn together(&self, account: usize) -> Vec<usize> {
        if self.family[account] < 2 {
            return vec![account];
        }
        let (family, seat) = (&self.book.accounts[account].family, self.plan.accounts[account].seat);
        let same = |&other: &usize| self.book.accounts[other].family == *family && self.plan.accounts[other].seat == seat;
        (0..self.book.accounts.len()).filter(same).collect()
    }

    /// What speaks for a seat: room, knowledge, distance.
    fn takes(&self, account: usize, seat: usize) -> String {
        let holder = &self.plan.seats[seat];
        let mut points = Vec::new();
        if holder.capacity > 0.0 {
            points.push(format!("has work for {:.0} % of capacity with it", 100.0 * holder.workload / holder.capacity));
        }
        points.extend(self.known(account, seat));
        if let (Some(from), Some(to)) = (holder.place, self.book.accounts[account].place) {
            points.push(format!("is {:.0} km away", from.km_to(to)));
        }
        match points.as_slice() {
            [] => "takes it".to_owned(),
            [first] => first.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    /// What a seat knows of an account; what it has at all where it knows nothing special.
    fn knows(&self, account: usize, seat: usize) -> Vec<String> {
        let known = self.known(account, seat);
        if known.is_empty() { vec!["serves accounts like this one".to_owned()] } else { known }
    }

    fn known(&self, account: usize, seat: usize) -> Vec<String> {
        let (row, skills) = (&self.book.accounts[account], &self.plan.seats[seat].skills);
        let industry = row.industry.map(|industry| &self.book.industries[industry]);
        let has = |name: &String| skills.iter().any(|&skill| self.book.skills[skill] == *name);
        let knows = industry.filter(|name| has(name)).map(|name| format!("knows {name}"));
        let skill = row.skill.filter(|skill| skills.contains(skill)).map(|skill| &self.book.skills[skill]);
        let speaks = skill.filter(|name| industry != Some(*name)).map(|name| format!("has the skill {name}"));
        knows.into_iter().chain(speaks).collect()
    }

    /// What it would cost to have the account somewhere else, and of what parts that is made.
    #[must_use]
    pub fn cost(&self, other: &Alternative) -> String {
        let n = self.numbers();
        let parts = [
            ("balance and workload", other.balance),
            ("travel", other.travel),
            ("relationship", other.relationship),
            ("fit", other.fit),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(_, part)| part.abs() >= 0.5)
            .map(|(name, part)| format!("{name} {}", n.signed(MetricUnit::Money, *part)))
            .collect();
        let total = other.cost();
        let total = if total.abs() < 0.5 {
            "nothing".to_owned()
        } else if total > 0.0 {
            format!("{} a year", n.plain(MetricUnit::Money, total))
        } else {
            format!("nothing, it would save {} a year", n.plain(MetricUnit::Money, -total))
        };
        if told.is_empty() { total } else { format!("{total} ({})", told.join(", ")) }
    }

    /// What giving an account back to today's owner would cost.
    #[must_use]
    pub fn back(&self, account: usize) -> Option<String> {
        let made = &self.plan.accounts[account];
        let old = made.before.filter(|old| made.seat != Some(*old))?;
        Some(match &made.back {
            Some(back) => format!("To give it back to {} would cost {}.", self.seat(old), self.cost(back)),
            None => format!("It cannot go back to {}: the rules or the limits on accounts leave that seat out.", self.seat(old)),
        })
    }

    /// Who is next best, and what that would cost.
    #[must_use]
    pub fn next_best(&self, account: usize) -> String {
        let made = &self.plan.accounts[account];
        match &made.next_best {
            Some(next) if made.back.is_some_and(|back| back.seat == next.seat) => {
                "Any other seat would cost more than that.".to_owned()
            }
            Some(next) => format!("Next best is {}, which would cost {}.", self.seat(next.seat), self.cost(next)),
            None => "No other seat may take it.".to_owned(),
        }
    }

    /// Potential, revenue and open pipeline of an account.
    #[must_use]
    pub fn facts(&self, account: usize) -> String {
        let (n, row) = (self.numbers(), &self.book.accounts[account]);
        let mut facts = vec![format!("potential {}", n.plain(MetricUnit::Money, row.potential))];
        if row.revenue > 0.0 {
            facts.push(format!("revenue {}", n.plain(MetricUnit::Money, row.revenue)));
        }
        if self.open[account].0 > 0 {
            let open = plural(self.open[account].0, "open deal");
            facts.push(format!("{open} of {}", n.plain(MetricUnit::Money, self.open[account].1)));
        }
        facts.join(", ")
    }

    /// Money of this plan.
    #[must_use]
    pub fn numbers(&self) -> NumberFormat<'a> {
        NumberFormat::in_currency(&self.plan.scenario.money.currency)
    }
}

/// "12 % over the mean of like seats", "at the mean of like seats".
fn of_like_seats(off: &str) -> String {
    if off.ends_with("mean") { format!("{off} of like seats") } else { format!("{off} the mean of like seats") }
}

/// "12 % over", "3 % under", "at the mean".
#[must_use]
pub fn off(share: f64) -> String {
    let rounded = (100.0 * share).round();
    match rounded {
        r if r > 0.0 => format!("{r:.0} % over"),
        r if r < 0.0 => format!("{:.0} % under", -r),
        _ => "at the mean".to_owned(),
    }
}
