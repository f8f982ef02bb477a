//! The page of one rep: the book today and in the plan, and, for every account
//! gained or lost, the reason and the cost of another owner.

use comfy_table::Cell;

use super::layout::{clean, paragraph, percent, plain_spaces, table};
use crate::explanations::{AssignmentExplainer, BookFigures, LEAST_POINTS, deviation, points};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, plural};
use attain_core::plan::{Plan, PointScale, Reason};
use attain_core::scenario::choices::Geography;
use attain_data::Book;

/// Renders the output of `attain plan --rep` for a seat, `width` columns wide.
#[must_use]
pub fn rep_page(book: &Book, plan: &Plan, seat: usize, width: usize, colour: bool) -> String {
    let page = RepPage { book, plan, seat, reasons: AssignmentExplainer::new(book, plan), width: width.clamp(20, 200), colour };
    let mut parts = vec![page.head(), page.figures(), page.comparison()];
    let (lost, gained) = (page.lost(), page.gained());
    parts.push(page.kept());
    parts.extend(page.list("leave", &lost));
    parts.extend(page.list("come", &gained));
    parts.extend(page.appeal(&lost));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

struct RepPage<'a> {
    book: &'a Book,
    plan: &'a Plan,
    seat: usize,
    reasons: AssignmentExplainer<'a>,
    width: usize,
    colour: bool,
}

