//! Monthly totals of a replayed year.

use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::events::{EventKind, SimulationEvent};
use crate::world::World;

/// Totals of a month for the part of the plan that is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct MonthTotals {
    /// Opportunities created.
    pub created: u32,
    /// Amount of the opportunities created.
    pub created_amount: f64,
    /// Opportunities won.
    pub won: u32,
    /// Amount of the opportunities won.
    pub won_amount: f64,
    /// Opportunities lost.
    pub lost: u32,
    /// Amount of the opportunities lost.
    pub lost_amount: f64,
    /// Expansion at renewals.
    pub expansion: f64,
    /// Revenue renewed.
    pub renewal: f64,
    /// Recurring revenue lost.
    pub churned: f64,
    /// Bookings that count toward quota and target.
    pub bookings: f64,
    /// Hours given to accounts.
    pub hours_given: f64,
    /// Hours that accounts needed.
    pub hours_needed: f64,
    /// Vacant seats that are planned to be staffed.
    pub vacant: u32,
    /// Reps who left.
    pub leavers: u32,
    /// Reps who joined.
    pub hires: u32,
    /// Changes of owner.
    pub hand_overs: u32,
}

/// Sums the events of a seat, or of all seats, by month of the horizon.
#[must_use]
pub fn by_month(
    plan: &CompiledPlan,
    world: &World,
    events: &[SimulationEvent],
    belongs: impl Fn(&SimulationEvent) -> bool,
) -> Vec<MonthTotals> {
    let calendar = &plan.market.calendar;
    let mut months = vec![MonthTotals::default(); calendar.months];
    for event in events.iter().filter(|event| belongs(event)) {
        let at = calendar.month_of(event.day as f32).min(calendar.months - 1);
        months[at].add(world, &event.kind);
    }
    months
}

impl MonthTotals {
    fn add(&mut self, world: &World, kind: &EventKind) {
        let amount = |deal: &u32| world.deals.outcome(*deal as usize).amount;
        match kind {
            EventKind::Created { deal, .. } => {
                self.created += 1;
                self.created_amount += amount(deal);
            }
            EventKind::Won { deal, booking, .. } => {
                self.won += 1;
                self.won_amount += amount(deal);
                self.bookings += booking.credited;
            }
            EventKind::Lost { deal, .. } => {
                self.lost += 1;
                self.lost_amount += amount(deal);
            }
            EventKind::Renewed { renewal, expansion, booking, .. } => {
                self.renewal += renewal;
                self.expansion += expansion;
                self.bookings += booking.credited;
            }
            EventKind::Churned { revenue, .. } => self.churned += revenue,
            EventKind::Covered { counts, .. } => {
                self.hours_given += counts.given;
                self.hours_needed += counts.needed;
            }
            EventKind::MonthEnded(month) => self.vacant += u32::from(month.planned && !month.staffed),
            EventKind::Left { .. } => self.leavers += 1,
            EventKind::Arrived { .. } => self.hires += 1,
            EventKind::HandedOver { .. } => self.hand_overs += 1,
            _ => {}
        }
    }
}
