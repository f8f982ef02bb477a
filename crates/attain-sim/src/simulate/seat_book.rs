//! A seat's book in order of priority, with bit sets of its accounts: those with open deals,
//! customers, prospects, and fully covered accounts.
//!
//! Hours are allocated in this order until none are left. A month therefore visits only the
//! accounts that receive hours, and writes only those whose coverage changes.

use super::account_columns::AccountColumns;
use super::account_state::{KINDS, OPEN};

/// A seat's book.
#[derive(Debug, Default)]
pub struct SeatBook {
    /// Accounts in order of priority.
    pub accounts: Vec<u32>,
    /// Hours per month that each account needs, including travel, by position.
    needs: Vec<f32>,
    /// Bit sets of positions, 64 per word.
    words: Vec<BookWord>,
    /// Positions of partly covered accounts, with their coverage.
    partly: Vec<(u32, f64)>,
    /// Whether accounts have been added or removed since the last allocation.
    moved: bool,
}

/// Bit sets of 64 positions.
#[derive(Debug, Clone, Copy, Default)]
struct BookWord {
    /// Accounts of each kind.
    kinds: [u64; KINDS],
    /// Accounts that need no hours.
    free: u64,
    /// Accounts that are covered in full.
    full: u64,
}

impl BookWord {
    fn all(&self) -> u64 {
        self.kinds.iter().fold(0, |all, kind| all | kind)
    }

    fn sets(&mut self) -> [&mut u64; KINDS + 2] {
        let [open, customers, prospects] = &mut self.kinds;
        [open, customers, prospects, &mut self.free, &mut self.full]
    }

    /// Sets full coverage for the positions in `full` and no coverage for the others. `order` lists
    /// the accounts at the positions. Only changes are written, or everything if accounts have
    /// `moved`.
    #[inline]
    fn set_full(&mut self, accounts: &mut AccountColumns, order: &[u32], full: u64, moved: bool) {
        // About one sixth of the accounts change in a month.
        let mut changed = if moved { self.all() } else { self.full ^ full };
        while changed != 0 {
            let (place, bit) = (changed.trailing_zeros() as usize, changed & changed.wrapping_neg());
            accounts.coverage[order[place] as usize] = if full & bit == 0 { 0.0 } else { 1.0 };
            changed ^= bit;
        }
        self.full = full;
    }
}

/// Hours for a book that needs more than it gets.
#[derive(Debug, Clone, Copy)]
pub struct BookHours {
    /// Hours for accounts with open deals; `None` if all their needs are met.
    pub pipeline: Option<f64>,
    /// Whether open deals need hours beside those of their accounts.
    pub deals: bool,
    /// For customers and for prospects.
    pub rest: [f64; KINDS - 1],
}

impl Clone for SeatBook {
    fn clone(&self) -> Self {
        let mut new = Self::default();
        new.clone_from(self);
        new
    }

    // Called once per simulated year, to reuse the allocations.
    fn clone_from(&mut self, from: &Self) {
        self.accounts.clone_from(&from.accounts);
        self.needs.clone_from(&from.needs);
        self.words.clone_from(&from.words);
        self.partly.clone_from(&from.partly);
        self.moved = from.moved;
    }
}

impl SeatBook {
    /// Creates a book from accounts in order of priority. Returns it with the hours per month that
    /// it needs, by kind.
    #[must_use]
    pub fn new(order: Vec<u32>, accounts: &mut AccountColumns) -> (Self, [f64; KINDS]) {
        let mut book = Self { accounts: order, ..Self::default() };
        let needs = book.arrange(accounts);
        (book, needs)
    }

    /// Assigns positions after accounts have been added or removed. Returns the hours per month
    /// that the book needs, by kind. Sums of single-precision values in double precision are exact,
    /// so later changes can be added and subtracted.
    pub fn arrange(&mut self, accounts: &mut AccountColumns) -> [f64; KINDS] {
        let mut needs = [0.0; KINDS];
        self.needs.clear();
        self.words.clear();
        self.words.resize(self.accounts.len().div_ceil(64), BookWord::default());
        self.partly.clear();
        self.moved = true;
        for (place, &a) in self.accounts.iter().enumerate() {
            let held = &mut accounts.states[a as usize];
            held.place = place as u32;
            self.needs.push(held.need);
            let (word, bit) = (&mut self.words[place / 64], 1 << (place % 64));
            word.kinds[usize::from(held.kind)] |= bit;
            word.free |= if held.need > 0.0 { 0 } else { bit };
            needs[usize::from(held.kind)] += f64::from(held.need);
        }
        needs
    }

