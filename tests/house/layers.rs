//! Each crate depends only on crates of earlier layers.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// The layers, lowest first. `attain-fixtures` serves tests only and may look at
/// everything up to the simulation.
const LAYERS: [&str; 11] = [
    "attain-core",
    "attain-solver",
    "attain-data",
    "attain-design",
    "attain-sim",
    "attain-fixtures",
    "attain-analysis",
    "attain-report",
    "attain-export",
    "attain-serve",
    "attain",
];

/// The packages of the workspace with the siblings that each needs to be built.
fn siblings() -> BTreeMap<String, Vec<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let needed = |package: &Value| {
        let all = package["dependencies"].as_array().cloned().unwrap_or_default();
        let normal = all.iter().filter(|one| one["kind"].is_null() && text(&one["name"]).starts_with("attain"));
        normal.map(|one| text(&one["name"])).collect::<Vec<_>>()
    };
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    packages.iter().map(|package| (text(&package["name"]), needed(package))).collect()
}

#[test]
fn every_crate_depends_on_earlier_layers_only() {
    let siblings = siblings();
    assert_eq!(siblings.len(), LAYERS.len(), "a package of the workspace has no layer: {:?}", siblings.keys());
    let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name).unwrap_or_else(|| panic!("{name} has no layer"));
    for (package, needed) in &siblings {
        for sibling in needed {
            assert!(layer(sibling) < layer(package), "{package} must not depend on {sibling}");
        }
    }
}

#[test]
fn the_solver_depends_on_no_other_crate_of_attain() {
    assert_eq!(siblings()["attain-solver"], Vec::<String>::new());
}

#[test]
fn fixtures_are_for_tests_only() {
    let users: Vec<String> = siblings()
        .into_iter()
        .filter(|(_, needed)| needed.iter().any(|one| one == "attain-fixtures"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(users, Vec::<String>::new());
}
