//! Where each axis takes hold of a scenario: the numbers it sets, multiplies or shifts.

use super::axis::{Act, Unfit};
use attain_core::scenario::choices::{
    ClassShares, DealSize, QuotaPolicy, RampShape, Response, Scenario, SeatAddition, SeatCut, Segment, Team,
};
use attain_core::units::{
    Days, Evidence, Factor, Hours, LogOdds, Money, Months, OutOfRange, Persistence, Rate, Share, Sigma, Weight,
};

/// A number of a scenario, whatever its unit.
pub(super) trait Number {
    /// Its value; `None` for one that is not given.
    fn value(&self) -> Option<f64>;
    /// Another value in its place.
    fn put(&mut self, value: f64) -> Result<(), OutOfRange>;
}

macro_rules! numbers {
    ($($unit:ident),*) => {$(
        impl Number for $unit {
            fn value(&self) -> Option<f64> {
                Some(self.get())
            }
            fn put(&mut self, value: f64) -> Result<(), OutOfRange> {
                *self = Self::new(value)?;
                Ok(())
            }
        }
    )*};
}
numbers!(Days, Evidence, Factor, Hours, LogOdds, Money, Months, Persistence, Rate, Share, Sigma, Weight);

impl Number for Option<Money> {
    fn value(&self) -> Option<f64> {
        self.map(Money::get)
    }
    fn put(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = Some(Money::new(value)?);
        Ok(())
    }
}

impl Number for f64 {
    fn value(&self) -> Option<f64> {
        Some(*self)
    }
    fn put(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = value;
        Ok(())
    }
}

impl Number for u32 {
    fn value(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
    fn put(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = value as Self;
        Ok(())
    }
}

/// The numbers that an axis takes hold of.
type Numbers<'a> = Vec<&'a mut dyn Number>;

/// Where an axis takes hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reach {
    /// Of some numbers, all alike; what they are, in words.
    Numbers(for<'a> fn(&'a mut Scenario, Option<&str>) -> Numbers<'a>, &'static str),
    /// In a way of its own: how to read the value that changes nothing, and how to change it.
    Own(fn(&Scenario, Option<&str>) -> Option<f64>, fn(&mut Scenario, Option<&str>, f64) -> Result<(), Unfit>),
}

impl Reach {
    pub(super) fn base(self, scenario: &mut Scenario, of: Option<&str>, act: Act) -> Option<f64> {
        match self {
            Self::Own(base, _) => base(scenario, of),
            Self::Numbers(find, _) => {
                let numbers = find(scenario, of);
                let first = numbers.first()?;
                match act {
                    Act::Value => first.value(),
                    Act::Times => Some(1.0),
                    Act::Shift => Some(0.0),
                }
            }
        }
    }

    pub(super) fn set(self, scenario: &mut Scenario, of: Option<&str>, act: Act, value: f64) -> Result<(), Unfit> {
        match self {
            Self::Own(_, set) => set(scenario, of, value),
            Self::Numbers(find, what) => {
                let numbers = find(scenario, of);
                if numbers.is_empty() {
                    return Err(Unfit::Nothing(what));
                }
                for number in numbers {
                    let own = number.value().unwrap_or(0.0);
                    number.put(match act {
                        Act::Value => value,
                        Act::Times => own * value,
                        Act::Shift => own + value,
                    })?;
                }
                Ok(())
            }
        }
    }
}

/// One number that every scenario has.
macro_rules! field {
    ($name:ident, $($path:ident).+) => {
        pub(super) const $name: Reach = Reach::Numbers(|s, _| vec![&mut s.$($path).+], stringify!($($path).+));
    };
}

field!(TARGET, target.bookings);
field!(BALANCE_TOLERANCE, territory.balance_tolerance);
field!(GROWTH_BUFFER, territory.growth_buffer);
field!(BALANCE_WEIGHT, territory.balance_weight);
field!(DISRUPTION_WEIGHT, territory.disruption_weight);
field!(OPPORTUNITY_HOURS, coverage.hours_per_open_opportunity);
field!(MAX_MOVES, rebalance.max_moves);
field!(TRANSITION_WEEKS, transition.weeks);
field!(HIRE_SLIP, headcount.hire_slip.mean_days);
field!(TIME_TO_FILL, attrition.time_to_fill.median_days);
field!(ATTAINMENT_HAZARD, attrition.low_attainment_log_hazard);
field!(PEER_FACTOR, attrition.peer_factor);
field!(COVER_EFFICIENCY, attrition.cover_efficiency);
field!(SKILL_SPREAD, market.skill.sd);
field!(HIRE_SKILL, market.skill.hire_log_odds);
field!(WIN_TREND, market.shock.trend_per_year);
field!(POTENTIAL_TREND, market.potential_drift.trend_per_year);
field!(MARKET_SHOCK, market.shock.sd);
field!(SEGMENT_SHOCK, market.segment_shock.sd);
field!(SIZE_ODDS, market.size_log_odds);
field!(UNRAMPED_ODDS, market.unramped_log_odds);
field!(RELATIONSHIP_ODDS, market.relationship.win_log_odds);
field!(HAND_OVER_DELAY, market.hand_over.delay_days);
field!(SLIPPAGE, market.slippage.share);
field!(RECURRING, market.renewal.recurring);
field!(MARGIN, money.margin);
field!(COST_PER_HIRE, money.cost_per_hire);

