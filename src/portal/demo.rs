//! `portal demo`: portal, simulated network and demo shops on one loopback port, with everything they need.

use crate::{
    clock::{Clock, SystemClock},
    config::Config,
    data_dir, demo_data,
    failure::Failure,
    limits::Limits,
    logging::{self, LogForm},
    payout, redirects,
    service::{self, Listeners},
    state::Portal,
};
use serde::Serialize;
use std::path::{Path, PathBuf};
use url::Url;

/// What the operator may choose.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder for database, keys and list; made when missing.
    pub data: PathBuf,
    /// Port on 127.0.0.1; 0 takes any.
    pub port: u16,
    /// Address under which browsers reach the portal; loopback when not given.
    pub base: Option<Url>,
    /// Folder of the unpacked extension, to let it sign in from Chromium.
    pub extension: Option<PathBuf>,
    /// Further addresses that a sign-in may return to.
    pub redirects: Vec<String>,
    /// Written once the service answers, so that scripts need not guess.
    pub ready_file: Option<PathBuf>,
    /// How the log is written.
    pub log: LogForm,
    /// How often things may be done.
    pub limits: Limits,
    /// Port on 127.0.0.1 for Prometheus; 0 takes any.
    pub metrics_port: Option<u16>,
    /// Make the data and stop there.
    pub init_only: bool,
}

/// What the ready file says.
#[derive(Debug, Serialize)]
struct Ready<'a> {
    base: &'a str,
    port: u16,
    metrics: Option<u16>,
    pid: u32,
}

/// Brings the demo up and serves until it is told to stop.
///
/// # Errors
/// One clear sentence.
pub async fn run(options: Options) -> Result<(), Failure> {
    logging::start("warn", options.log);
    if options.init_only {
        return make(&options).await;
    }
    let listeners = Listeners::open(options.port, options.metrics_port).await?;
    let port = service::port_of(&listeners.public)?;
    let base = options.base.map_or_else(|| loopback(port), Ok)?;
    let mut allowed = redirects::packaged();
    allowed.extend(options.redirects);
    if let Some(folder) = &options.extension {
        allowed.push(redirects::unpacked(folder)?);
    }
    let demo = demo_data::ensure_demo(&options.data, &base, now_s()).await?;
    let zone = payout::rules::zone_in(&demo.pool).await?;
    let config = Config {
        limits: options.limits,
        device_grant: true,
        ..service::config(&demo.dir, base.as_str(), zone, allowed, true)?
    };
    let portal = Portal::new(config, demo.pool, Box::new(SystemClock));
    for note in &demo.notes {
        crate::say::say!("{note}");
    }
    crate::say::say!("{}", banner(&portal, &base, port, &options.data));
    if let Some(path) = &options.ready_file {
        // The socket has been listening since before the data was made: whoever reads this may connect.
        announce(path, &base, &listeners)?;
    }
    service::serve(portal, demo.dir, listeners).await
}

async fn make(options: &Options) -> Result<(), Failure> {
    let base = options
        .base
        .clone()
        .map_or_else(|| loopback(options.port), Ok)?;
    let demo = demo_data::ensure_demo(&options.data, &base, now_s()).await?;
    demo.pool.close().await;
    for note in &demo.notes {
        crate::say::say!("{note}");
    }
    crate::say::say!("The demo's data is in {}.", options.data.display());
    Ok(())
}

fn now_s() -> i64 {
    SystemClock.now_ms().div_euclid(1_000)
}

fn loopback(port: u16) -> Result<Url, Failure> {
    Url::parse(&format!("http://127.0.0.1:{port}/"))
        .map_err(|cause| Failure::Argument(format!("port {port} makes no address: {cause}")))
}

fn announce(path: &Path, base: &Url, listeners: &Listeners) -> Result<(), Failure> {
    let json = serde_json::to_vec(&Ready {
        base: base.as_str(),
        port: service::port_of(&listeners.public)?,
        metrics: listeners
            .metrics
            .as_ref()
            .map(service::port_of)
            .transpose()?,
        pid: std::process::id(),
    })
    .map_err(|cause| Failure::file("write", path, cause.into()))?;
    data_dir::write_atomically(path, &json)
}

fn banner(portal: &Portal, base: &Url, port: u16, data: &Path) -> String {
    let count = portal.published().map_or(0, |list| list.list.len());
    format!(
        "\n  Pointback demo: {count} retailers, rates as of September 2021\n\n\
         \x20   Portal           {base}\n\
         \x20   Network console  {base}sim/\n\
         \x20   Demo shops       http://sneakers.localhost:{port}/\n\
         \x20                    http://books.localhost:{port}/\n\
         \x20                    http://travel.localhost:{port}/\n\
         \x20   Data folder      {}\n\n\
         \x20 Nothing here is sold or paid. Stop with Ctrl-C.\n",
        data.display()
    )
}
