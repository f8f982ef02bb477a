//! Tests of the complete page.

use super::fixture::Fixture;
use super::render;

/// Writes a sample for inspection: `ATTAIN_REPORT_SAMPLE=report.html cargo test --release --lib report::`.
#[test]
fn a_sample_can_be_kept() {
    if let Some(path) = std::env::var_os("ATTAIN_REPORT_SAMPLE") {
        std::fs::write(path, render(&Fixture::new(400).input())).expect("the sample's place is writable");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(render(&Fixture::new(60).input()), render(&Fixture::new(60).input()));
}

#[test]
fn names_never_become_markup() {
    let page = render(&Fixture::new(60).input());
    assert!(!page.contains("<script>alert"));
    assert!(!page.contains("<b>"));
    assert!(page.contains("Protect &lt;every&gt; relationship &amp; &quot;all&quot;"));
    assert_eq!(page.matches("</script").count(), page.matches("<script").count());
}

/// Allowed references: those inside the SVG drawn by the chart library, its unused image loader,
/// and the link to the glossary.
const OWN: [&str; 4] =
    ["\"url(", "`url(", "i.onload=e,i.onerror=r,i.src=t", "<a href=\"https://attain-planning.github.io/attain/"];

#[test]
fn nothing_is_fetched() {
    let page = render(&Fixture::new(60).input());
    for bad in ["src=", "@import", "url(", "<link", "<img", "<iframe", "fetch(", "XMLHttpRequest(", "href=\"h", "import("] {
        let places: Vec<&str> =
            page.match_indices(bad).map(|(i, _)| page.get(i.saturating_sub(40)..i + 60).unwrap_or(bad)).collect();
        assert!(places.iter().all(|place| OWN.iter().any(|own| place.contains(own))), "{bad}: {places:?}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_stays_small_and_names_every_plan() {
    let fixture = Fixture::new(400);
    let page = render(&fixture.input());
    assert!(page.len() < 1_500_000, "{}", page.len());
    for plan in &fixture.input().results.plans {
        let name = plan.name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(page.matches(&name).count() > 10, "{name}");
    }
}

#[test]
fn figures_that_do_not_exist_are_dashes_and_nulls() {
    let mut fixture = Fixture::new(60);
    for plan in &mut fixture.results().plans {
        plan.company.clear();
        plan.p_target = f64::NAN;
        plan.seats.clear();
        plan.series.iter_mut().flat_map(|s| &mut s.steps).for_each(|s| s.mean = f64::NAN);
    }
    let page = render(&fixture.input());
    let (_, rest) = page.split_once("type=\"application/json\">").expect("the charts' data");
    let (data, _) = rest.split_once("</script>").expect("its end");
    let value: serde_json::Value = serde_json::from_str(data).expect("valid JSON");
    assert!(value["value"]["figures"].as_array().is_some_and(|f| !f.is_empty()));
    assert!(!page.contains(">NaN") && !data.contains("NaN") && !page.contains("inf%"));
}

#[test]
fn one_plan_and_no_plan_are_reports_too() {
    for keep in [1, 0] {
        let mut fixture = Fixture::new(60);
        fixture.results().plans.truncate(keep);
        fixture.results().pairs.clear();
        fixture.results().choice.clear();
        assert!(render(&fixture.input()).ends_with("</html>"));
    }
}
