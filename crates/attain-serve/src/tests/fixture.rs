//! A small study in a folder of its own, and requests to its page.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::access::PageAccess;
use crate::engine::LiveEngine;
use crate::routes::{LivePage, routes};
use crate::study::LiveStudy;
use crate::tickets::TabTickets;
use attain_design::study;

/// Years of a refined answer in tests.
pub const YEARS: u32 = 300;

/// A page of a study.
pub struct TestPage {
    pub folder: TempDir,
    pub page: LivePage,
    pub router: Router,
}

impl TestPage {
    /// A study of one plan with this name, which extends a base file.
    pub fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = attain_fixtures::studies::SMALL.replace("name = \"small\"", "").replace("4_000_000", "900_000");
        std::fs::write(folder.path().join("base.toml"), base).unwrap();
        let plan = format!("extends = \"base.toml\"\nname = {}\n", json!(name));
        std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
        let study = study::load(&[folder.path().join("plan.toml")]).unwrap();
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let engine = Arc::new(LiveEngine::new(LiveStudy::new(study, 0, 1).unwrap(), threads, YEARS));
        let access = PageAccess::new("127.0.0.1:8000".parse().unwrap()).unwrap();
        let page = LivePage { engine, tickets: Arc::new(TabTickets::default()), access, years: YEARS };
        Self { folder, router: routes(page.clone()), page }
    }

    /// The path of an address below the token.
    pub fn path(&self, rest: &str) -> String {
        format!("/{}/{rest}", self.page.access.token())
    }

    /// Sends a request with the right host.
    pub async fn send(&self, request: Request<Body>) -> (u16, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        self.send(Request::get(path).header("host", "127.0.0.1:8000").body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, api: &str, body: &Value) -> (u16, String) {
        let request = Request::post(self.path(&format!("api/{api}")))
            .header("host", "127.0.0.1:8000")
            .header("origin", "http://127.0.0.1:8000")
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// The answer of a state.
    pub async fn answer(&self, number: u64, years: u32, state: &Value) -> (u16, String) {
        self.post("answer", &json!({ "tab": "t", "number": number, "years": years, "state": state })).await
    }
}

/// Runs a test on a runtime of its own.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

/// Names of the files in a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
