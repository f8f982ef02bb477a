//! Constant attributes of a seat in a plan.

use attain_core::geography::GeoPoint;
use attain_core::plan::{Plan, Seat};
use attain_core::ramp;
use attain_core::scenario::choices::RampShape;
use attain_data::Book;
use attain_design::territory::equity::like_seats_while_open;

use crate::world::CompiledMarket;

/// Attributes of a seat that do not change during a year.
#[derive(Debug, Clone)]
pub struct CompiledSeat {
    /// Id shown in reports.
    pub id: String,
    /// Name shown in reports; may be empty.
    pub name: String,
    /// Key of the seat's id.
    pub key: u64,
    /// Index of the book's rep with that key, whose absences are stored in the world.
    pub rep: Option<usize>,
    pub team: usize,
    /// Group of like seats: the team and, where accounts are bound to regions, the region.
    pub group: usize,
    pub region: Option<usize>,
    /// Largest number of accounts of its book.
    pub max_accounts: usize,
    /// Skills of its rep.
    pub skills: Vec<usize>,
    /// Location from which the rep travels.
    pub place: Option<GeoPoint>,
    /// Index of the book's rep who holds the seat on the first day.
    pub incumbent: Option<usize>,
    /// Tenure of the incumbent at the start, in months.
    pub tenure: f64,
    /// Month of a known departure of its incumbent.
    pub known_leave: Option<u32>,
    /// Month in which it is planned to be staffed.
    pub start_month: u32,
    /// Month at whose start it closes, if it closes within the horizon.
    pub end_month: Option<u32>,
    /// Ramp of new reps.
    pub ramp: RampShape,
    /// Length of the ramp, in months.
    pub ramp_months: f64,
    /// Capacity of a ramped rep in hours per month, or in accounts if the team counts accounts.
    pub capacity: f64,
    /// Yearly quota at full ramp.
    pub quota: f64,
    /// Potential per year of the planned book.
    pub potential: f64,
    /// Whether the plan removes a tenth or more of its potential on the first day.
    pub cut_now: bool,
    /// Whether the plan removes a tenth or more of its potential later, when new reps start.
    pub cut_later: bool,
}

/// Compiles the seats of a plan. Cuts of books are not set yet.
pub(crate) fn compile_seats(book: &Book, plan: &Plan, market: &CompiledMarket) -> Vec<CompiledSeat> {
    let leavers = &plan.scenario.attrition.leavers;
    let scenario = &plan.scenario;
    let most = |team: usize| {
        let own = book.teams.get(team).and_then(|name| scenario.teams.get(name)).and_then(|team| team.max_accounts);
        match own.unwrap_or(scenario.territory.max_accounts) {
            0 => usize::MAX,
            most => most as usize,
        }
    };
    let compile = |(seat, group): (&Seat, usize)| {
        let rep = seat.incumbent.map(|rep| book.reps[rep].id.as_str());
        let leave = leavers.iter().find(|leaver| Some(leaver.rep.as_str()) == rep);
        CompiledSeat {
            id: seat.id.clone(),
            name: seat.name.clone(),
            key: seat.key,
            rep: market.reps.iter().position(|&key| key == seat.key),
            team: seat.team,
            group,
            region: seat.region,
            max_accounts: most(seat.team),
            skills: seat.skills.clone(),
            place: seat.place,
            incumbent: seat.incumbent,
            tenure: seat.tenure_months,
            known_leave: leave.map(|leaver| leaver.month - 1),
            start_month: seat.start_month,
            end_month: seat.end_month.filter(|&end| end < scenario.horizon.months),
            ramp: seat.ramp.clone(),
            ramp_months: ramp::length(&seat.ramp),
            capacity: seat.capacity,
            quota: seat.quota,
            potential: seat.potential,
            cut_now: false,
            cut_later: false,
        }
    };
    plan.seats.iter().zip(like_seats_while_open(scenario, &plan.seats)).map(compile).collect()
}
