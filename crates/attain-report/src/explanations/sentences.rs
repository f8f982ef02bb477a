//! The sentences of an explanation.

use super::deviation::deviation;
use super::explainer::AssignmentExplainer;
use super::points::{LEAST_POINTS, points};
use attain_core::metric::MetricUnit;
use attain_core::number_format::plural;
use attain_core::plan::{Alternative, Reason};
use attain_design::territory::account_load;

impl AssignmentExplainer<'_> {
    /// Explains in one or two sentences why an account has its owner in the plan.
    #[must_use]
    pub fn why(&self, account: usize) -> String {
        let made = &self.plan.accounts[account];
        let (old, new) = (made.before, made.seat);
        match (made.reason, old, new) {
            (Reason::Balance | Reason::Evenness | Reason::Workload | Reason::NewSeat, Some(old), Some(new)) => {
                self.balance(account, old, new, made.reason)
            }
            (Reason::Travel, Some(old), Some(new)) => {
                let km = |seat: usize| {
                    Some(self.plan.seats[seat].place?.km_to(self.book.accounts[account].place?)).map(|km| format!("{km:.0} km"))
                };
                match (km(old), km(new)) {
                    (Some(far), Some(near)) => format!("{} is closer: {near} instead of {far}.", self.seat(new)),
                    _ => format!("{} is closer.", self.seat(new)),
                }
            }
            (Reason::Fit, Some(_), Some(new)) => format!("{} {}.", self.seat(new), self.expertise(account, new).join(" and ")),
            (Reason::Coverage, _, Some(new)) => {
                format!(
                    "{} has time to cover it, so it is expected to contribute more there; {}.",
                    self.seat(new),
                    self.advantages(account, new)
                )
            }
            (Reason::Family, _, Some(new)) => {
                format!("It stays with its parent account {}, which {} owns.", self.book.accounts[account].family, self.seat(new))
            }
            (Reason::OwnerGone, _, Some(new)) => {
                let gone = self.owner(account).unwrap_or_default();
                let why = match old {
                    None => format!("The seat of {gone} is cut"),
                    Some(seat) if self.is_leaving(seat) => format!("{gone} leaves"),
                    Some(_) => format!("{gone} does not serve such accounts in this plan"),
                };
                format!("{why}; {} {}.", self.seat(new), self.advantages(account, new))
            }
            (Reason::Unowned, _, Some(new)) => format!("It had no owner; {} {}.", self.seat(new), self.advantages(account, new)),
            (Reason::Dedicated, ..) => "It is one of the strategic accounts that go to the dedicated team.".to_owned(),
            (Reason::Protected, Some(seat), _) => {
                format!("The protection policy keeps it with {}.", self.seat(seat))
            }
            (Reason::Locked, _, Some(new)) => format!("A lock assigns it to {}.", self.seat(new)),
            (Reason::Best, _, Some(new)) => format!("{} owns it today and is also its best owner in this plan.", self.seat(new)),
            (Reason::Kept, _, Some(new)) => format!("The plan keeps current owners, and {} owns it today.", self.seat(new)),
            (reason, ..) => {
                let words = reason.words();
                format!("{}{}.", words[..1].to_uppercase(), &words[1..])
            }
        }
    }

    /// Compares both books, with and without the account, with the mean of peer seats.
    fn balance(&self, account: usize, old: usize, new: usize, reason: Reason) -> String {
        let n = self.numbers();
        let moved = self.together(account);
        let potential: f64 = moved.iter().map(|&a| self.book.accounts[a].potential).sum();
        let against = |seat: usize, change: f64| {
            let (seat, mean) = (&self.plan.seats[seat], self.mean[seat]);
            deviation(if mean > 0.0 { (seat.potential + change) / mean - 1.0 } else { 0.0 })
        };
        let load = |seat: usize, more: bool| {
            let extra: f64 = moved.iter().map(|&a| account_load(self.plan, self.book, a, seat, self.open_hours[a])).sum();
            let seat = &self.plan.seats[seat];
            let load = seat.workload + if more { extra } else { 0.0 };
            if seat.usable_capacity > 0.0 { format!("{:.0} %", 100.0 * seat.load_of(load)) } else { "–".to_owned() }
        };
        let family = if moved.len() > 1 { format!(" (with its family of {})", moved.len()) } else { String::new() };
        let aim = match reason {
            Reason::NewSeat => format!("It is part of the book of {}, a new seat", self.seat(new)),
            Reason::Workload => format!("{} has the capacity for it", self.seat(new)),
            Reason::Evenness => "It evens out the books within the tolerance".to_owned(),
            _ => "It balances the books".to_owned(),
        };
        format!(
            "{aim}. With its potential of {}{family}, {} would be {} and at {} of capacity; without it, {} and at {}. \
             {} is {} and at {} with it.",
            n.plain(MetricUnit::Money, potential),
            self.seat(old),
            of_peer_seats(&against(old, potential)),
            load(old, true),
            against(old, 0.0),
            load(old, false),
            self.seat(new),
            against(new, 0.0),
            load(new, false),
        )
    }

    /// The accounts of the same family that have the same owner in the plan.
    fn together(&self, account: usize) -> Vec<usize> {
        if self.family[account] < 2 {
            return vec![account];
        }
        let (family, seat) = (&self.book.accounts[account].family, self.plan.accounts[account].seat);
        let same = |&other: &usize| self.book.accounts[other].family == *family && self.plan.accounts[other].seat == seat;
        (0..self.book.accounts.len()).filter(same).collect()
    }

    /// The advantages of a seat: free capacity, knowledge, distance.
    fn advantages(&self, account: usize, seat: usize) -> String {
        let holder = &self.plan.seats[seat];
        let mut points = Vec::new();
        if holder.usable_capacity > 0.0 {
            points.push(format!("is at {:.0} % of capacity with it", 100.0 * holder.load()));
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

    /// The seat's relevant knowledge and skills, or the fact that it serves similar accounts.
    fn expertise(&self, account: usize, seat: usize) -> Vec<String> {
        let known = self.known(account, seat);
        if known.is_empty() { vec!["serves such accounts".to_owned()] } else { known }
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

    /// The cost of another owner in points, with its components.
    #[must_use]
    pub fn cost(&self, other: &Alternative) -> String {
        let parts = [
            ("balance", other.balance),
            ("workload", other.workload),
            ("travel", other.travel),
            ("relationship", other.relationship),
            ("fit", other.fit),
        ];
        let named: Vec<String> = parts
            .iter()
            .map(|(name, part)| (name, self.points(*part)))
            .filter(|(_, part)| part.abs() >= LEAST_POINTS)
            .map(|(name, part)| format!("{name} {}", self.numbers().signed(MetricUnit::Count, part)))
            .collect();
        let total = match self.points(other.cost()) {
            total if total.abs() < LEAST_POINTS => "nothing".to_owned(),
            total if total > 0.0 => points(total),
            total => format!("nothing; it would even save {}", points(-total)),
        };
        if named.is_empty() { total } else { format!("{total} ({})", named.join(", ")) }
    }

    /// The cost of giving an account back to today's owner; `None` if the owner does not change.
    #[must_use]
    pub fn back(&self, account: usize) -> Option<String> {
        let made = &self.plan.accounts[account];
        let old = made.before.filter(|old| made.seat != Some(*old) && !self.is_leaving(*old))?;
        Some(match &made.return_to_owner {
            Some(back) => format!("Giving it back to {} would cost {}.", self.seat(old), self.cost(back)),
            None => format!("It cannot go back to {}: the rules or the account limits exclude that seat.", self.seat(old)),
        })
    }

    /// Whether the explanation of any of these accounts states the points of giving it back.
    #[must_use]
    pub fn has_costs(&self, accounts: &[usize]) -> bool {
        accounts.iter().any(|&account| self.plan.accounts[account].return_to_owner.is_some())
    }

    /// The next best owner and the cost of that choice.
    #[must_use]
    pub fn next_best(&self, account: usize) -> String {
        let made = &self.plan.accounts[account];
        match &made.next_best {
            Some(next) if made.return_to_owner.is_some_and(|back| back.seat == next.seat) => {
                "Any other seat would cost more than that.".to_owned()
            }
            Some(next) => format!("Next best is {}, which would cost {}.", self.seat(next.seat), self.cost(next)),
            None => "No other seat may own it.".to_owned(),
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
}

/// Completes a deviation to "12 % over the mean of peer seats" or "at the mean of peer seats".
fn of_peer_seats(off: &str) -> String {
    if off.ends_with("mean") { format!("{off} of peer seats") } else { format!("{off} the mean of peer seats") }
}
