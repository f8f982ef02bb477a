//! Books for trial moves: the contents of each seat, the allowed moves, and each book's distance
//! from its tolerance.

/// Fraction of mean potential below which a difference counts as zero.
const NEGLIGIBLE: f64 = 1e-9;

/// Limits of a seat's book.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SeatLimits {
    /// The peer group of the seat.
    pub(super) group: usize,
    /// Minimum within the tolerance.
    pub(super) low: f64,
    /// Maximum within the tolerance.
    pub(super) high: f64,
    /// Maximum load: the capacity of the seat, or its load before any move if that is higher.
    pub(super) room: f64,
    /// Minimum number of accounts.
    pub(super) min_accounts: usize,
    /// Maximum number of accounts.
    pub(super) max_accounts: usize,
}

/// Accounts that may move only together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MovableUnit {
    /// Indices into the book's accounts.
    pub(super) accounts: Vec<usize>,
    /// What it adds to the measure that is balanced first, by default potential.
    pub(super) potential: f64,
    pub(super) revenue: f64,
    /// The seat of the unit before any move.
    pub(super) home: usize,
    /// Load at the home seat.
    pub(super) load: f64,
    /// Other eligible seats of the same group, in ascending order.
    pub(super) destinations: Vec<Destination>,
}

/// A possible destination of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Destination {
    pub(super) seat: usize,
    /// Load at the destination.
    pub(super) load: f64,
    /// Additional cost at the destination in money per year: travel, relationship and fit.
    pub(super) cost: f64,
}

/// A move of a unit to one of its destinations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UnitMove {
    pub(super) unit: usize,
    /// Index into the destinations of the unit.
    pub(super) to: usize,
}

/// Totals of a seat's book.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct BookTotals {
    /// Total of the measure that is balanced first, by default potential.
    pub(super) potential: f64,
    pub(super) load: f64,
    pub(super) accounts: usize,
}

/// Moved accounts and revenue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MovedTotals {
    pub(super) accounts: usize,
    pub(super) revenue: f64,
}

impl MovedTotals {
    /// The totals after moving one more unit.
    pub(super) fn with(self, unit: &MovableUnit) -> Self {
        Self { accounts: self.accounts + unit.accounts.len(), revenue: self.revenue + unit.revenue }
    }
}

/// Books on which moves are tried.
#[derive(Debug, Clone)]
pub(super) struct TrialBooks {
    /// Limits of each seat.
    pub(super) limits: Vec<SeatLimits>,
    pub(super) units: Vec<MovableUnit>,
    /// For each unit, the index of its destination; `None` while it is at home.
    pub(super) destination: Vec<Option<usize>>,
    /// Totals of each seat.
    pub(super) totals: Vec<BookTotals>,
    /// The units of each peer group.
    pub(super) units_of_group: Vec<Vec<usize>>,
}

impl TrialBooks {
    /// Creates books in which every unit is at home.
    pub(super) fn new(limits: Vec<SeatLimits>, units: Vec<MovableUnit>, totals: Vec<BookTotals>) -> Self {
        let groups = limits.iter().map(|limit| limit.group + 1).max().unwrap_or(0);
        let mut units_of_group = vec![Vec::new(); groups];
        for (at, unit) in units.iter().enumerate() {
            units_of_group[limits[unit.home].group].push(at);
        }
        Self { destination: vec![None; units.len()], limits, units, totals, units_of_group }
    }

    /// The current seat of a unit.
    pub(super) fn seat(&self, unit: usize) -> usize {
        self.destination[unit].map_or(self.units[unit].home, |to| self.units[unit].destinations[to].seat)
    }

    /// The distance of a potential from a seat's tolerance; zero within it.
    pub(super) fn excess_of(&self, seat: usize, potential: f64) -> f64 {
        let limit = &self.limits[seat];
        let outside = (potential - limit.high).max(limit.low - potential);
        if outside > NEGLIGIBLE * (limit.high + limit.low) { outside } else { 0.0 }
    }

    /// The current distance of a seat's book from its tolerance.
    pub(super) fn excess(&self, seat: usize) -> f64 {
        self.excess_of(seat, self.totals[seat].potential)
    }

    /// The total excess of all books.
    pub(super) fn total_excess(&self) -> f64 {
        (0..self.limits.len()).map(|seat| self.excess(seat)).sum()
    }

