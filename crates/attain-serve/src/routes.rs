//! The addresses of the page and what they answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::access::PageAccess;
use crate::answer::LiveAnswer;
use crate::engine::{LiveEngine, NamedState};
use crate::error::LiveError;
use crate::page;
use crate::questions::{self, PlannerQuestion};
use crate::save::save;
use crate::state::LiveState;
use crate::tickets::{TabTicket, TabTickets};

/// Largest body of a request, in bytes.
const LARGEST_BODY: usize = 64 << 10;
/// Time for a body to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Largest number of states compared at once.
const MOST_STATES: usize = 8;

/// Policy that allows the page's own files only.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct LivePage {
    pub engine: Arc<LiveEngine>,
    pub tickets: Arc<TabTickets>,
    pub access: PageAccess,
    /// Years of a refined answer.
    pub years: u32,
}

/// A request for the answer of one state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerRequest {
    tab: String,
    number: u64,
    years: u32,
    state: LiveState,
}

/// A request for the comparison of pinned states.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinnedRequest {
    tab: String,
    number: u64,
    years: u32,
    states: Vec<PinnedState>,
}

/// A pinned state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinnedState {
    name: String,
    state: LiveState,
}

/// A request to save a state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaveRequest {
    name: String,
    state: LiveState,
}

/// A request for the answer of a command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionRequest {
    tab: String,
    number: u64,
    question: PlannerQuestion,
}

/// The routes of the page below its token. Every request is checked first.
pub fn routes(page: LivePage) -> Router {
    let below = Router::new()
        .route("/live", get(live))
        .route("/live.js", get(|| async { asset("text/javascript", include_str!("assets/live.js")) }))
        .route("/live.css", get(|| async { asset("text/css", include_str!("assets/live.css")) }))
        .route("/report.css", get(|| async { asset("text/css", attain_report::html::STYLESHEET) }))
        .route("/api/answer", post(answer))
        .route("/api/compare", post(compare))
        .route("/api/save", post(save_state))
        .route("/api/question", post(question));
    let root = Router::new().route(&format!("/{}/", page.access.token()), get(start));
    let all = root.nest(&format!("/{}", page.access.token()), below).with_state(page.clone());
    all.layer(from_fn_with_state(page, guard))
}

/// Refuses what the page itself does not send, and adds the headers of every response.
async fn guard(State(page): State<LivePage>, request: Request, next: Next) -> Response {
    let mut response = match page.access.check(request.uri().path(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => (StatusCode::FORBIDDEN, refusal.to_string()).into_response(),
    };
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response()
}

async fn start(State(page): State<LivePage>) -> Response {
    html(page::start_page(&page.engine.study))
}

async fn live(State(page): State<LivePage>) -> Response {
    html(page::live_page(&page.engine.study, page.years))
}

fn html(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

async fn answer(State(page): State<LivePage>, request: Request) -> Response {
    let asked: AnswerRequest = match body(request).await {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let engine = Arc::clone(&page.engine);
    work(&page, &asked.tab, asked.number, asked.years, move |ticket| {
        let reference = engine.reference();
        let state = engine.name("this state", &asked.state)?;
        let same = (&state.altered.planned.hash, &state.altered.realised.hash)
            == (&reference.altered.planned.hash, &reference.altered.realised.hash);
        let states: Vec<NamedState> = if same { vec![reference] } else { vec![reference, state] };
        Ok(LiveAnswer::new(&engine.compare(&states, asked.years, ticket)?))
    })
    .await
}

async fn compare(State(page): State<LivePage>, request: Request) -> Response {
    let asked: PinnedRequest = match body(request).await {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let engine = Arc::clone(&page.engine);
    work(&page, &asked.tab, asked.number, asked.years, move |ticket| {
        let states = &asked.states;
        if !(1..=MOST_STATES).contains(&states.len()) {
            return Err(LiveError::Request(format!("expected 1 to {MOST_STATES} states")));
        }
        let mut named = vec![engine.reference()];
        for PinnedState { name, state } in states {
            if name.is_empty() || name.chars().count() > 60 || named.iter().any(|known| known.name == *name) {
                return Err(LiveError::Request("every state needs a name of its own, of at most 60 characters".to_owned()));
            }
            named.push(engine.name(name, state)?);
        }
        Ok(LiveAnswer::new(&engine.compare(&named, asked.years, ticket)?))
    })
    .await
}

async fn save_state(State(page): State<LivePage>, request: Request) -> Response {
    let asked: SaveRequest = match body(request).await {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let engine = Arc::clone(&page.engine);
    let done = tokio::task::spawn_blocking(move || save(&engine.study, &asked.name, &asked.state)).await;
    reply(done)
}

async fn question(State(page): State<LivePage>, request: Request) -> Response {
    let asked: QuestionRequest = match body(request).await {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let engine = Arc::clone(&page.engine);
    work(&page, &asked.tab, asked.number, 1, move |ticket| questions::answer(&engine, &asked.question, ticket)).await
}

/// Runs the work of a request on a thread of its own. It stops when the tab asks for something
/// newer or closes the connection.
async fn work<T: serde::Serialize + Send + 'static>(
    page: &LivePage,
    tab: &str,
    number: u64,
    years: u32,
    job: impl FnOnce(&TabTicket) -> Result<T, LiveError> + Send + 'static,
) -> Response {
    if tab.is_empty() || tab.len() > 64 || !(1..=page.years).contains(&years) {
        let text = format!("expected the name of a tab and 1 to {} years", page.years);
        return (StatusCode::UNPROCESSABLE_ENTITY, text).into_response();
    }
    let ticket = page.tickets.begin(tab, number);
    let _cancel = ticket.cancel_on_drop();
    reply(tokio::task::spawn_blocking(move || job(&ticket)).await)
}

fn reply<T: serde::Serialize>(done: Result<Result<T, LiveError>, tokio::task::JoinError>) -> Response {
    let text = match done {
        Ok(Ok(found)) => match serde_json::to_string(&found) {
            Ok(json) => return ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        },
        Ok(Err(error)) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.to_string()).into_response();
        }
        Err(_) => "this state cannot be computed; this is a bug in attain",
    };
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// Reads the JSON of a request, within limits of size and time.
async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Box<Response>> {
    let refuse = |status: StatusCode, text: String| Err(Box::new((status, text).into_response()));
    let (parts, body): (_, Body) = request.into_parts();
    debug_assert_eq!(parts.method, Method::POST);
    let is_json = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "expected application/json".to_owned());
    }
    let too_large = || refuse(StatusCode::PAYLOAD_TOO_LARGE, format!("expected at most {LARGEST_BODY} bytes"));
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > LARGEST_BODY as u64) {
        return too_large();
    }
    let bytes = match tokio::time::timeout(BODY_TIME, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return too_large(),
        Err(_) => return refuse(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in time".to_owned()),
    };
    serde_json::from_slice(&bytes).or_else(|error| refuse(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))
}
