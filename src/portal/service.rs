//! The service as a whole: one router for portal and demo shops, served on loopback until it is told to stop.

use crate::{
    clock::SystemClock,
    config::Config,
    connections::{self, Bounds},
    data_dir::DataDir,
    db,
    failure::Failure,
    keys,
    limits::Limits,
    logging::{self, LogForm},
    observe, pages, payout, problem, publish, pull, redirects, request_id, resign, routes, seal,
    shops,
    shutdown::Stop,
    state::Portal,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{StatusCode, header},
    middleware,
};
use jiff::tz::TimeZone;
use std::{convert::Infallible, io::ErrorKind, net::Ipv4Addr, path::PathBuf, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};
use tower::ServiceExt;
use tower_http::{limit::RequestBodyLimitLayer, timeout::TimeoutLayer};
use url::Url;

const LARGEST_BODY: usize = 64 * 1024;
/// A body that announces more than any address takes is refused before it is waited for.
const LARGEST_ANNOUNCED: usize = 512 * 1024;
/// Connections that are still busy this long after the signal are cut: no request lasts so long.
const LAST_ORDERS: Duration = Duration::from_secs(25);

/// The whole service: requests for the portal's own host go to the portal, all others to the demo shops.
pub fn app(portal: &Portal) -> Router {
    let own = framed(routes::router(portal), portal);
    if !portal.config.simulated {
        return own;
    }
    let shops = framed(shops::router(portal), portal);
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

/// What every answer goes through, from the inside out.
fn framed(router: Router, portal: &Portal) -> Router {
    router
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(RequestBodyLimitLayer::new(LARGEST_ANNOUNCED))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            portal.config.limits.request,
        ))
        .layer(middleware::from_fn(problem::put_into_words))
        .layer(middleware::map_response(pages::secure))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            observe::watch,
        ))
        .layer(middleware::from_fn(request_id::name))
}

pub(crate) fn host(request: &Request) -> &str {
    let header = request.headers().get(header::HOST);
    header
        .and_then(|value| value.to_str().ok())
        .or(request.uri().host())
        .unwrap_or_default()
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

/// The port that was taken.
pub(crate) fn port_of(listener: &TcpListener) -> Result<u16, Failure> {
    let address = listener.local_addr();
    let address =
        address.map_err(|cause| Failure::Argument(format!("the port is not usable: {cause}")))?;
    Ok(address.port())
}

/// Where the service listens.
#[derive(Debug)]
pub struct Listeners {
    /// For everyone, through the operator's https server.
    pub public: TcpListener,
    /// For the operator's Prometheus.
    pub metrics: Option<TcpListener>,
}

impl Listeners {
    /// Takes these ports of this machine; 0 takes any.
    ///
    /// # Errors
    /// As `listen`.
    pub async fn open(port: u16, metrics_port: Option<u16>) -> Result<Self, Failure> {
        let public = listen(port).await?;
        let metrics = match metrics_port {
            Some(port) => Some(listen(port).await?),
            None => None,
        };
        Ok(Self { public, metrics })
    }
}

/// Serves until SIGINT or SIGTERM, then lets running requests finish; a second signal cuts them.
///
/// # Errors
/// `CutShort` after a second signal.
pub async fn serve(portal: Portal, dir: DataDir, listeners: Listeners) -> Result<(), Failure> {
    let mut background = JoinSet::new();
    background.spawn(pull::run(portal.clone(), pull::EVERY));
    background.spawn(resign::run(portal.clone(), dir.clone()));
    background.spawn(seal::run(portal.clone()));
    if let Some(listener) = listeners.metrics {
        let metrics = axum::serve(listener, routes::metrics_router(&portal));
        background.spawn(async { drop(metrics.await) });
    }
    let stop = Stop::listen();
    let bounds = Bounds::of_this_process();
    tracing::info!(connections = bounds.most, "serving");
    let cut = async {
        stop.clone().told(1).await;
        tracing::info!("stopping: what has begun is finished first");
        tokio::time::sleep(LAST_ORDERS).await;
    };
    tokio::select! {
        () = connections::serve(listeners.public, app(&portal), bounds, stop.clone()) => {}
        () = cut => {}
        () = stop.clone().told(2) => return Err(Failure::CutShort),
    }
    background.shutdown().await;
    portal.at_hand.let_go();
    portal.pool.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// What the operator of a real portal may choose.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the portal.
    pub data: PathBuf,
    /// Port on 127.0.0.1.
    pub port: u16,
    /// Port on 127.0.0.1 for Prometheus; none unless it is given.
    pub metrics_port: Option<u16>,
    /// Addresses that a sign-in may return to, beside the packaged extension's own.
    pub redirects: Vec<String>,
    /// How the log is written.
    pub log: LogForm,
    /// How often things may be done.
    pub limits: Limits,
    /// Lets devices ask for a link by a code.
    pub device_grant: bool,
}

/// Runs a real portal: no simulated network, no demo shops.
///
/// # Errors
/// One clear sentence.
pub async fn run_serve(options: Options) -> Result<(), Failure> {
    logging::start("info", options.log);
    let dir = DataDir::open(&options.data)?;
    let root = publish::root(&dir)?;
    let pool = db::open(&dir).await?;
    let allowed = [redirects::packaged(), options.redirects].concat();
    let zone = payout::rules::zone_in(&pool).await?;
    let config = Config {
        limits: options.limits,
        device_grant: options.device_grant,
        ..config(&dir, &root.api, zone, allowed, false)?
    };
    let listeners = Listeners::open(options.port, options.metrics_port).await?;
    crate::say::say!(
        "Serving {} on http://127.0.0.1:{}/ (stop with Ctrl-C)",
        root.api,
        port_of(&listeners.public)?
    );
    let portal = Portal::new(config, pool, Box::new(SystemClock));
    serve(portal, dir, listeners).await
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
    let base = Url::parse(base).map_err(|e| refused(&e))?;
    let config = Config {
        redirects: redirects.into_iter().chain(redirects::own(&base)).collect(),
        base,
        public: dir.public(),
        zone,
        click_key: keys::click(dir)?,
        limits: Limits::default(),
        device_grant: false,
        simulated,
    };
    config.check().map_err(|e| refused(&e))?;
    Ok(config)
}
