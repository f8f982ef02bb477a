//! What a hostile client sends is refused or escaped, and the page goes on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::fixture::{TestPage, files, run};
use crate::access::PageAccess;
use crate::routes::{LivePage, routes};
use crate::server;

#[test]
fn a_wrong_token_host_or_origin_gets_nothing() {
    run(async {
        let page = TestPage::new("today");
        let (status, text) = page.get(&page.path("")).await;
        assert!(status == 200 && text.contains("What do you want to know?"), "{status}");
        for path in ["/", "/live", "/0123456789abcdef0123456789abcdef/", "/favicon.ico"] {
            let (status, text) = page.get(path).await;
            assert_eq!(status, 403, "{path}");
            assert!(!text.contains(page.page.access.token()) && !text.contains("today"), "{text}");
        }
        let headers = [
            ("evil.example:8000", "http://127.0.0.1:8000"),
            ("127.0.0.1:8000", "http://evil.example"),
            ("127.0.0.1:8000", "null"),
        ];
        let body = json!({ "name": "stolen", "state": {} }).to_string();
        for (host, origin) in headers {
            let request = Request::post(page.path("api/save")).header("host", host).header("origin", origin);
            let request = request.header("content-type", "application/json").body(Body::from(body.clone())).unwrap();
            assert_eq!(page.send(request).await.0, 403, "{host} {origin}");
        }
        let form = Request::post(page.path("api/save")).header("host", "127.0.0.1:8000").header("content-type", "text/plain");
        assert_eq!(page.send(form.body(Body::from(body)).unwrap()).await.0, 415);
        assert_eq!(files(page.folder.path()), ["base.toml", "plan.toml"]);
    });
}

#[test]
fn paths_lead_to_no_file() {
    run(async {
        let page = TestPage::new("today");
        for rest in [
            "../../../etc/passwd",
            "..%2f..%2fetc/passwd",
            "%2e%2e/plan.toml",
            "plan.toml",
            "live.js/../plan.toml",
            "/etc/passwd",
            "api/answer",
        ] {
            let (status, text) = page.get(&page.path(rest)).await;
            assert!(status == 404 || status == 405 || status == 403, "{rest}: {status}");
            assert!(!text.contains("root:") && !text.contains("extends"), "{rest}: {text}");
        }
        for asset in ["live", "live.js", "live.css", "report.css"] {
            assert_eq!(page.get(&page.path(asset)).await.0, 200, "{asset}");
        }
    });
}

#[test]
fn markup_in_names_is_text() {
    run(async {
        let page = TestPage::new("</main><script>alert(1)</script>\"'");
        for path in ["", "live"] {
            let (status, text) = page.get(&page.path(path)).await;
            assert_eq!(status, 200);
            assert!(!text.contains("<script>alert") && text.contains("&lt;script&gt;alert(1)"), "{text}");
        }
        let request = Request::get(page.path("live")).header("host", "127.0.0.1:8000").body(Body::empty()).unwrap();
        let response = tower::ServiceExt::oneshot(page.router.clone(), request).await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    });
}

#[test]
fn wrong_states_are_refused_with_the_reason() {
    run(async {
        let page = TestPage::new("today");
        let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
        let states: Vec<(Value, &str)> = vec![
            (json!({ "axes": { "atrition": 1.0 } }), "attrition"),
            (json!({ "axes": { "adds": 1.0 } }), "needs a team"),
            (json!({ "axes": { "adds.nobody": 1.0 } }), "no part"),
            (json!({ "axes": { "adds.field": 1.5 } }), "cannot be 1.5"),
            (json!({ "axes": { "attrition": -1.0 } }), "cannot be -1"),
            (json!({ "axes": { "attrition": 1e300 } }), "cannot be"),
            (json!({ "axes": { "cuts.field": 10_000 } }), "error"),
            (json!({ "axes": { "adds.field": 1, "start-month.field": 40 } }), "after the end"),
            (json!({ "plan": "nobody" }), "unknown plan"),
            (json!({ "quota": "mine" }), "unknown quota policy"),
            (json!({ "protection": "named" }), "unknown protection"),
            (json!({ "more": 1 }), "unknown field"),
            (json!({ "axes": [deep] }), "invalid type"),
        ];
        for (state, expected) in states {
            let (status, text) = page.answer(1, 10, &state).await;
            assert!(status == 422 && text.contains(expected), "{state}: {status} {text}");
        }
        assert_eq!(page.answer(1, 1_000_000, &json!({})).await.0, 422, "more years than a refined answer has");
        let broken = Request::post(page.path("api/answer")).header("host", "127.0.0.1:8000");
        let broken = broken.header("content-type", "application/json").body(Body::from(deep)).unwrap();
        assert_eq!(page.send(broken).await.0, 422);
        assert_eq!(page.answer(2, 10, &json!({})).await.0, 200, "the page goes on");
    });
}

/// Serves a page on a free port and returns it with the bytes of the address.
async fn served() -> (TestPage, std::net::SocketAddr, String) {
    let mut page = TestPage::new("today");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let access = PageAccess::new(address).unwrap();
    let path = format!("/{}/", access.token());
    page.page = LivePage { access, ..page.page };
    let router = routes(page.page.clone());
    tokio::spawn(server::serve(listener, router));
    (page, address, path)
}

fn status_of(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).lines().next().unwrap_or_default().to_owned()
}

fn get(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    status_of(&answer)
}

#[test]
fn a_huge_body_is_refused_before_it_is_read() {
    run(async {
        let (_page, address, path) = served().await;
        let sizes = [format!("content-length: {}", 100 << 20), "transfer-encoding: chunked".to_owned()];
        for size in sizes {
            let path = path.clone();
            let sent = tokio::task::spawn_blocking(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
                let chunked = size.starts_with("transfer");
                write!(
                    stream,
                    "POST {path}api/answer HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n{size}\r\n\r\n"
                )
                .unwrap();
                let block = [b' '; 4096];
                let mut sent = 0_usize;
                // Writes until the server closes the connection.
                while sent < 100 << 20 {
                    let written = if chunked {
                        write!(stream, "1000\r\n").and_then(|()| stream.write_all(&block)).and_then(|()| write!(stream, "\r\n"))
                    } else {
                        stream.write_all(&block)
                    };
                    if written.is_err() {
                        break;
                    }
                    sent += block.len();
                }
                let mut answer = Vec::new();
                let _ = stream.read_to_end(&mut answer);
                // The answer may be lost with the connection that the server has closed.
                assert!(answer.is_empty() || status_of(&answer).contains("413"), "{}", status_of(&answer));
                sent
            });
            assert!(sent.await.unwrap() < 32 << 20);
        }
        let path = path.clone();
        let status = tokio::task::spawn_blocking(move || get(address, &path)).await.unwrap();
        assert!(status.contains("200"), "{status}");
    });
}

#[test]
fn a_thousand_idle_connections_do_not_end_the_page() {
    run(async {
        let (_page, address, path) = served().await;
        let status = tokio::task::spawn_blocking(move || {
            let mut open = Vec::new();
            for _ in 0..1000 {
                match TcpStream::connect(address) {
                    Ok(mut stream) => {
                        let _ = stream.write_all(b"GET / HTTP/1.1\r\n");
                        open.push(stream);
                    }
                    // This process has no file descriptor left.
                    Err(_) => break,
                }
            }
            assert!(open.len() > 256, "{}", open.len());
            drop(open);
            std::thread::sleep(Duration::from_millis(300));
            get(address, &path)
        });
        let status = status.await.unwrap();
        assert!(status.contains("200"), "{status}");
    });
}
