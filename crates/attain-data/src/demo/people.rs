//! The reps of the demo: one per seat, and former reps.

use super::names;
use super::stream::DemoStream;
use super::truth::{CITY_SHARES, LARGEST_BOOK_SEAT, LEAVER_LOG_ODDS, NEW, REGIONS, REPLACED, SKILL_SD, TEAMS};

/// One rep, present or past. Days are relative to the start of the plan year.
#[derive(Debug, Clone)]
pub(super) struct DemoRep {
    pub id: String,
    pub name: String,
    pub team: usize,
    pub region: usize,
    pub manager: &'static str,
    pub hired: i32,
    pub left: Option<i32>,
    /// Quota, which is set after the books are assigned.
    pub quota: Option<f64>,
    pub skills: Vec<&'static str>,
    pub place: (f64, f64),
    /// Relative size of the book.
    pub share: f64,
    /// Change in the log odds of winning.
    pub skill: f64,
    /// Share of the book touched within 90 days.
    pub engaged: f64,
    /// Index of the previous rep of the seat.
    pub predecessor: Option<usize>,
}

impl DemoRep {
    /// Whether the rep was employed on the given day.
    pub(super) fn employed_on(&self, day: i32) -> bool {
        self.hired <= day && self.left.is_none_or(|left| day < left)
    }
}

/// All reps: present reps in seat order, then former reps.
pub(super) fn reps(seed: u64) -> Vec<DemoRep> {
    let mut present = Vec::new();
    for (team, figures) in TEAMS.iter().enumerate() {
        for (region, &seats) in figures.seats.iter().enumerate() {
            for _ in 0..seats {
                present.push(rep(seed, present.len(), team, region));
            }
        }
    }
    let seats = present.len();
    for (order, &seat) in REPLACED.iter().enumerate() {
        let mut leaver = rep(seed, seats + order, present[seat].team, present[seat].region);
        let mut stream = DemoStream::new(seed, &leaver.id, "leaving");
        let left = -120 - (400.0 * stream.uniform()) as i32;
        let vacant = (58.0 * stream.lognormal(0.3)).min(110.0) as i32;
        leaver.left = Some(left);
        leaver.hired = left - 240 - (900.0 * stream.exponential()) as i32;
        leaver.skill += LEAVER_LOG_ODDS;
        present[seat].hired = left + vacant;
        present[seat].predecessor = Some(present.len());
        present.push(leaver);
    }
    for (seat, hired) in NEW {
        present[seat].hired = hired;
        present[seat].share *= 0.6;
    }
    present[LARGEST_BOOK_SEAT].hired = -1_460;
    present
}

fn rep(seed: u64, position: usize, team: usize, region: usize) -> DemoRep {
    let id = format!("R{:03}", position + 1);
    let mut stream = DemoStream::new(seed, &id, "person");
    let hired = -600 - (900.0 * stream.exponential()).min(3_400.0) as i32;
    let share = stream.lognormal(0.3);
    let skill = SKILL_SD * stream.normal();
    let engaged = (0.74 + 0.1 * stream.normal()).clamp(0.5, 0.95);
    let city = REGIONS[region].cities[stream.pick(CITY_SHARES.iter().copied())];
    let manager = TEAMS[team].managers.iter().find(|(last, _)| region <= *last).map_or("", |(_, name)| name);
    DemoRep {
        name: names::rep(position),
        team,
        region,
        manager,
        hired,
        left: None,
        quota: None,
        skills: skills(seed, &id),
        place: city,
        share,
        skill,
        engaged,
        predecessor: None,
        id,
    }
}

/// Skills that an account may require, each with the share of reps who have it. Industry names
/// are skills too.
const SKILLS: [(&str, f64); 5] =
    [("spanish", 0.3), ("public-sector", 0.25), ("healthcare", 0.35), ("financial-services", 0.35), ("manufacturing", 0.3)];

fn skills(seed: u64, id: &str) -> Vec<&'static str> {
    SKILLS.iter().filter(|(skill, share)| DemoStream::new(seed, id, skill).chance(*share)).map(|(skill, _)| *skill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_seats_and_ten_leavers_with_names_of_their_own() {
        let reps = reps(1);
        assert_eq!(reps.iter().filter(|rep| rep.left.is_none()).count(), 40);
        assert_eq!(reps.iter().filter(|rep| rep.left.is_some()).count(), REPLACED.len());
        let mut names: Vec<_> = reps.iter().map(|rep| &rep.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), reps.len());
    }

    #[test]
    fn a_seat_is_filled_after_its_leaver_left() {
        let reps = reps(1);
        for rep in &reps {
            assert!(rep.hired < 0 && rep.left.is_none_or(|left| rep.hired < left));
            if let Some(before) = rep.predecessor {
                assert!(reps[before].left.is_some_and(|left| left < rep.hired));
                assert_eq!((reps[before].team, reps[before].region), (rep.team, rep.region));
            }
        }
    }
}