impl RepPage<'_> {
    fn text(&self, text: &str) -> String {
        paragraph(&clean(text), self.width)
    }

    fn head(&self) -> String {
        let seat = &self.plan.seats[self.seat];
        let team = self.book.teams.get(seat.team).map_or("", String::as_str);
        let region = seat.region.map_or_else(String::new, |region| format!(", {}", self.book.regions[region]));
        let start = match (seat.incumbent, seat.start_month) {
            (None, month) => format!(" The seat is new and starts in month {}.", month + 1),
            _ => String::new(),
        };
        let name = if seat.name.is_empty() { seat.id.clone() } else { format!("{} ({})", seat.name, seat.id) };
        self.text(&format!("{name}, {team}{region}. Plan {}.{start}", self.plan.name))
    }

    /// The book before and after.
    fn figures(&self) -> String {
        let n = self.reasons.numbers();
        let (today, after) = (self.reasons.book_figures(self.seat, true), self.reasons.book_figures(self.seat, false));
        let seat = &self.plan.seats[self.seat];
        let quota = seat.incumbent.and_then(|rep| self.book.reps[rep].quota);
        let money = |name: &str, of: fn(&BookFigures) -> f64| {
            vec![
                Cell::new(name),
                Cell::new(n.plain(MetricUnit::Money, of(&today))),
                Cell::new(n.plain(MetricUnit::Money, of(&after))),
            ]
        };
        let rows = vec![
            vec![Cell::new("accounts"), Cell::new(today.accounts), Cell::new(after.accounts)],
            money("potential", |h| h.potential),
            money("revenue", |h| h.revenue),
            money("open pipeline", |h| h.pipeline),
            vec![
                Cell::new("touched in 90 days"),
                Cell::new(format!("{} of {}", today.touched, today.accounts)),
                Cell::new(format!("{} of {}", after.touched, after.accounts)),
            ],
            vec![Cell::new("workload over capacity"), Cell::new(percent(today.load)), Cell::new(percent(after.load))],
            vec![
                Cell::new("quota a year"),
                Cell::new(quota.map_or_else(|| MISSING.to_owned(), |quota| n.plain(MetricUnit::Money, quota))),
                Cell::new(n.plain(MetricUnit::Money, seat.quota)),
            ],
        ];
        table(&["your book".into(), "today".into(), "plan".into()], rows, self.width, self.colour)
    }

    /// Compares the book with those of peer seats.
    fn comparison(&self) -> String {
        let n = self.reasons.numbers();
        let seat = &self.plan.seats[self.seat];
        let peers: Vec<f64> = self.reasons.peers(self.seat).into_iter().map(|peer| self.plan.seats[peer].potential).collect();
        let mean = self.reasons.mean(self.seat);
        let bound = self.plan.scenario.territory.geography == Geography::Regions && seat.region.is_some();
        let (low, high) = (peers.iter().copied().fold(f64::INFINITY, f64::min), peers.iter().copied().fold(0.0, f64::max));
        let tolerance = self.plan.scenario.territory.balance_tolerance.get();
        let apart = if mean > 0.0 { seat.potential / mean - 1.0 } else { 0.0 };
        let within = if apart.abs() <= tolerance * (1.0 + 1e-9) { "within" } else { "outside" };
        self.text(&format!(
            "The {} of your team{} have {} on average in this plan, from {} to {}. Yours is {}, {within} the tolerance of {}.",
            plural(peers.len(), "seat"),
            if bound { " and region" } else { "" },
            n.plain(MetricUnit::Money, mean),
            n.plain(MetricUnit::Money, low),
            n.plain(MetricUnit::Money, high),
            relative_to_mean(apart),
            percent(tolerance),
        ))
    }

    /// Accounts lost, in descending order of potential.
    fn lost(&self) -> Vec<usize> {
        self.accounts(|made| made.before == Some(self.seat) && made.seat != Some(self.seat))
    }

    fn gained(&self) -> Vec<usize> {
        self.accounts(|made| made.seat == Some(self.seat) && made.before != Some(self.seat))
    }

    fn accounts(&self, which: impl Fn(&attain_core::plan::Assignment) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.plan.accounts.len()).filter(|&a| which(&self.plan.accounts[a])).collect();
        found.sort_by(|&a, &b| self.book.accounts[b].potential.total_cmp(&self.book.accounts[a].potential).then(a.cmp(&b)));
        found
    }

    fn kept(&self) -> String {
        let kept = self.accounts(|made| made.seat == Some(self.seat) && made.before == Some(self.seat));
        let with = |reason: Reason| kept.iter().filter(|&&a| self.plan.accounts[a].reason == reason).count();
        let why: Vec<String> = Reason::ALL
            .into_iter()
            .filter(|&reason| with(reason) > 0)
            .map(|reason| format!("{}: {}", with(reason), reason.words()))
            .collect();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
        self.text(&format!("You keep {}{why}.", plural(kept.len(), "account")))
    }

    /// Accounts gained or lost, each with its reasons.
    fn list(&self, what: &str, accounts: &[usize]) -> Option<String> {
        let potential: f64 = accounts.iter().map(|&a| self.book.accounts[a].potential).sum();
        let verb = match (what, accounts.len()) {
            ("leave", 1) => "leaves you",
            ("leave", _) => "leave you",
            (_, 1) => "comes to you",
            _ => "come to you",
        };
        let total = self.reasons.numbers().plain(MetricUnit::Money, potential);
        let mut blocks = vec![self.text(&format!("{} {verb}, with a potential of {total}:", plural(accounts.len(), "account")))];
        blocks.extend(accounts.iter().map(|&account| self.entry(account)));
        (!accounts.is_empty()).then(|| blocks.join("\n\n"))
    }

    fn entry(&self, account: usize) -> String {
        let made = &self.plan.accounts[account];
        let other = if made.seat == Some(self.seat) {
            self.reasons.owner(account).map_or_else(|| "from nobody".to_owned(), |owner| format!("from {owner}"))
        } else {
            made.seat.map_or_else(|| "to the house account".to_owned(), |seat| format!("to {}", self.reasons.seat(seat)))
        };
        let mut lines = vec![
            format!("{}, {other}: {}.", self.reasons.account(account), self.reasons.facts(account)),
            self.reasons.why(account),
        ];
        lines.extend(self.reasons.back(account));
        lines.push(self.reasons.next_best(account));
        let inner = self.width.saturating_sub(2).max(18);
        let indented = |line: &String| paragraph(&clean(line), inner).lines().map(|line| format!("  {line}")).collect::<Vec<_>>();
        let mut entry = vec![self.text(&lines[0])];
        entry.extend(lines[1..].iter().flat_map(indented));
        entry.join("\n")
    }

    /// The best account to name in an appeal.
    fn appeal(&self, lost: &[usize]) -> Option<String> {
        let costs = lost.iter().filter_map(|&a| Some((self.plan.accounts[a].return_to_owner?.cost(), a)));
        let (cost, first) = costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        let cost = self.reasons.points(cost);
        let price = if cost > LEAST_POINTS { format!("costs {}", points(cost)) } else { "costs nothing".to_owned() };
        Some(self.text(&format!(
            "If you appeal, start with {}: giving it back {price}, the least of the accounts that you lose. Mention anything the plan does \
             not know, such as bookings that would be lost without you. A lock keeps an account \
             with you: `locks = [{{ account = \"{}\", rep = \"{}\" }}]` under `[territory]`; simulate the plan with and without it to see the \
             difference in bookings. {}",
            self.reasons.account(first),
            self.book.accounts[first].id,
            self.plan.seats[self.seat].id,
            PointScale::MEANING,
        )))
    }
}

fn relative_to_mean(apart: f64) -> String {
    let off = deviation(apart);
    if off.ends_with("mean") { "at that mean".to_owned() } else { format!("{off} that mean") }
}
