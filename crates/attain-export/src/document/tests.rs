//! The ten checks on plans that pass and plans that are made to fail.

use super::*;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_design::study::Study;
use attain_fixtures::studies::{LONG, SMALL, plans};

fn states(study: &Study, book: &Book, plan: &Plan) -> Vec<PlanCheck> {
    checks(&PlanExport { book, plan, resolved: &study.scenarios[0], today: None, simulated: None })
}

fn state_of(checks: &[PlanCheck], title: &str) -> CheckState {
    checks.iter().find(|check| check.title.starts_with(title)).unwrap_or_else(|| panic!("no check {title}")).state
}

#[test]
fn ten_checks_with_figures() {
    for text in [SMALL, LONG] {
        let (study, plans) = plans(&[text]);
        let found = states(&study, &study.book, &plans[0]);
        assert_eq!(found.len(), 10);
        assert!(found.iter().all(|check| !check.figure.is_empty()));
    }
}

#[test]
fn reviews_decide_the_checks_of_reviews() {
    let (never, plans_never) = plans(&[SMALL]);
    let found = states(&never, &never.book, &plans_never[0]);
    assert_eq!(state_of(&found, "Equity measured"), CheckState::Failed);
    assert_eq!(state_of(&found, "Triggers"), CheckState::Failed);
    let (quarterly, plans_quarterly) = plans(&[LONG]);
    let found = states(&quarterly, &quarterly.book, &plans_quarterly[0]);
    assert_eq!(state_of(&found, "Equity measured"), CheckState::Passed);
    assert_eq!(state_of(&found, "Triggers"), CheckState::Passed);
}

/// Each change breaks exactly the check that it is about.
#[test]
fn a_plan_that_is_made_worse_fails() {
    let (study, plans) = plans(&[SMALL]);
    let sound = states(&study, &study.book, &plans[0]);
    assert_eq!(state_of(&sound, "Every rep"), CheckState::Passed);
    assert_eq!(state_of(&sound, "Ratios"), CheckState::Passed);
    // Dealt out in turn, the largest accounts are spread; all with one seat, they are not.
    let mut spread = plans[0].clone();
    let held: Vec<usize> =
        (0..spread.accounts.len()).filter(|&at| spread.accounts[at].seat.is_some_and(|seat| seat >= 2)).collect();
    let mut ranked = held.clone();
    ranked.sort_by(|&a, &b| study.book.accounts[b].potential.total_cmp(&study.book.accounts[a].potential));
    for (rank, &at) in ranked.iter().enumerate() {
        spread.accounts[at].seat = Some(2 + rank % 3);
    }
    assert_eq!(state_of(&states(&study, &study.book, &spread), "High-potential"), CheckState::Passed);
    for &at in &ranked[..4] {
        spread.accounts[at].seat = Some(2);
    }
    assert_eq!(state_of(&states(&study, &study.book, &spread), "High-potential"), CheckState::Failed);

    let mut empty = plans[0].clone();
    for made in empty.accounts.iter_mut().filter(|made| made.seat == Some(0)) {
        made.seat = None;
    }
    let found = states(&study, &study.book, &empty);
    assert_eq!(state_of(&found, "Every rep"), CheckState::Failed);
    let figure = &found.iter().find(|check| check.title.starts_with("Every rep")).unwrap().figure;
    assert!(figure.contains(&empty.seats[0].name), "{figure}");

    let mut overloaded = plans[0].clone();
    overloaded.seats[1].workload = 1.01 * overloaded.seats[1].usable_capacity;
    assert_eq!(state_of(&states(&study, &study.book, &overloaded), "Ratios"), CheckState::Failed);

    let mut uneven = plans[0].clone();
    uneven.seats[0].potential *= 2.0;
    assert_eq!(state_of(&states(&study, &study.book, &uneven), "Potential within"), CheckState::Failed);

    let mut book = study.book.clone();
    let first = plans[0].accounts.iter().position(|made| made.tier > 0).unwrap();
    book.accounts[first].potential = 1e9;
    assert_eq!(state_of(&states(&study, &book, &plans[0]), "Tiers"), CheckState::Failed);

    let mut sold = study.book.clone();
    for (account, made) in sold.accounts.iter_mut().zip(&plans[0].accounts) {
        if made.seat == Some(0) {
            account.revenue = account.potential;
        }
    }
    let mut seniors = plans[0].clone();
    seniors.seats.iter_mut().for_each(|seat| seat.tenure_months = 60.0);
    assert_eq!(state_of(&states(&study, &sold, &seniors), "Senior"), CheckState::Failed);

    let mut young = plans[0].clone();
    let most =
        (0..young.seats.len()).max_by_key(|&seat| young.accounts.iter().filter(|made| made.seat == Some(seat)).count()).unwrap();
    young.seats.iter_mut().for_each(|seat| seat.tenure_months = 40.0);
    young.seats[most].tenure_months = 1.0;
    let count = |seat: usize| young.accounts.iter().filter(|made| made.seat == Some(seat)).count();
    let peers: Vec<usize> =
        (0..young.seats.len()).filter(|&seat| seat != most && young.seats[seat].team == young.seats[most].team).collect();
    assert!(peers.iter().all(|&peer| count(peer) <= count(most)) && peers.iter().any(|&peer| count(peer) < count(most)));
    assert_eq!(state_of(&states(&study, &study.book, &young), "New hires"), CheckState::Failed);
}

#[test]
fn the_document_has_every_section_and_no_reference_outside() {
    let (study, plans) = plans(&[LONG]);
    let export = PlanExport { book: &study.book, plan: &plans[0], resolved: &study.scenarios[0], today: None, simulated: None };
    let page = document(&export, jiff::civil::date(2027, 2, 1));
    let headings =
        ["Ten checks", "Market segmentation", "Tier matrix", "Coverage model", "Assignments", "Equity", "Rebalancing schedule"];
    for heading in headings {
        assert!(page.contains(&format!("<h2>{heading}")), "{heading}");
    }
    for seat in &plans[0].seats {
        assert!(page.contains(&seat.id), "{}", seat.id);
    }
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"));
    // Eight quarters of a horizon of 24 months, the last at its end.
    assert!(page.contains("2029-01-31"));
    assert_eq!(page, document(&export, jiff::civil::date(2027, 2, 1)));
}