    /// Inserts an account without coverage at a position. The coverage of the others stays.
    pub fn insert(&mut self, accounts: &mut AccountColumns, at: usize, a: u32) {
        let need = accounts.states[a as usize].need;
        self.accounts.insert(at, a);
        self.needs.insert(at, need);
        for (place, &moved) in self.accounts.iter().enumerate().skip(at) {
            accounts.states[moved as usize].place = place as u32;
        }
        self.partly.iter_mut().filter(|(place, _)| *place >= at as u32).for_each(|(place, _)| *place += 1);
        self.words.resize(self.accounts.len().div_ceil(64), BookWord::default());
        // Bits from the position on move up by one, across words.
        let mut carry = [0_u64; KINDS + 2];
        for (w, word) in self.words.iter_mut().enumerate().skip(at / 64) {
            let below = if w == at / 64 { (1_u64 << (at % 64)) - 1 } else { 0 };
            for (set, carry) in word.sets().into_iter().zip(&mut carry) {
                let over = *set >> 63;
                *set = (*set & below) | ((*set & !below) << 1) | *carry;
                *carry = over;
            }
        }
        let (word, bit) = (&mut self.words[at / 64], 1_u64 << (at % 64));
        word.kinds[usize::from(accounts.states[a as usize].kind)] |= bit;
        word.free |= if need > 0.0 { 0 } else { bit };
    }

    /// Changes the kind of an account.
    #[inline]
    pub fn turn(&mut self, place: u32, from: usize, to: usize) {
        let (word, bit) = (&mut self.words[place as usize / 64], 1 << (place % 64));
        word.kinds[from] &= !bit;
        word.kinds[to] |= bit;
    }

    /// Covers all accounts in full, or none of them.
    pub fn cover_alike(&mut self, accounts: &mut AccountColumns, in_full: bool) {
        let Self { accounts: order, words, partly, moved, .. } = self;
        for (place, _) in partly.drain(..) {
            let (word, bit) = (&mut words[place as usize / 64], 1 << (place % 64));
            // Marks the account as changed, so that its coverage is written below.
            word.full = if in_full { word.full & !bit } else { word.full | bit };
        }
        for (w, word) in words.iter_mut().enumerate() {
            word.set_full(accounts, &order[64 * w..], if in_full { word.all() } else { 0 }, *moved);
        }
        *moved = false;
    }

    /// Allocates too few hours, in the order of each kind. If hours for accounts with open deals
    /// are short, returns the hours that these accounts receive beyond the work on the deals.
    pub fn give(&mut self, accounts: &mut AccountColumns, hours: BookHours) -> f64 {
        let Self { accounts: order, needs, words, partly, moved } = self;
        for (place, _) in partly.drain(..) {
            accounts.coverage[order[place as usize] as usize] = 0.0;
            words[place as usize / 64].full &= !(1 << (place % 64));
        }
        let mut given = 0.0;
        let [customers, prospects] = hours.rest;
        let mut left = [hours.pipeline.unwrap_or(0.0), customers, prospects];
        for (w, word) in words.iter_mut().enumerate() {
            let first = 64 * w;
            // Accounts that need no hours are always fully covered.
            let mut full = word.free;
            for (kind, left) in left.iter_mut().enumerate() {
                let mut rest = word.kinds[kind];
                let open = kind == OPEN;
                if open && hours.pipeline.is_none() {
                    full |= rest;
                    continue;
                }
                if open && hours.deals {
                    full &= !rest;
                }
                while rest != 0 && *left > 0.0 {
                    let place = first + rest.trailing_zeros() as usize;
                    let bit = rest & rest.wrapping_neg();
                    rest ^= bit;
                    let need = f64::from(needs[place]);
                    let deals = if open && hours.deals { accounts.deal_hours[order[place] as usize] } else { 0.0 };
                    let wanted = need + deals;
                    let share = if *left >= wanted { 1.0 } else { *left / wanted };
                    *left -= wanted;
                    given += if open { share * need } else { 0.0 };
                    if share < 1.0 {
                        partly.push((place as u32, share));
                    } else {
                        full |= bit;
                    }
                }
            }
            word.set_full(accounts, &order[first..], full, *moved);
        }
        for &(place, share) in partly.iter() {
            accounts.set_coverage(order[place as usize] as usize, share);
        }
        *moved = false;
        given
    }