/// The same number of every segment, or of the one that is named.
macro_rules! segments {
    ($name:ident, $what:literal, $pick:expr) => {
        pub(super) const $name: Reach = Reach::Numbers(
            |s, of| {
                let pick: for<'a> fn(&'a mut Segment) -> Numbers<'a> = $pick;
                let named = s.market.segments.iter_mut().filter(|(name, _)| of.is_none_or(|of| of == *name));
                named.flat_map(|(_, segment)| pick(segment)).collect()
            },
            $what,
        );
    };
}

segments!(OPPORTUNITY_RATE, "segment of that name", |s| vec![&mut s.opportunities_per_year]);
segments!(DEAL_SIZE, "segment of that name", |s| match &mut s.size {
    DealSize::Lognormal(spread) => vec![&mut spread.median as &mut dyn Number],
    DealSize::Quantiles(sizes) => sizes.iter_mut().map(|size| size as &mut dyn Number).collect(),
});
segments!(WIN_RATE, "segment of that name", |s| vec![&mut s.win_rate]);
segments!(CYCLE, "segment of that name", |s| {
    let medians: Numbers<'_> = vec![&mut s.days_to_win.median_days, &mut s.days_to_loss.median_days];
    medians.into_iter().chain(s.closing.as_mut().map(|of| &mut of.stretch as &mut dyn Number)).collect()
});
segments!(CHURN, "segment of that name", |s| classes(&mut s.churn));
segments!(EXPANSION, "segment of that name", |s| classes(&mut s.expansion));

fn classes(by: &mut ClassShares) -> Numbers<'_> {
    vec![&mut by.low, &mut by.medium, &mut by.high]
}

/// The same number of every team, or of the one that is named.
macro_rules! teams {
    ($name:ident, $pick:expr) => {
        pub(super) const $name: Reach = Reach::Numbers(
            |s, of| {
                let pick: for<'a> fn(&'a mut Team) -> Numbers<'a> = $pick;
                let named = s.teams.iter_mut().filter(|(name, _)| of.is_none_or(|of| of == *name));
                named.flat_map(|(_, team)| pick(team)).collect()
            },
            "team of that name in `[teams]`",
        );
    };
}

teams!(HOURS, |team| match &mut team.accounts {
    Some(by) => vec![&mut by.new_hire, &mut by.ramping, &mut by.ramped, &mut by.senior],
    None => vec![&mut team.hours_per_month],
});
teams!(ABSENCE, |team| vec![&mut team.absence]);
teams!(PAY, |team| vec![&mut team.pay.base, &mut team.pay.variable]);

pub(super) const START_MONTH: Reach = Reach::Numbers(
    |s, of| {
        let adds = s.headcount.adds.iter_mut().filter(|add| of.is_none_or(|of| of == add.team));
        adds.map(|add| &mut add.start_month as &mut dyn Number).collect()
    },
    "added seats",
);

pub(super) const RAMP: Reach = Reach::Numbers(
    |s, of| {
        if let Some(team) = of {
            let shape = s.ramp.teams.entry(team.to_owned()).or_insert_with(|| s.ramp.shape.clone());
            return ramp(shape).into_iter().collect();
        }
        std::iter::once(&mut s.ramp.shape).chain(s.ramp.teams.values_mut()).filter_map(ramp).collect()
    },
    "ramp",
);

fn ramp(shape: &mut RampShape) -> Option<&mut dyn Number> {
    match shape {
        RampShape::None => None,
        RampShape::Linear { months } | RampShape::SCurve { months } | RampShape::Stepped { months_per_step: months, .. } => {
            Some(months)
        }
    }
}

pub(super) const ATTRITION: Reach = Reach::Numbers(
    |s, of| match of {
        None => vec![&mut s.attrition.annual],
        Some(of) => s.teams.get_mut(of).map(|team| &mut team.attrition_factor as &mut dyn Number).into_iter().collect(),
    },
    "team of that name in `[teams]`",
);

pub(super) const POTENTIAL_SPREAD: Reach = Reach::Numbers(
    |s, _| vec![&mut s.market.potential_drift.account_sd, &mut s.market.potential_drift.segment_sd],
    "drift of potential",
);

pub(super) const ELASTICITY: Reach = Reach::Numbers(
    |s, _| match &mut s.market.response {
        Response::Power { elasticity, .. } => vec![elasticity],
        Response::Adbudg { .. } => Vec::new(),
    },
    "power response to coverage",
);

