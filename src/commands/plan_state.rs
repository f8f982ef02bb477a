//! The states that `diff` compares and `freeze` keeps: a plan, a frozen plan or a CRM export.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::OptionalChanceArgs;
use super::console::Console;
use super::failure::CommandError;
use super::plan_source;
use super::simulated::simulate_alone;
use attain_core::diagnostics::Faults;
use attain_data::{Book, CrmTable, read_crm_table, read_workbook_origin};
use attain_design::workbook_plan::is_workbook;
use attain_export::freeze;
use attain_export::snapshot::PlanSnapshot;

/// A state that was read: complete, or the owners of a CRM that take their figures from another
/// state.
pub enum PlanState {
    Plan { snapshot: PlanSnapshot, book: Option<Box<Book>> },
    Crm { name: String, table: CrmTable },
}

impl PlanState {
    /// Reads the state that an argument names.
    ///
    /// # Errors
    /// All faults in the files.
    pub fn read(given: &str, chance: &OptionalChanceArgs, console: &Console) -> Result<Self, CommandError> {
        let path = Path::new(given);
        let mut faults = Faults::default();
        if freeze::is_frozen(path) {
            let frozen = freeze::read(path, &mut faults);
            let Some(frozen) = frozen else { return Err(faults.into()) };
            return Ok(Self::Plan { snapshot: frozen.snapshot, book: None });
        }
        let scenario = path.extension().is_some_and(|ending| ending == "toml");
        let workbook = is_workbook(path) && read_workbook_origin(path, &mut Faults::default()).is_some();
        if path.is_file() && !scenario && !workbook {
            let table = read_crm_table(path, &mut faults);
            let Some(table) = table else { return Err(faults.into()) };
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            return Ok(faults.into_result(Self::Crm { name, table })?);
        }
        let named = plan_source::load(given)?;
        let years = simulate_alone(&named, chance, console)?;
        let snapshot = PlanSnapshot::from_plan(&named.study.book, &named.plan, years.as_ref());
        Ok(Self::Plan { snapshot, book: Some(Box::new(named.study.book)) })
    }

    /// The state with figures: a CRM's accounts take them from `other`.
    pub fn snapshot(&self, other: &Self) -> PlanSnapshot {
        let (name, table) = match self {
            Self::Plan { snapshot, .. } => return snapshot.clone(),
            Self::Crm { name, table } => (name, table),
        };
        let known = match other {
            Self::Plan { snapshot, .. } => snapshot.clone(),
            Self::Crm { .. } => PlanSnapshot::default(),
        };
        PlanSnapshot::from_crm(name, table, &known, &other.rep_names())
    }

    /// Ids of reps by name and e-mail address; names of several reps are left out.
    fn rep_names(&self) -> BTreeMap<String, String> {
        let Self::Plan { book: Some(book), .. } = self else { return BTreeMap::new() };
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        for rep in &book.reps {
            for name in [Some(&rep.name), rep.email.as_ref()].into_iter().flatten() {
                let known = names.entry(name.clone()).or_insert_with(|| Some(rep.id.clone()));
                if known.as_ref() != Some(&rep.id) {
                    *known = None;
                }
            }
        }
        names.into_iter().filter_map(|(name, id)| Some((name, id?))).collect()
    }
}
