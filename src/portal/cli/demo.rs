//! `portal demo`: everything a newcomer needs, on one port.

use super::{Data, running::Running};
use crate::demo;
use crate::failure::Failure;
use clap::Args;
use std::path::PathBuf;
use url::Url;

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    data: Data,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Address under which browsers reach the portal [default: http://127.0.0.1:<port>/]
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// Folder of the unpacked extension: allows its sign-in in Chromium
    #[arg(long, value_name = "DIR")]
    extension: Option<PathBuf>,
    /// A further address that a sign-in may return to
    #[arg(long = "redirect", value_name = "URL")]
    redirects: Vec<String>,
    /// Write base, port and process id here as JSON once the service answers
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    /// Make the data and stop
    #[arg(long)]
    init_only: bool,
}

/// Carries it out.
pub(super) async fn run(args: Demo) -> Result<(), Failure> {
    let Demo {
        data,
        port,
        base,
        extension,
        redirects,
        ready_file,
        running,
        init_only,
    } = args;
    let data = data.path;
    demo::run(demo::Options {
        data,
        port,
        base,
        extension,
        redirects,
        ready_file,
        log: running.log(),
        limits: running.limits(),
        metrics_port: running.metrics_port,
        init_only,
    })
    .await
}