pub(super) const INBOUND: Reach = Reach::Numbers(
    |s, _| match &mut s.market.response {
        Response::Power { inbound, .. } | Response::Adbudg { inbound, .. } => vec![inbound],
    },
    "response to coverage",
);

pub(super) const HAND_OVER: Reach =
    Reach::Numbers(|s, _| vec![&mut s.market.hand_over.loss_low, &mut s.market.hand_over.loss_high], "hand-over loss");

pub(super) const UNCERTAINTY: Reach = Reach::Numbers(
    |s, _| {
        let of = &mut s.market.uncertainty;
        vec![&mut of.opportunity_rate, &mut of.size, &mut of.attrition, &mut of.ramp, &mut of.time_to_fill, &mut of.churn]
    },
    "uncertainty",
);

pub(super) const OVER_ASSIGNMENT: Reach = Reach::Numbers(
    |s, _| match &mut s.quota.policy {
        QuotaPolicy::TopDown { over_assignment } => vec![over_assignment],
        _ => Vec::new(),
    },
    "top-down quota policy",
);

pub(super) const WIN_ODDS: Reach = Reach::Own(
    |s, of| s.market.segments.keys().any(|name| of.is_none_or(|of| of == name)).then_some(0.0),
    |s, of, shift| {
        let mut any = false;
        for (_, segment) in s.market.segments.iter_mut().filter(|(name, _)| of.is_none_or(|of| of == *name)) {
            let odds = segment.win_rate.get() / (1.0 - segment.win_rate.get()).max(1e-12) * libm::exp(shift);
            segment.win_rate = Share::new(odds / (1.0 + odds))?;
            any = true;
        }
        if any { Ok(()) } else { Err(Unfit::Nothing("segment of that name")) }
    },
);

pub(super) const TOUCHES: Reach = Reach::Own(
    |_, _| Some(1.0),
    |s, _, factor| {
        let tiers = attain_design::coverage::touch_plans(s, &[]);
        for (tier, model) in s.tiers.iter().zip(tiers) {
            let own = s.coverage.tiers.entry(tier.name.clone()).or_default();
            own.touches_per_year = Some(Factor::new(12.0 * model.touches_per_month * factor)?);
        }
        Ok(())
    },
);

/// Factors on the quota of every seat. What cannot be told with a factor (the
/// quotas of the data) is out of reach.
pub(super) const QUOTA: Reach = Reach::Own(
    |s, _| (!matches!(s.quota.policy, QuotaPolicy::Current)).then_some(1.0),
    |s, _, factor| {
        match &mut s.quota.policy {
            QuotaPolicy::Flat { quota } => quota.put(quota.get() * factor)?,
            QuotaPolicy::PotentialShare { share } => share.put(share.get() * factor)?,
            QuotaPolicy::TopDown { over_assignment } => over_assignment.put((1.0 + over_assignment.get()) * factor - 1.0)?,
            QuotaPolicy::Current => {
                return Err(Unfit::Nothing("quota policy that can be scaled: `current` takes what the data says"));
            }
        }
        Ok(())
    },
);

pub(super) const ADDS: Reach = Reach::Own(
    |s, of| Some(f64::from(s.headcount.adds.iter().filter(|add| of == Some(&add.team)).map(|add| add.seats).sum::<u32>())),
    |s, of, seats| {
        let team = of.ok_or(Unfit::Nothing("team without a name"))?;
        let adds = &mut s.headcount.adds;
        let last = adds.iter().rposition(|add| add.team == team);
        let mut left = seats as u32;
        let mut kept: Vec<SeatAddition> = Vec::with_capacity(adds.len() + 1);
        for (i, mut add) in std::mem::take(adds).into_iter().enumerate() {
            if add.team == team {
                // What is wanted beyond the scenario's own starts as its last one.
                add.seats = if Some(i) == last { left } else { add.seats.min(left) };
                left -= add.seats;
            }
            if add.seats > 0 {
                kept.push(add);
            }
        }
        if left > 0 {
            kept.push(SeatAddition { team: team.to_owned(), seats: left, ..SeatAddition::default() });
        }
        *adds = kept;
        Ok(())
    },
);

pub(super) const CUTS: Reach = Reach::Own(
    |s, of| {
        let of_team = s.headcount.cuts.iter().filter(|cut| cut.rep.is_none() && cut.team.as_deref() == of);
        Some(f64::from(of_team.map(|cut| cut.seats).sum::<u32>()))
    },
    |s, of, seats| {
        let cuts = &mut s.headcount.cuts;
        cuts.retain(|cut| cut.rep.is_some() || cut.team.as_deref() != of);
        if seats > 0.0 {
            cuts.push(SeatCut { team: of.map(str::to_owned), seats: seats as u32, rep: None });
        }
        Ok(())
    },
);
