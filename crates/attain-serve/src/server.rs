//! The server: connections within limits, until it is told to end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections that are open at the same time; further ones are closed at once.
const MOST_CONNECTIONS: usize = 256;
/// Time for the head of a request; an idle connection ends after it.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Time for open requests to end.
const LAST_TIME: Duration = Duration::from_secs(1);

/// Answers requests until `end` completes.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let open = Arc::new(GracefulShutdown::new());
    let accepting = tokio::spawn(accept(listener, router, Arc::clone(&open)));
    end.await;
    accepting.abort();
    let _ = accepting.await;
    if let Some(open) = Arc::into_inner(open) {
        let _ = tokio::time::timeout(LAST_TIME, open.shutdown()).await;
    }
}

/// Accepts connections, each served by a task of its own.
async fn accept(listener: TcpListener, router: Router, open: Arc<GracefulShutdown>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No file descriptor is left, for example; connections end and free some.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(stream), service);
        let connection = open.watcher().watch(connection);
        tokio::spawn(async move {
            let _ = connection.await;
            drop(place);
        });
    }
}
