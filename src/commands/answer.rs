//! From lived years to the files of a comparison.

use rayon::ThreadPool;

use super::question::Question;
use super::{Exit, Failure, Screen};
use attain_analysis::compare::assemble_results;
use attain_core::number_format::plural;
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::export::manifest::{Run, manifest};
use attain_report::export::{ExportError, Format};
use attain_report::terminal;
use attain_sim::run::YearSource;
use attain_sim::summarise::results::{DroppedPlan, Results};

/// Summarises and compares; `dropped` are plans that were not lived to the end.
///
/// # Errors
/// Years that cannot be read.
pub fn weigh(
    question: &Question,
    years: &dyn YearSource,
    dropped: Vec<DroppedPlan>,
    threads: &ThreadPool,
) -> Result<Results, ExportError> {
    let Question { study, plans, .. } = question;
    let mut results = threads.install(|| assemble_results(&study.book, plans, &question.hashes(), years, question.reference))?;
    results.warnings.extend(dropped.iter().map(told));
    results.dropped = dropped;
    Ok(results)
}

/// Why a plan was dropped, in words.
fn told(dropped: &DroppedPlan) -> String {
    format!(
        "{} was dropped from the race after {}: in {} it is certainly worse than {} ({:.4}, from {:.4} to {:.4}). Its figures are of those years.",
        dropped.plan,
        plural(dropped.years, "year"),
        dropped.metric,
        dropped.best,
        dropped.difference,
        dropped.low,
        dropped.high
    )
}

/// Puts all files in place; says where the report is.
///
/// # Errors
/// Years that cannot be read, files that cannot be written.
pub fn write(
    question: &Question,
    years: &dyn YearSource,
    results: &Results,
    mut folder: OutputFolder,
    format: Format,
    run: Run,
) -> Result<String, ExportError> {
    let Question { study, plans, .. } = question;
    export::write(&mut folder, format, &study.book, plans, years, results)?;
    let assumptions = attain_report::assumptions(&study.scenarios);
    let hills = attain_report::html::Hills::of(results, years)?;
    let input = attain_report::html::Input { results, hills: &hills, book: &study.book, plans, assumptions: &assumptions };
    folder.put("report.html", attain_report::html::render(&input).as_bytes())?;
    let run = Run { finished: jiff::Timestamp::now(), ..run };
    let manifest = manifest(results, run, folder.written()?);
    folder.put("manifest.json", &manifest.bytes()?)?;
    let folder = folder.commit()?;
    Ok(folder.join("report.html").display().to_string())
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
