//! The output of a comparison: summaries, files and the printed report.

use std::path::Path;

use rayon::ThreadPool;

use super::browser::Browser;
use super::comparison_inputs::ComparisonInputs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::workbook_output::WorkbookOutput;
use attain_analysis::compare::{Decision, assemble_results, decide};
use attain_analysis::forecast_basis::ForecastBasis;
use attain_core::number_format::plural;
use attain_core::output::OutputFolder;
use attain_export::{PlanExport, SimulatedYears};
use attain_report::export;
use attain_report::export::manifest::{RunRecord, manifest};
use attain_report::export::{DecidedResults, ExportError, Format};
use attain_report::terminal;
use attain_sim::run::YearSource;
use attain_sim::summarise::results::{DroppedPlan, Results};

/// Summarises and compares the years; `dropped` lists the plans that were not simulated to the end.
///
/// # Errors
/// If the years cannot be read.
pub fn summarise(
    inputs: &ComparisonInputs,
    years: &dyn YearSource,
    dropped: Vec<DroppedPlan>,
    threads: &ThreadPool,
) -> Result<Results, ExportError> {
    let ComparisonInputs { study, plans, .. } = inputs;
    let mut results = threads.install(|| assemble_results(&study.book, plans, &inputs.hashes(), years, inputs.reference))?;
    results.warnings.extend(dropped.iter().map(dropped_warning));
    results.dropped = dropped;
    Ok(results)
}

/// Chooses between the plans by the rule of `--decide`.
pub fn decision(inputs: &ComparisonInputs, results: &Results) -> Decision {
    decide(results, inputs.rule, ForecastBasis::new(&inputs.study.book, &inputs.study.scenarios))
}

/// The warning that a plan was dropped, with the reason.
fn dropped_warning(dropped: &DroppedPlan) -> String {
    format!(
        "{} was dropped from the race after {}: in {} it is significantly worse than {} ({:.4}, interval {:.4} to {:.4}). Its figures cover only those years.",
        dropped.plan,
        plural(dropped.years, "year"),
        dropped.metric,
        dropped.best,
        dropped.difference,
        dropped.low,
        dropped.high
    )
}

/// Writes all files and returns the path of the report.
///
/// # Errors
/// If the years cannot be read or a file cannot be written.
pub fn write(
    inputs: &ComparisonInputs,
    years: &dyn YearSource,
    decided: &DecidedResults<'_>,
    mut folder: OutputFolder,
    format: Format,
    run: RunRecord,
) -> Result<String, ExportError> {
    let ComparisonInputs { study, plans, .. } = inputs;
    let DecidedResults { results, decision } = *decided;
    export::write(&mut folder, format, &study.book, plans, years, decided)?;
    let assumptions = attain_report::assumptions(&study.scenarios);
    let densities = attain_report::html::DensityCurves::from_years(results, years)?;
    let targets = attain_report::html::TargetChances::from_years(results, years)?;
    let input = attain_report::html::ReportInputs {
        results,
        decision,
        densities: &densities,
        targets: &targets,
        book: &study.book,
        plans,
        assumptions: &assumptions,
    };
    folder.put("report.html", attain_report::html::render(&input).as_bytes())?;
    let run = RunRecord { finished: jiff::Timestamp::now(), ..run };
    let from = folder.path().to_owned();
    let files = study.scenarios.iter().map(|resolved| export::scenario::relative_path(&from, resolved.file.as_ref())).collect();
    let manifest = manifest(results, run, files, folder.written()?);
    folder.put("manifest.json", &manifest.bytes()?)?;
    let folder = folder.commit()?;
    Ok(folder.join("report.html").display().to_string())
}

/// Writes the workbook of the chosen plan, or of the reference plan if plans are tied.
///
/// # Errors
/// If the workbook cannot be encoded or written.
pub fn write_workbook(
    inputs: &ComparisonInputs,
    decided: &DecidedResults<'_>,
    xlsx: WorkbookOutput,
    console: &Console,
) -> Result<(), CommandError> {
    let ComparisonInputs { study, plans, reference, .. } = inputs;
    let chosen = decided.decision.chosen.as_ref().and_then(|name| plans.iter().position(|plan| plan.name == *name));
    let at = chosen.unwrap_or(*reference);
    let encoded: serde_json::Value = serde_json::from_slice(&export::json(decided)?).unwrap_or_default();
    let years = SimulatedYears::new(encoded, attain_report::headline_text(decided.results, decided.decision));
    let today = Some(&plans[*reference]).filter(|plan| plan.disruption.moved == 0 && *reference != at);
    let export = PlanExport {
        book: &study.book,
        plan: &plans[at],
        resolved: &study.scenarios[at],
        today: today.map(|plan| plan.name.as_str()),
        simulated: Some(&years),
    };
    xlsx.write(&export, plans, &study.scenarios, console)
}

/// Prints the summary and evaluates the condition of `--require`.
///
/// # Errors
/// If the condition refers to a figure that the results do not contain.
pub fn print(
    inputs: &ComparisonInputs,
    decided: &DecidedResults<'_>,
    report: &str,
    console: &Console,
) -> Result<ExitStatus, CommandError> {
    let DecidedResults { results, decision } = *decided;
    console.print(&terminal::summary(results, decision, Some(report), console.width, console.colour));
    if let Some(asked) = &inputs.seats {
        let name = if asked.is_empty() { decision.leading().unwrap_or(&results.reference) } else { asked.as_str() };
        console.print(&terminal::seat_chances(results, name, console.width, console.colour));
    }
    let Some(require) = &inputs.require else { return Ok(ExitStatus::Done) };
    let verdict = require.evaluate(results)?;
    for finding in &verdict.findings {
        console.print(&finding.to_string());
    }
    Ok(if verdict.met { ExitStatus::Done } else { ExitStatus::ConditionNotMet })
}

/// Prints the report to PDF if a browser is given.
///
/// # Errors
/// If the browser writes no file.
pub fn print_pdf(browser: Option<Browser>, report: &str, console: &Console) -> Result<(), CommandError> {
    let Some(browser) = browser else { return Ok(()) };
    let pdf = browser.print(Path::new(report))?;
    console.print(&format!("PDF: {}", Path::new(report).with_file_name(pdf.file_name().unwrap_or_default()).display()));
    Ok(())
}
