//! The study behind the page: one book, the plans to start from, and their target.

use std::path::Path;

use attain_analysis::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::study::Study;

/// The study behind the page.
#[derive(Debug)]
pub struct LiveStudy {
    pub book: Book,
    /// The plans from which a state starts.
    pub scenarios: Vec<ResolvedScenario>,
    /// Position of the plan that others are compared with.
    pub reference: usize,
    pub seed: u64,
    /// The reference as designed.
    pub reference_plan: Plan,
}

impl LiveStudy {
    /// Designs the reference plan of a study.
    ///
    /// # Errors
    /// All contradictions between the reference scenario and the book.
    pub fn new(study: Study, reference: usize, seed: u64) -> Result<Self, Faults> {
        let Study { book, scenarios } = study;
        let reference_plan = design(&book, &scenarios[reference])?;
        Ok(Self { book, scenarios, reference, seed, reference_plan })
    }

    /// The plan of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&ResolvedScenario> {
        self.scenarios.iter().find(|resolved| resolved.scenario.name == name)
    }

    /// The plan that others are compared with.
    #[must_use]
    pub fn reference(&self) -> &ResolvedScenario {
        &self.scenarios[self.reference]
    }

    /// Folder of a plan's scenario file.
    #[must_use]
    pub fn folder_of(resolved: &ResolvedScenario) -> &Path {
        if resolved.folder.as_os_str().is_empty() { Path::new(".") } else { &resolved.folder }
    }

    /// Ids and names of the reps who have not left, in the order of the book.
    #[must_use]
    pub fn reps(&self) -> Vec<(&str, &str)> {
        self.book.reps.iter().filter(|rep| rep.left.is_none()).map(|rep| (rep.id.as_str(), rep.name.as_str())).collect()
    }
}
