//! Tests on data that lies beside the project, in `../shared/data`. Where it is
//! not there, they are reported as ignored, never as passed; small samples in
//! the tests of the crates assert the same things everywhere.

mod importers;
mod public_crm;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Trial};

/// A test, and the folder of shared data that it reads.
struct SharedDataTest {
    name: &'static str,
    folder: &'static str,
    run: fn(&Path),
}

const TESTS: [SharedDataTest; 6] = [
    SharedDataTest {
        name: "a_public_crm_is_read_whole_and_its_dirt_is_listed",
        folder: "maven_crm",
        run: importers::maven_is_read_whole_and_its_dirt_is_listed,
    },
    SharedDataTest {
        name: "names_of_a_public_crm_can_be_kept",
        folder: "maven_crm",
        run: importers::maven_names_can_be_kept_and_its_own_questions_are_asked,
    },
    SharedDataTest {
        name: "a_warehouse_copy_of_salesforce",
        folder: "salesforce_export",
        run: importers::a_warehouse_copy_of_salesforce,
    },
    SharedDataTest { name: "a_warehouse_copy_of_hubspot", folder: "hubspot_export", run: importers::a_warehouse_copy_of_hubspot },
    SharedDataTest {
        name: "wins_of_a_public_crm_depend_on_the_month_of_the_quarter_alone",
        folder: "maven_crm",
        run: public_crm::wins_depend_on_the_month_of_the_quarter_alone,
    },
    SharedDataTest {
        name: "the_last_quarter_of_a_public_crm_is_forecast",
        folder: "maven_crm",
        run: public_crm::the_last_quarter_is_forecast_from_what_was_known_before,
    },
];

fn main() {
    let trial = |test: SharedDataTest| {
        let folder = shared(test.folder);
        let missing = folder.is_none();
        let run = move || {
            (test.run)(&folder.ok_or("the folder of shared data is not there")?);
            Ok(())
        };
        Trial::test(test.name, run).with_ignored_flag(missing)
    };
    libtest_mimic::run(&Arguments::from_args(), TESTS.into_iter().map(trial).collect()).exit();
}

/// A folder of `../shared/data`, where there is one.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    folder.is_dir().then_some(folder)
}
