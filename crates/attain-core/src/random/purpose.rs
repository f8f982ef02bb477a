//! What random numbers are drawn for.

/// Groups of purposes that can be frozen or drawn anew together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurposeGroup {
    /// Shocks and drift of the market.
    Market,
    /// Luck of accounts: drift, renewals, hand-overs.
    Accounts,
    /// Luck of deals.
    Deals,
    /// Skills of reps.
    Skills,
    /// Leavers, hires, absence.
    Attrition,
    /// What we do not know about the parameters.
    Parameters,
}

/// Number of [`PurposeGroup`]s.
pub const GROUPS: usize = 6;

macro_rules! purposes {
    ($($(#[$meta:meta])* $name:ident in $group:ident;)*) => {
        /// What a draw is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Purpose { $($(#[$meta])* $name),* }

        impl Purpose {
            /// The group the purpose belongs to.
            #[must_use]
            pub const fn group(self) -> PurposeGroup {
                match self { $(Self::$name => PurposeGroup::$group),* }
            }
            /// All purposes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

purposes! {
    /// Monthly shock to all win rates.
    MarketShock in Market;
    /// Monthly shock to a segment's win rate.
    SegmentShock in Market;
    /// Quarterly move of a segment's potential.
    SegmentDrift in Market;
    /// Quarterly move of an account's potential.
    AccountDrift in Accounts;
    /// Month of the year in which an account without a renewal date renews.
    RenewalMonth in Accounts;
    /// Whether a renewal churns, and how far it expands.
    Renewal in Accounts;
    /// How much a change of owner costs at this account.
    HandOver in Accounts;
    /// How many latent opportunities an account has in a month.
    Count in Deals;
    /// An opportunity's four marks: create, win, size, cycle.
    Marks in Deals;
    /// An opportunity's day, source and slip.
    Details in Deals;
    /// Win mark and remaining time of an opportunity that is open at the start.
    OpenDeal in Deals;
    /// A rep's skill.
    Skill in Skills;
    /// The hazard a rep can bear before leaving.
    Leave in Attrition;
    /// Days until a seat is filled again.
    Fill in Attrition;
    /// Days a planned hire starts late.
    HireSlip in Attrition;
    /// Part of a month lost to absence.
    Absence in Attrition;
    /// A segment's parameters.
    SegmentParameters in Parameters;
    /// The parameters all segments share.
    CommonParameters in Parameters;
    /// What an industry, a region or a source does to the odds.
    EffectParameters in Parameters;
}
