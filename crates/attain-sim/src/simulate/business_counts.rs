//! Counts of the accounts of one owner in one segment. Each event is counted once; the counts are
//! added to seats and segments when a year of the horizon ends.

use super::coverage_counts::CoverageCounts;
use super::tally::Tally;
use attain_core::scenario::choices::Credit;

/// Credit for a booking.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Booking {
    /// Amount that counts toward quota and target.
    pub credited: f64,
    /// Part of the credited amount that is attributed to the seat's own rep.
    pub attained: f64,
}

/// Counts of an owner's accounts in one segment. The first cache line holds values accumulated per
/// account, the second the counts of closed deals, and the third everything else.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(C, align(64))]
pub struct BusinessCounts {
    gathered: Gathered,
    /// New business won.
    pub new: f64,
    /// Bookings that count toward quota and target.
    pub credited: f64,
    /// Part of the credited bookings that is attributed to the seat's own rep.
    pub attained: f64,
    /// Deals won.
    pub wins: f64,
    /// Sum of days from creation to a win.
    pub cycle_days: f64,
    /// Closed deals that slipped.
    pub slipped: f64,
    /// Deals lost.
    pub losses: f64,
    /// Amount lost.
    pub lost: f64,
    /// Amount created.
    pub created: f64,
    /// Expansion at renewals.
    pub expansion: f64,
    /// Revenue renewed.
    pub renewal: f64,
    /// Recurring revenue lost.
    pub churned: f64,
    /// Number of accounts received through a change of owner.
    pub hand_overs: f64,
    /// Total amount open at the start of each quarter.
    pub quarterly: f64,
    /// Amount open at the end.
    pub closing: f64,
    /// Number of new accounts.
    pub new_accounts: f64,
}

/// Values that accounts accumulate over the months, adjacent so that they can be added quickly:
/// months, months orphaned, hours needed and given, cost of travel, business lost because of
/// changes of owner, and revenue kept. The last entry is always zero.
type Gathered = [f64; 8];

impl BusinessCounts {
    /// Books new business, of which `share` is attributed to the seat's own rep. Returns the
    /// credit.
    #[inline]
    pub fn win(&mut self, credit: &Credit, share: f64, new: f64) -> Booking {
        self.new += new;
        self.credit(credit.new.get() * new, share)
    }

    /// Books an account's expansion and renewal, of which `share` is attributed to the seat's own
    /// rep. Returns the credit.
    #[inline]
    pub fn renew(&mut self, credit: &Credit, share: f64, expansion: f64, renewal: f64) -> Booking {
        self.expansion += expansion;
        self.renewal += renewal;
        self.credit(credit.expansion.get() * expansion + credit.renewal.get() * renewal, share)
    }

    #[inline]
    fn credit(&mut self, credited: f64, share: f64) -> Booking {
        let attained = credited * share;
        self.credited += credited;
        self.attained += attained;
        Booking { credited, attained }
    }

    /// Adds the accumulated counts of an account and the revenue that it kept.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the loop over all accounts is done in wide registers only when it is inlined")]
    pub fn gather(&mut self, counts: &CoverageCounts, travel_cost: f64, kept: f64) {
        let CoverageCounts { months, orphans, needed, given, travel, handover_loss } = *counts;
        for (sum, value) in
            self.gathered.iter_mut().zip([months, orphans, needed, given, travel * travel_cost, handover_loss, kept, 0.0])
        {
            *sum += value;
        }
    }

    /// Adds the counts to a tally.
    pub fn put(&self, tally: &mut Tally) {
        let [months, orphans, needed, given, travel, handover_loss, kept, _] = self.gathered;
        tally.coverage.account_months += months;
        tally.coverage.orphan_months += orphans;
        tally.coverage.hours_needed += needed;
        tally.coverage.hours_given += given;
        tally.cost += travel;
        tally.relationships.hand_over_cost += handover_loss;
        tally.relationships.retained += kept;
        tally.bookings.new += self.new;
        tally.bookings.expansion += self.expansion;
        tally.bookings.renewal += self.renewal;
        tally.bookings.credited += self.credited;
        tally.bookings.attained += self.attained;
        tally.deals.lost += self.lost;
        tally.deals.wins += self.wins;
        tally.deals.losses += self.losses;
        tally.deals.slipped += self.slipped;
        tally.deals.cycle_days += self.cycle_days;
        tally.deals.quarterly += self.quarterly;
        tally.deals.created += self.created;
        tally.deals.closing += self.closing;
        tally.relationships.hand_overs += self.hand_overs;
        tally.relationships.churned += self.churned;
        tally.relationships.new_accounts += self.new_accounts;
    }
}
