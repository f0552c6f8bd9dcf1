//! Connections, and what a client may do with one: how many there are at a time, how long a request may take to come in,
//! how much memory its head may take. axum's own loop knows none of these bounds.

use crate::shutdown::Stop;
use axum::{Router, serve::Listener};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};

/// What every connection keeps to.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at a time; whoever comes then waits until one ends.
    pub most: usize,
    /// Until the head of a request is there, and until the next request begins.
    pub head: Duration,
    /// Until a connection is asked to end after its running request: who does not read the answers cannot stay for ever.
    pub life: Duration,
}

/// Bytes of a request's head, and of what is held of its body before somebody reads it.
const LARGEST_HEAD: usize = 32 * 1024;
/// More than an https server in front ever keeps open.
const MOST: usize = 12_000;
/// What the rest of the process opens: database, published files, log.
const OTHER_FILES: usize = 200;

impl Bounds {
    /// What this process can bear, after it has raised its own limit of open files as far as it may.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self {
            most: MOST.min(open_files().saturating_sub(OTHER_FILES).max(1)),
            head: Duration::from_secs(15),
            life: Duration::from_secs(5 * 60),
        }
    }
}

#[cfg(unix)]
fn open_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    // Refused only where even the limit that there is may not be named: then that one counts.
    let _ = setrlimit(Resource::Nofile, raised);
    let current = getrlimit(Resource::Nofile).current;
    current.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX))
}

#[cfg(not(unix))]
const fn open_files() -> usize {
    usize::MAX
}

/// Serves until the first signal, then until all that has begun is finished.
pub async fn serve(mut listener: TcpListener, app: Router, bounds: Bounds, stop: Stop) {
    let places = Arc::new(Semaphore::new(bounds.most));
    let mut stopped = pin!(stop.clone().told(1));
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let accepted = async { (place.await, Listener::accept(&mut listener).await) };
        let (place, (socket, _)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stopped => break,
        };
        let answering = answer(socket, app.clone(), bounds, stop.clone());
        tokio::spawn(async move {
            answering.await;
            drop(place);
        });
    }
    drop(listener);
    // Every place is free again once every connection has ended.
    let all = u32::try_from(bounds.most).unwrap_or(u32::MAX);
    drop(places.acquire_many(all).await);
}

/// Answers the requests of one connection.
async fn answer(socket: TcpStream, app: Router, bounds: Bounds, stop: Stop) {
    // What goes wrong here is the client's affair: it went away, was too slow, or did not speak HTTP.
    let _ = socket.set_nodelay(true);
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(bounds.head)
            .max_buf_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(socket), TowerToHyperService::new(app))
    );
    tokio::select! {
        _ = &mut connection => return,
        () = stop.told(1) => {}
        () = tokio::time::sleep(bounds.life) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(bounds.life, connection).await;
}
