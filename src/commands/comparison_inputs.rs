//! The inputs of a comparison: the study, its plans and the output options.

use std::path::PathBuf;

use super::args::OutputArgs;
use super::failure::CommandError;
use super::fault::UnknownComparedPlan;
use super::paths::{scenario_files, study_name};
use super::reference_plan;
use attain_analysis::compare::DecisionRule;
use attain_analysis::compare::require::Requirement;
use attain_analysis::planning::design;
use attain_core::diagnostics::{Faults, Place};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_sim::run::ScenarioHash;
use attain_sim::run::{BLOCK_FORMAT, Identity, OutputShape};

/// A study with its plans, ready to be simulated.
pub struct ComparisonInputs {
    /// Scenario files and workbooks, in the order of the plans.
    pub files: Vec<PathBuf>,
    /// The scenarios and their data.
    pub study: Study,
    /// The plans, in the order of the scenarios.
    pub plans: Vec<Plan>,
    /// Index of the reference plan.
    pub reference: usize,
    /// The condition of `--require`.
    pub require: Option<Requirement>,
    /// The plan of `--seats`: its name, or an empty text for the leading plan.
    pub seats: Option<String>,
    /// The rule of `--decide`.
    pub rule: DecisionRule,
    /// The output folder.
    pub out: PathBuf,
    /// Shape of the data stored for every simulated year.
    pub shape: OutputShape,
}

impl ComparisonInputs {
    /// Reads the files and data and designs every plan. If `--reference` is not given, the
    /// reference is the plan named `usual`, if there is one.
    ///
    /// # Errors
    /// All faults in the input.
    pub fn read(paths: &[PathBuf], args: &OutputArgs, usual: Option<&str>) -> Result<Self, CommandError> {
        let files = scenario_files(paths)?;
        let study = study::load(&files)?;
        let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))?;
        let (reference, require) = reference_and_requirement(args, usual, &plans)?;
        let plans = study::with_common_target(plans, reference);
        let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(study_name(&files)));
        let shape = OutputShape::from_plans(&study.book, &plans);
        Ok(Self { files, study, plans, reference, require, seats: args.seats.clone(), rule: args.decide, out, shape })
    }

    /// Names of the plans, in order.
    pub fn names(&self) -> Vec<&str> {
        self.plans.iter().map(|plan| plan.name.as_str()).collect()
    }

    /// Hashes of the scenarios, in order.
    pub fn hashes(&self) -> Vec<String> {
        self.study.scenarios.iter().map(|resolved| resolved.hash.clone()).collect()
    }

    /// Paths of the input files, which no output may overwrite.
    pub fn input_files(&self) -> impl Iterator<Item = PathBuf> {
        self.study.scenarios.iter().flat_map(ResolvedScenario::inputs)
    }

    /// Identity of the blocks of a run with this seed.
    pub fn identity(&self, seed: u64) -> Identity {
        let scenario = |(plan, scenario_hash): (&Plan, String)| ScenarioHash { plan: plan.name.clone(), scenario_hash };
        Identity {
            format: BLOCK_FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            data_hash: self.study.book.hash.clone(),
            reference: self.plans.get(self.reference).map(|plan| plan.name.clone()).unwrap_or_default(),
            scenarios: self.plans.iter().zip(self.hashes()).map(scenario).collect(),
            block_years: self.shape.block_years(),
        }
    }
}

/// Index of the reference plan and the condition of `--require`, validated before the simulation.
fn reference_and_requirement(
    args: &OutputArgs,
    usual: Option<&str>,
    plans: &[Plan],
) -> Result<(usize, Option<Requirement>), Faults> {
    let mut faults = Faults::default();
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let reference = reference_plan::position(args.reference.as_deref(), usual, &names, &mut faults);
    if let Some(found) = args.seats.clone().filter(|name| !name.is_empty() && !names.contains(&name.as_str())) {
        let plans = names.iter().map(ToString::to_string).collect();
        faults.push(Place::Option("--seats"), UnknownComparedPlan { found, plans });
    }
    let require = args.require.as_ref().and_then(|text| match Requirement::parse(text, &names) {
        Ok(requirement) => Some(requirement),
        Err(found) => {
            faults.0.extend(found.0);
            None
        }
    });
    faults.into_result((reference, require))
}
