//! From lived years to the files of a comparison.

use rayon::ThreadPool;

use super::question::Question;
use super::{Exit, Failure, Screen};
use crate::compare::results;
use crate::export::manifest::{Run, manifest};
use crate::export::{self, ExportError, Format, OutFolder};
use crate::report::{self, terminal};
use crate::run::Years;
use crate::summarise::results::Results;

/// Summarises, compares, and puts all files in place.
///
/// # Errors
/// Years that cannot be read, files that cannot be written.
pub fn write(
    question: &Question,
    years: &dyn Years,
    mut folder: OutFolder,
    format: Format,
    threads: &ThreadPool,
    started: jiff::Timestamp,
) -> Result<(Results, String), ExportError> {
    let Question { study, plans, .. } = question;
    let results = threads.install(|| results(&study.book, plans, &question.hashes(), years, question.reference))?;
    export::write(&mut folder, format, &study.book, plans, years, &results)?;
    let assumptions = report::assumptions(&study.scenarios);
    let hills = report::html::Hills::of(&results, years)?;
    let input = report::html::Input { results: &results, hills: &hills, book: &study.book, plans, assumptions: &assumptions };
    folder.put("report.html", report::html::render(&input).as_bytes())?;
    let run = Run { started, finished: jiff::Timestamp::now(), threads: threads.current_num_threads() };
    let manifest = manifest(&results, run, folder.written()?);
    folder.put("manifest.json", &manifest.bytes()?)?;
    let folder = folder.commit()?;
    Ok((results, folder.join("report.html").display().to_string()))
}

/// Prints the summary and weighs the requirement.
///
/// # Errors
/// A requirement on figures that the results do not have.
pub fn say(question: &Question, results: &Results, report: &str, screen: &Screen) -> Result<Exit, Failure> {
    screen.say(&terminal::summary(results, Some(report), screen.width, screen.colour));
    let Some(require) = &question.require else { return Ok(Exit::Done) };
    let verdict = require.evaluate(results)?;
    for finding in &verdict.findings {
        screen.say(&finding.to_string());
    }
    Ok(if verdict.met { Exit::Done } else { Exit::Missed })
}
