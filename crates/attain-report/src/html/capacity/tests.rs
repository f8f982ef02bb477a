use attain_analysis::capacity::{CapacityOptions, WorkProgress, capacity};
use attain_fixtures::books as fixture;

/// Renders the page of a small study twice.
fn page() -> String {
    let book = fixture::book(3, 120, 9);
    let resolved = fixture::resolved(fixture::scenario());
    let silent = |_, _| ();
    let found =
        capacity(&book, &resolved, CapacityOptions { seed: 1, years: 20, wanted: 0.8 }, &WorkProgress::new(&silent)).unwrap();
    super::page(&found, &[]).into_string()
}

#[test]
fn the_page_is_whole_fetches_nothing_and_is_the_same_again() {
    let first = page();
    assert!(first.starts_with("<!DOCTYPE html>") && first.ends_with("</html>"));
    for part in ["id=\"bridge\"", "id=\"months\"", "id=\"needs\"", "id=\"calendar\"", "quota capacity", "hand-over loss"] {
        assert!(first.contains(part), "{part}");
    }
    // Three scripts: data, charts, ours.
    assert_eq!(first.matches("</script").count(), 3);
    // The page and its data, which precede the script of the charts.
    let own = first.split("</script").next().unwrap();
    assert!(!own.contains(" src=") && !own.contains("@import") && !own.contains("NaN"));
    assert_eq!(first, page());
}
