//! Saving writes one new file beside the plan, or nothing.

use serde_json::json;

use super::fixture::{TestPage, files, run};

#[test]
fn a_name_that_is_not_plain_or_taken_writes_nothing() {
    run(async {
        let page = TestPage::new("today");
        let folder = page.folder.path();
        std::fs::create_dir(folder.join("inner")).unwrap();
        std::fs::write(folder.join("taken.toml"), "mine").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.join("outside.toml"), folder.join("link.toml")).unwrap();
        let before = files(folder);
        let long = "x".repeat(61);
        let wrong = [
            "", ".", "..", "../out", "inner/x", "/tmp/x", "a\\b", "A", "a b", "a.toml", "a\0b", "-a", "con", "com1", "base",
            "study-1", "today", "taken", "ä", "<b>", &long,
        ];
        let linked: &[&str] = if cfg!(unix) { &["link"] } else { &[] };
        for name in wrong.iter().chain(linked) {
            let (status, text) = page.post("save", &json!({ "name": name, "state": { "axes": { "attrition": 1.1 } } })).await;
            assert!(status == 422 || status == 412, "{name:?}: {status} {text}");
        }
        assert_eq!(files(folder), before);
        assert_eq!(std::fs::read_to_string(folder.join("taken.toml")).unwrap(), "mine");
        assert!(!folder.join("outside.toml").exists());
    });
}

#[test]
fn a_state_is_saved_once() {
    run(async {
        let page = TestPage::new("today");
        let body = json!({ "name": "fewer", "state": { "axes": { "cuts.inside": 1 } } });
        assert_eq!(page.post("save", &body).await.0, 200);
        let text = std::fs::read_to_string(page.folder.path().join("fewer.toml")).unwrap();
        assert!(text.contains("extends = \"plan.toml\"") && text.contains("cuts = "), "{text}");
        assert_eq!(page.post("save", &body).await.0, 412, "a file is never overwritten");
        assert_eq!(files(page.folder.path()), ["base.toml", "fewer.toml", "plan.toml"]);
    });
}
