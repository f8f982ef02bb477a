//! Purposes of random draws.

/// A group of purposes whose draws can be frozen or redrawn together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurposeGroup {
    /// Shocks to the market and its drift.
    Market,
    /// Random effects on accounts: drift, renewals and hand-overs.
    Accounts,
    /// Random effects on deals.
    Deals,
    /// Skills of reps.
    Skills,
    /// Departures, hires and absence.
    Attrition,
    /// Uncertainty of the parameters.
    Parameters,
}

/// Number of groups of purposes.
pub const GROUPS: usize = 6;

macro_rules! purposes {
    ($($(#[$meta:meta])* $name:ident in $group:ident;)*) => {
        /// Purpose of a random draw.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Purpose { $($(#[$meta])* $name),* }

        impl Purpose {
            /// Group of the purpose.
            #[inline]
            #[must_use]
            pub const fn group(self) -> PurposeGroup {
                match self { $(Self::$name => PurposeGroup::$group),* }
            }
            /// All purposes, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

purposes! {
    /// Monthly shock to all win rates.
    MarketShock in Market;
    /// Monthly shock to a segment's win rate.
    SegmentShock in Market;
    /// Quarterly change of a segment's potential.
    SegmentDrift in Market;
    /// Quarterly change of an account's potential.
    AccountDrift in Accounts;
    /// Month of the year in which an account without a renewal date renews.
    RenewalMonth in Accounts;
    /// Churn and expansion at a renewal.
    Renewal in Accounts;
    /// Loss caused by a change of owner of an account.
    HandOver in Accounts;
    /// Number of latent opportunities of an account in a month.
    Count in Deals;
    /// Marks of an opportunity for creation, win, size and cycle.
    Marks in Deals;
    /// Day, source and slip of an opportunity.
    Details in Deals;
    /// Win mark and remaining time of an opportunity that is open at the start.
    OpenDeal in Deals;
    /// Skill of a rep.
    Skill in Skills;
    /// Accumulated hazard at which a rep leaves.
    Leave in Attrition;
    /// Days until a vacant seat is filled.
    Fill in Attrition;
    /// Delay of a planned hire in days.
    HireSlip in Attrition;
    /// Share of a month that is lost to absence.
    Absence in Attrition;
    /// Parameters of a segment.
    SegmentParameters in Parameters;
    /// Parameters that all segments share.
    CommonParameters in Parameters;
    /// Effect of an industry, a region or a source on the odds of winning.
    EffectParameters in Parameters;
    /// Number, day and prospecting mark of the new accounts that resemble an account.
    NewAccount in Accounts;
}