    /// Gives further hours to what lacks some, in the order, accounts with open deals first;
    /// `deals` says whether these need hours of their own.
    pub fn fill(&mut self, accounts: &mut AccountColumns, hours: f64, deals: bool) -> FilledHours {
        let mut filled = FilledHours::default();
        self.fill_kind(accounts, &mut filled, hours, |word| word.kinds[OPEN], deals);
        filled.pipeline = filled.spent;
        let left = hours - filled.spent;
        self.fill_kind(accounts, &mut filled, left, |word| word.all() & !word.kinds[OPEN], false);
        filled
    }

    /// The same for the places that `of` names.
    fn fill_kind(
        &mut self,
        accounts: &mut AccountColumns,
        filled: &mut FilledHours,
        hours: f64,
        of: impl Fn(&BookWord) -> u64,
        deals: bool,
    ) {
        let Self { accounts: order, needs, words, partly, .. } = self;
        let mut left = hours;
        for (w, word) in words.iter_mut().enumerate() {
            let mut lacking = of(word) & !word.full;
            while lacking != 0 && left > 0.0 {
                let place = 64 * w + lacking.trailing_zeros() as usize;
                let bit = lacking & lacking.wrapping_neg();
                lacking ^= bit;
                let a = order[place] as usize;
                let (need, coverage) = (f64::from(needs[place]), f64::from(accounts.coverage[a]));
                let wanted = need + if deals { accounts.deal_hours[a] } else { 0.0 };
                let lacks = wanted * (1.0 - coverage);
                if lacks <= 0.0 {
                    continue;
                }
                let spent = left.min(lacks);
                left -= spent;
                filled.spent += spent;
                if spent >= lacks {
                    filled.accounts += need * (1.0 - coverage);
                    accounts.set_coverage(a, 1.0);
                    word.full |= bit;
                } else {
                    filled.accounts += need * (spent / wanted);
                    let share = coverage + spent / wanted;
                    accounts.set_coverage(a, share);
                    partly.push((place as u32, share));
                }
            }
        }
    }
}

/// What further hours went to.
#[derive(Debug, Clone, Copy, Default)]
pub struct FilledHours {
    /// Hours given in all.
    pub spent: f64,
    /// Of these, to accounts with open deals and to the deals.
    pub pipeline: f64,
    /// Of these, to accounts and not to deals.
    pub accounts: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::studies::{SMALL, plans};

    use crate::simulate::compiled_plan::CompiledPlan;
    use crate::simulate::year_state::YearState;
    use crate::world::{CompiledMarket, World};

    /// A book into which accounts are inserted is the same as one that is arranged anew.
    #[test]
    fn an_inserted_account_is_where_arranging_puts_it() {
        let (study, plans) = plans(&[&SMALL.replace("accounts = 40", "accounts = 500")]);
        let market = CompiledMarket::new(&study.book, &plans[0].scenario);
        let plan = CompiledPlan::new(&study.book, &plans[0], &market);
        let (mut world, mut state) = (World::empty(), YearState::default());
        world.draw(&market, 1, 0);
        state.reset(&plan, &world);
        let mut all: Vec<u32> = plan.start.books.iter().max_by_key(|book| book.accounts.len()).unwrap().accounts.clone();
        assert!(all.len() > 130);
        for at in [0, 1, 63, 64, 65, 100, 127, 128] {
            let a = all.remove(at);
            let (mut book, _) = SeatBook::new(all.clone(), &mut state.accounts);
            book.insert(&mut state.accounts, at, a);
            all.insert(at, a);
            let places: Vec<u32> = all.iter().map(|&a| state.accounts.states[a as usize].place).collect();
            let (anew, _) = SeatBook::new(all.clone(), &mut state.accounts);
            assert_eq!((&book.accounts, &book.needs), (&anew.accounts, &anew.needs));
            assert_eq!(places, (0..all.len() as u32).collect::<Vec<_>>());
            let sets = |book: &SeatBook| -> Vec<[u64; 4]> {
                book.words.iter().map(|word| [word.kinds[0], word.kinds[1], word.kinds[2], word.free]).collect()
            };
            assert_eq!(sets(&book), sets(&anew));
        }
    }
}
