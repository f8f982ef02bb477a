//! Axes that change teams and headcount: capacity, pay, ramp, attrition, added
//! and cut seats.

use super::number::{ScenarioNumber, ScenarioNumbers};
use super::target::AxisTarget;
use crate::added_seats::give_books;
use crate::experiment::error::AxisValueError;
use attain_core::scenario::choices::{RampShape, SeatAddition, SeatCut, Team};

/// Selects the same number in every team, or in the named one.
macro_rules! teams {
    ($name:ident, $pick:expr) => {
        pub(in crate::experiment) const $name: AxisTarget = AxisTarget::Numbers(
            |s, narrowed_to| {
                let pick: for<'a> fn(&'a mut Team) -> ScenarioNumbers<'a> = $pick;
                let named = s.teams.iter_mut().filter(|(name, _)| narrowed_to.is_none_or(|wanted| wanted == *name));
                named.flat_map(|(_, team)| pick(team)).collect()
            },
            "team of that name in `[teams]`",
        );
    };
}

teams!(HOURS, |team| match &mut team.accounts {
    Some(accounts) => vec![&mut accounts.new_hire, &mut accounts.ramping, &mut accounts.ramped, &mut accounts.senior],
    None => vec![&mut team.hours_per_month],
});
teams!(ABSENCE, |team| vec![&mut team.absence]);
teams!(PAY, |team| vec![&mut team.pay.base, &mut team.pay.variable]);

pub(in crate::experiment) const START_MONTH: AxisTarget = AxisTarget::Numbers(
    |s, narrowed_to| {
        let adds = s.headcount.adds.iter_mut().filter(|add| narrowed_to.is_none_or(|wanted| wanted == add.team));
        adds.map(|add| &mut add.start_month as &mut dyn ScenarioNumber).collect()
    },
    "added seats",
);

pub(in crate::experiment) const RAMP: AxisTarget = AxisTarget::Numbers(
    |s, narrowed_to| {
        if let Some(team) = narrowed_to {
            let shape = s.ramp.teams.entry(team.to_owned()).or_insert_with(|| s.ramp.shape.clone());
            return ramp(shape).into_iter().collect();
        }
        std::iter::once(&mut s.ramp.shape).chain(s.ramp.teams.values_mut()).filter_map(ramp).collect()
    },
    "ramp",
);

fn ramp(shape: &mut RampShape) -> Option<&mut dyn ScenarioNumber> {
    match shape {
        RampShape::None => None,
        RampShape::Linear { months } | RampShape::SCurve { months } | RampShape::Stepped { months_per_step: months, .. } => {
            Some(months)
        }
    }
}

pub(in crate::experiment) const ATTRITION: AxisTarget = AxisTarget::Numbers(
    |s, narrowed_to| match narrowed_to {
        None => vec![&mut s.attrition.annual],
        Some(team) => {
            s.teams.get_mut(team).map(|team| &mut team.attrition_factor as &mut dyn ScenarioNumber).into_iter().collect()
        }
    },
    "team of that name in `[teams]`",
);

pub(in crate::experiment) const ADDS: AxisTarget = AxisTarget::Functions(
    |s, narrowed_to| {
        Some(f64::from(s.headcount.adds.iter().filter(|add| narrowed_to == Some(&add.team)).map(|add| add.seats).sum::<u32>()))
    },
    |s, narrowed_to, seats| {
        let team = narrowed_to.ok_or(AxisValueError::Nothing("team without a name"))?;
        let before: u32 = s.headcount.adds.iter().map(|add| add.seats).sum();
        let adds = &mut s.headcount.adds;
        let last = adds.iter().rposition(|add| add.team == team);
        let mut left = seats as u32;
        let mut kept: Vec<SeatAddition> = Vec::with_capacity(adds.len() + 1);
        for (i, mut add) in std::mem::take(adds).into_iter().enumerate() {
            if add.team == team {
                // Seats beyond those the scenario adds start with its last addition.
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
        let after: u32 = kept.iter().map(|add| add.seats).sum();
        *adds = kept;
        if after > before {
            give_books(s);
        }
        Ok(())
    },
);

pub(in crate::experiment) const CUTS: AxisTarget = AxisTarget::Functions(
    |s, narrowed_to| {
        let of_team = s.headcount.cuts.iter().filter(|cut| cut.rep.is_none() && cut.team.as_deref() == narrowed_to);
        Some(f64::from(of_team.map(|cut| cut.seats).sum::<u32>()))
    },
    |s, narrowed_to, seats| {
        let cuts = &mut s.headcount.cuts;
        cuts.retain(|cut| cut.rep.is_some() || cut.team.as_deref() != narrowed_to);
        if seats > 0.0 {
            cuts.push(SeatCut { team: narrowed_to.map(str::to_owned), seats: seats as u32, rep: None, month: 1 });
        }
        Ok(())
    },
);
