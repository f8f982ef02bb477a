//! The live page: what if? A page on this machine, on which a plan's choices and assumptions move
//! by sliders and the answer follows.
//!
//! ```text
//! page ─ routes: access checked ─► LiveState ─ alter ─► AlteredScenario
//! AlteredScenario ─ LiveEngine: design, simulate, in turns ─► StateYears (both kept, within limits)
//! StateYears of several states ─ compare, decide ─► StateComparison ─ LiveAnswer ─► page
//! LiveState ─ save ─► scenario file;  PlannerQuestion ─► the text of a command
//! ```
//!
//! A state is a scenario: refined, its figures are those of `attain compare` on the saved file.
//! The tab asks for few years first and then for more. Each change of a tab has a number; work for
//! an older number stops.

mod access;
mod answer;
mod bounded_cache;
mod choices;
mod controls;
mod engine;
mod error;
mod page;
mod questions;
mod routes;
mod save;
mod server;
mod shell_word;
mod state;
mod state_years;
mod study;
mod tickets;
mod turnstile;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use rayon::ThreadPool;
use tokio::net::TcpListener;

pub use access::PageAccess;
pub use engine::{LiveEngine, NamedState, StateComparison};
pub use error::LiveError;
pub use routes::{LivePage, routes};
pub use save::{SavedState, save};
pub use state::LiveState;
pub use study::LiveStudy;
pub use tickets::TabTickets;

/// How the page is served.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    /// The address to listen on; port 0 means a free port.
    pub listen: SocketAddr,
    /// Years of a refined answer.
    pub years: u32,
}

/// Serves the page of a study until the process ends. `ready` is called with the address to open.
///
/// # Errors
/// If the address cannot be listened on.
pub fn run(study: LiveStudy, threads: ThreadPool, options: ServeOptions, ready: impl FnOnce(&str)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine = Arc::new(LiveEngine::new(study, threads, options.years));
    runtime.block_on(async {
        let listener = TcpListener::bind(options.listen).await?;
        let access = PageAccess::new(listener.local_addr()?).map_err(|error| std::io::Error::other(error.to_string()))?;
        ready(&access.url());
        let page = LivePage { engine, tickets: Arc::default(), access, years: options.years };
        server::serve(listener, routes(page)).await;
        Ok(())
    })
}
