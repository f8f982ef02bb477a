//! The two pages: the five questions, and the live what-if.

use maud::{DOCTYPE, Markup, html};

use crate::controls::controls;
use crate::study::LiveStudy;
use attain_core::number_format::plural;

/// The start page: five questions, and the way to the live page.
#[must_use]
pub fn start_page(study: &LiveStudy) -> String {
    let reps = study.reps();
    let months = study.reference().scenario.horizon.months;
    let accounts = plural(study.book.accounts.len(), "account");
    let body = html! {
        header .top { h1 { "What do you want to know?" } p .meta { (subject(study)) } }
        main {
            p .card .answer {
                a .go href="live" { "What if? Move the choices and assumptions, and see the answer" }
                span .sub { "Headcount, start months, attrition, ramp, quotas, protection, target, and every other axis." }
            }
            (question("organise", &format!("{accounts}, {}: how do I organise them?", plural(reps.len(), "rep")), &html! {}))
            (question("territory-or-rep", "A rep is behind: is it the territory or the rep?", &rep_list(&reps)))
            (question("leaver", "A rep leaves: who takes the book?", &html! { (rep_list(&reps)) (number("month", "From month", 1, months)) }))
            (question("hire", "New reps: which accounts do they get?", &html! {
                label { "Team " select name="team" { @for team in &study.book.teams { option value=(team) { (team) } } } }
                (number("seats", "Seats", 5, 1000))
                (number("month", "From month", 1, months))
            }))
            (question("review", "The quarterly review: which accounts should move?", &html! {}))
        }
    };
    shell("Five questions", &body)
}

/// The live page.
#[must_use]
pub fn live_page(study: &LiveStudy, years: u32) -> String {
    let all: Vec<_> = study.scenarios.iter().map(|resolved| controls(study, resolved)).collect();
    let data = serde_json::json!({ "plans": all, "reference": study.reference().scenario.name, "years": years,
        "currency": study.reference().scenario.money.currency });
    let body = html! {
        header .top .titled {
            h1 { "What if?" }
            p .meta { (subject(study)) " · " a href="./" { "five questions" } }
        }
        main .live data-live=(data.to_string()) {
            section .card .levers aria-labelledby="controls-title" {
                h2 #controls-title { "Change" }
                label .row { "Start from " select #plan autocomplete="off" { @for plan in &all { option value=(plan.plan) selected[plan.plan == study.reference().scenario.name] { (plan.plan) } } } }
                h3 { "The plan" }
                div #plan-sliders {}
                label .row { "Territories " select #carve autocomplete="off" {} }
                label .row { "Quotas " select #quota autocomplete="off" {} }
                label .row { "Protection " select #protection autocomplete="off" {} }
                h3 { "What you do not decide" }
                fieldset .row {
                    legend { "Books and quotas are" }
                    label { input type="radio" name="replan" value="no" checked autocomplete="off"; " made before the year: assumptions turn out differently" }
                    label { input type="radio" name="replan" value="yes" autocomplete="off"; " made for these assumptions, as " code { "compare" } " does with a scenario file" }
                }
                div #world-sliders {}
                label .row { "Another axis " select #more autocomplete="off" {} }
                p .buttons { button .chip type="button" #reset { "Back to the plan" } }
            }
            div .results {
                section .card .answer aria-labelledby="answer-title" {
                    h2 .band-title #answer-title { "The answer" }
                    p .headline #headline { "Simulating …" }
                    p .small #progress role="status" aria-live="polite" { "Simulating …" }
                    p .small .fault #fault role="alert" {}
                    div #figures {}
                    p .small { "Dark: the mean with its 95 % interval, which narrows with more years. Light: 90 % of the years. Differences are from " strong { (study.reference().scenario.name) } ", in the same worlds, with simultaneous 95 % intervals." }
                    p .buttons {
                        label { "Name " input #name type="text" maxlength="60" placeholder="my-plan" autocomplete="off" spellcheck="false"; }
                        button .chip type="button" #pin { "Pin" }
                        button .chip type="button" #save { "Save as scenario file" }
                    }
                    p .small #saved role="status" {}
                }
                section .card #pinned hidden aria-labelledby="pinned-title" {
                    h2 #pinned-title { "Pinned" }
                    p #pinned-headline {}
                    div .box tabindex="0" role="region" aria-label="Pinned states" { table #pinned-table {} }
                    p .small #pinned-progress role="status" {}
                }
                section .card aria-labelledby="seats-title" {
                    h2 #seats-title { "How often each seat makes its quota" }
                    div #seats {}
                    details { summary { "Notes and warnings" } ul #notes {} }
                }
            }
        }
    };
    shell("What if?", &body)
}

fn subject(study: &LiveStudy) -> String {
    let name = &study.reference().scenario.name;
    format!(
        "{name} · {} · {} · seed {}",
        plural(study.book.accounts.len(), "account"),
        plural(study.reps().len(), "rep"),
        study.seed
    )
}

fn rep_list(reps: &[(&str, &str)]) -> Markup {
    html! {
        label { "Rep " select name="rep" { @for (id, name) in reps { option value=(id) { @if name.is_empty() { (id) } @else { (name) } } } } }
    }
}

fn number(name: &str, label: &str, value: u32, most: u32) -> Markup {
    html! { label { (label) " " input type="number" name=(name) min="1" max=(most) value=(value) autocomplete="off"; } }
}

/// A question with its inputs; the script shows the answer below them.
fn question(kind: &str, title: &str, inputs: &Markup) -> Markup {
    html! {
        section .card .question data-question=(kind) aria-labelledby={ "q-" (kind) } {
            h2 id={ "q-" (kind) } { (title) }
            p .buttons { (inputs) button .chip type="button" { "Answer" } }
            p .small .status role="status" {}
            div .result hidden { p { code {} } p .onward hidden { a .go { "Go on with this on the live page" } } pre tabindex="0" {} }
        }
    }
}

fn shell(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – attain" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="report.css";
                link rel="stylesheet" href="live.css";
                script src="live.js" defer {}
            }
            body { (body) noscript { p .card { "This page needs JavaScript." } } }
        }
    }
    .into_string()
}
