//! How far the hours of a book reach.
//!
//! Open pipeline comes first; customers and prospects are each covered in the
//! order of the book until the hours for them end. From month to month the
//! place where they end moves by a few accounts, so only those between the old
//! place and the new one are visited, and those that have become another kind.
//! Sums of single precision in double precision are exact, so that what lies
//! before the place may be kept by adding and taking away.

use super::accounts::{Accounts, CUSTOMER, KINDS, OPEN, PROSPECT};
use super::coverage::share;
use super::setting::Setting;

/// Where the hours for a kind of accounts end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Place in the book from which on no account of the kind is covered in full.
    pub at: usize,
    /// Rank of the account at that place.
    pub rank: u32,
    /// Hours that the accounts of the kind before it need.
    pub before: f64,
}

/// Behind every account.
pub const END: u32 = u32::MAX;

impl Reach {
    /// All accounts of the kind, which need `needs`, are covered in full.
    #[must_use]
    pub fn all(book: &[u32], needs: f64) -> Self {
        Self { at: book.len(), rank: END, before: needs }
    }

    /// An account of the kind at `rank` has come to the book (or has gone, with a negative `need`).
    #[inline]
    pub fn turn(&mut self, rank: u32, need: f64) {
        if rank < self.rank {
            self.before += need;
        }
    }

    /// Moves on, or back, to where `pool` hours reach, and covers the accounts in between.
    fn shift(&mut self, setting: &Setting, accounts: &mut Accounts, book: &[u32], kind: usize, pool: f64, month: usize) {
        let is_kind = |accounts: &Accounts, a: usize| usize::from(accounts.held[a].kind) == kind;
        while let Some(&a) = book.get(self.at) {
            let a = a as usize;
            if is_kind(accounts, a) {
                let need = f64::from(accounts.held[a].need);
                let coverage = share(pool - self.before, need);
                accounts.set_coverage(setting, a, coverage, month);
                if coverage < 1.0 {
                    break;
                }
                self.before += need;
            }
            self.at += 1;
        }
        while self.at > 0 && pool < self.before {
            let a = book[self.at - 1] as usize;
            if is_kind(accounts, a) {
                self.before -= f64::from(accounts.held[a].need);
                accounts.set_coverage(setting, a, share(pool - self.before, f64::from(accounts.held[a].need)), month);
            }
            self.at -= 1;
        }
        self.rank = book.get(self.at).map_or(END, |&a| setting.columns.rank[a as usize]);
    }

    /// Coverage of an account of the kind.
    fn share(&self, setting: &Setting, accounts: &Accounts, a: usize, pool: f64) -> f64 {
        let rank = setting.columns.rank[a];
        if rank < self.rank {
            1.0
        } else {
            let left = if rank == self.rank { pool - self.before } else { -1.0 };
            share(left, f64::from(accounts.held[a].need))
        }
    }
}

/// How far the hours of a book reach, by kind of account; those with open deals are covered in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Reaches {
    /// Customers, then prospects.
    of: [Reach; 2],
    /// Accounts that have become another kind since the book was last covered.
    turned: Vec<u32>,
}

impl Default for Reaches {
    fn default() -> Self {
        Self { of: [Reach::all(&[], 0.0); 2], turned: Vec::new() }
    }
}

impl Reaches {
    /// All accounts of a book, which need `needs`, are covered in full.
    pub fn start_full(&mut self, book: &[u32], needs: &[f64; KINDS]) {
        self.start([CUSTOMER, PROSPECT].map(|kind| Reach::all(book, needs[kind])));
    }

    /// The hours of customers and prospects reach so far.
    pub fn start(&mut self, of: [Reach; 2]) {
        self.of = of;
        self.turned.clear();
    }

    /// An account has become another kind.
    #[inline]
    pub fn turn(&mut self, account: u32, rank: u32, need: f64, before: usize, now: usize) {
        for (kind, need) in [(before, -need), (now, need)] {
            if kind != OPEN {
                self.of[kind - CUSTOMER].turn(rank, need);
            }
        }
        self.turned.push(account);
    }

    /// Covers a book with the hours of a month.
    pub fn shift(&mut self, setting: &Setting, accounts: &mut Accounts, book: &[u32], pools: [f64; KINDS], month: usize) {
        for kind in [CUSTOMER, PROSPECT] {
            self.of[kind - CUSTOMER].shift(setting, accounts, book, kind, pools[kind], month);
        }
        for &a in &self.turned {
            let a = a as usize;
            let coverage = match usize::from(accounts.held[a].kind) {
                OPEN => 1.0,
                kind => self.of[kind - CUSTOMER].share(setting, accounts, a, pools[kind]),
            };
            accounts.set_coverage(setting, a, coverage, month);
        }
        self.turned.clear();
    }
}