    /// The seat that is furthest outside its tolerance.
    pub(super) fn worst_seat(&self) -> Option<usize> {
        (0..self.limits.len()).max_by(|&a, &b| self.excess(a).total_cmp(&self.excess(b)))
    }

    /// Whether a seat exceeds its limits on load or accounts, or has too few accounts.
    pub(super) fn breaks_limits(&self, seat: usize) -> bool {
        let (limit, totals) = (&self.limits[seat], &self.totals[seat]);
        totals.load > limit.room * (1.0 + NEGLIGIBLE)
            || totals.accounts > limit.max_accounts
            || totals.accounts < limit.min_accounts
    }

    /// Change in total excess if a unit moves to one of its destinations.
    pub(super) fn change(&self, step: UnitMove) -> f64 {
        let (from, to) = (self.seat(step.unit), self.units[step.unit].destinations[step.to].seat);
        let potential = self.units[step.unit].potential;
        self.excess_of(from, self.totals[from].potential - potential) + self.excess_of(to, self.totals[to].potential + potential)
            - self.excess(from)
            - self.excess(to)
    }

    /// Whether a unit at home may move without breaking a limit and without pushing
    /// either book outside its tolerance or further out.
    pub(super) fn fits(&self, step: UnitMove) -> bool {
        let (unit, from) = (&self.units[step.unit], self.seat(step.unit));
        let (to, count) = (unit.destinations[step.to], unit.accounts.len());
        let (limit, totals) = (&self.limits[to.seat], &self.totals[to.seat]);
        let (here, potential) = (&self.totals[from], unit.potential);
        self.excess_of(from, here.potential - potential) <= self.excess(from)
            && self.excess_of(to.seat, totals.potential + potential) <= self.excess(to.seat)
            && totals.load + to.load <= limit.room * (1.0 + NEGLIGIBLE)
            && totals.accounts + count <= limit.max_accounts
            && self.totals[from].accounts >= self.limits[from].min_accounts + count
    }

    /// Places a unit at one of its destinations, or back home.
    pub(super) fn put(&mut self, unit: usize, to: Option<usize>) {
        let row = &self.units[unit];
        let (from, old) = (self.seat(unit), self.destination[unit].map_or(row.load, |at| row.destinations[at].load));
        let (seat, new) = to.map_or((row.home, row.load), |at| (row.destinations[at].seat, row.destinations[at].load));
        let (potential, count) = (row.potential, row.accounts.len());
        let totals = &mut self.totals[from];
        *totals =
            BookTotals { potential: totals.potential - potential, load: totals.load - old, accounts: totals.accounts - count };
        let totals = &mut self.totals[seat];
        *totals =
            BookTotals { potential: totals.potential + potential, load: totals.load + new, accounts: totals.accounts + count };
        self.destination[unit] = to;
    }

    /// Applies a move.
    pub(super) fn apply(&mut self, step: UnitMove) {
        self.put(step.unit, Some(step.to));
    }

    /// The units that are not at home.
    pub(super) fn moved_units(&self) -> Vec<usize> {
        (0..self.units.len()).filter(|&unit| self.destination[unit].is_some()).collect()
    }

    /// Accounts and revenue of the units that are not at home.
    pub(super) fn moved_totals(&self) -> MovedTotals {
        let moved = self.moved_units();
        MovedTotals {
            accounts: moved.iter().map(|&unit| self.units[unit].accounts.len()).sum(),
            revenue: moved.iter().map(|&unit| self.units[unit].revenue).sum(),
        }
    }

    /// Moves of units at home that bring a seat closer to its tolerance: away from a seat that
    /// has too much, and to a seat that has too little.
    pub(super) fn helpful_moves(&self, seat: usize) -> Vec<UnitMove> {
        let (limit, totals) = (&self.limits[seat], self.totals[seat]);
        let gives = totals.potential > limit.high || totals.load > limit.room || totals.accounts > limit.max_accounts;
        let takes = totals.potential < limit.low || totals.accounts < limit.min_accounts;
        let mut found = Vec::new();
        for &unit in self.units_of_group[limit.group].iter().filter(|&&unit| self.destination[unit].is_none()) {
            let row = &self.units[unit];
            if gives && row.home == seat {
                found.extend((0..row.destinations.len()).map(|to| UnitMove { unit, to }));
            } else if takes
                && row.home != seat
                && let Ok(to) = row.destinations.binary_search_by_key(&seat, |to| to.seat)
            {
                found.push(UnitMove { unit, to });
            }
        }
        found
    }
}
