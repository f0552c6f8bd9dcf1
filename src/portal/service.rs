//! The service as a whole: one router for portal and demo shops, served on loopback until it is told to stop.

use crate::{
    clock::SystemClock, config::Config, data_dir::DataDir, db, failure::Failure, keys, pages,
    payout, publish, pull, redirects, resign, routes, seal, shops, state::Portal,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use jiff::tz::TimeZone;
use std::{
    convert::Infallible,
    io::ErrorKind,
    net::Ipv4Addr,
    path::Path,
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, signal};
use tower::ServiceExt;
use tower_http::timeout::TimeoutLayer;
use url::Url;

const LARGEST_BODY: usize = 64 * 1024;
const LONGEST_REQUEST: Duration = Duration::from_secs(20);
/// Connections that are still busy this long after the signal are cut.
const LAST_ORDERS: Duration = Duration::from_secs(5);

/// The whole service: requests for the portal's own host go to the portal, all others to the demo shops.
pub fn app(portal: &Portal) -> Router {
    let own = framed(routes::router(portal));
    if !portal.config.simulated {
        return own;
    }
    let shops = framed(shops::router(portal));
    let config = portal.config.clone();
    Router::new().fallback(move |request: Request| {
        let router = if config.is_portal_host(host(&request)) {
            &own
        } else {
            &shops
        };
        let answer = router.clone().oneshot(request);
        async move {
            answer
                .await
                .unwrap_or_else(|never: Infallible| match never {})
        }
    })
}

/// What every answer goes through.
fn framed(router: Router) -> Router {
    router
        .layer(middleware::map_response(pages::secure))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            LONGEST_REQUEST,
        ))
        .layer(middleware::from_fn(log))
}

pub(crate) fn host(request: &Request) -> &str {
    let header = request.headers().get(header::HOST);
    header
        .and_then(|value| value.to_str().ok())
        .or(request.uri().host())
        .unwrap_or_default()
}

/// Method, route template, status and time: nothing that could tell who asked for what.
async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), start.elapsed().as_millis());
    tracing::info!(%method, route, status, ms, "answered");
    response
}

/// Takes a port of this machine; 0 takes any that is free.
///
/// # Errors
/// `Argument` with one clear sentence.
pub async fn listen(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|cause| {
            Failure::Argument(match cause.kind() {
                ErrorKind::AddrInUse => format!(
                    "port {port} is in use: stop the other program, or choose another port with --port"
                ),
                _ => format!("cannot listen on port {port}: {cause}"),
            })
        })
}

/// Serves until SIGINT or SIGTERM, then lets running requests finish.
///
/// # Errors
/// `File` when the listening socket fails.
pub async fn serve(portal: Portal, dir: DataDir, listener: TcpListener) -> Result<(), Failure> {
    let pulling = tokio::spawn(pull::run(portal.clone()));
    let signing = tokio::spawn(resign::run(portal.clone(), dir.clone()));
    let sealing = tokio::spawn(seal::run(portal.clone()));
    let (told, mut heard) = tokio::sync::watch::channel(());
    let stop = async move {
        stop_signal().await;
        told.send_replace(());
    };
    let server = axum::serve(listener, app(&portal)).with_graceful_shutdown(stop);
    let cut = async move {
        let _ = heard.changed().await;
        tokio::time::sleep(LAST_ORDERS).await;
    };
    let ended = tokio::select! {
        ended = std::future::IntoFuture::into_future(server) => ended,
        () = cut => Ok(()),
    };
    pulling.abort();
    signing.abort();
    sealing.abort();
    portal.pool.close().await;
    ended.map_err(|cause| Failure::file("serve from", dir.path(), cause))
}

/// Resolves when the process is asked to stop.
async fn stop_signal() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}

/// Runs a real portal: no simulated network, no demo shops.
///
/// # Errors
/// One clear sentence.
pub async fn run_serve(path: &Path, port: u16, redirects: Vec<String>) -> Result<(), Failure> {
    start_log("info");
    let dir = DataDir::open(path)?;
    let root = publish::root(&dir)?;
    let pool = db::open(&dir).await?;
    let redirects = [redirects::packaged(), redirects].concat();
    let zone = payout::rules::zone_in(&pool).await?;
    let config = config(&dir, &root.api, zone, redirects, false)?;
    let listener = listen(port).await?;
    let at = listener
        .local_addr()
        .map_err(|cause| Failure::file("listen for", path, cause))?;
    crate::say::say!("Serving {} on http://{at}/ (stop with Ctrl-C)", root.api);
    serve(
        Portal::new(config, pool, Box::new(SystemClock)),
        dir,
        listener,
    )
    .await
}

/// Puts the settings together and checks them.
pub(crate) fn config(
    dir: &DataDir,
    base: &str,
    zone: TimeZone,
    redirects: Vec<String>,
    simulated: bool,
) -> Result<Config, Failure> {
    let refused = |cause: &dyn std::fmt::Display| Failure::Argument(format!("{base}: {cause}"));
    let config = Config {
        base: Url::parse(base).map_err(|e| refused(&e))?,
        public: dir.public(),
        zone,
        redirects,
        click_key: keys::click(dir)?,
        simulated,
    };
    config.check().map_err(|e| refused(&e))?;
    Ok(config)
}

/// Logs to standard error; `RUST_LOG` overrides the level.
pub(crate) fn start_log(level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    // Only the first of several portals in one process sets the log up.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}
