//! `portal serve`: the service itself.

use super::{Data, running::Running};
use crate::failure::Failure;
use crate::service;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// An address that a sign-in may return to, beside the packaged extension's own
    #[arg(long = "redirect", value_name = "URL")]
    redirects: Vec<String>,
    #[command(flatten)]
    running: Running,
    /// Let devices without a browser ask for a link, by a code that the member enters on this portal's page
    #[arg(long)]
    device_grant: bool,
}

/// Carries it out.
pub(super) async fn run(args: Serve) -> Result<(), Failure> {
    let Serve {
        data,
        port,
        redirects,
        running,
        device_grant,
    } = args;
    service::run_serve(service::Options {
        data: data.path,
        port,
        metrics_port: running.metrics_port,
        redirects,
        log: running.log(),
        limits: running.limits(),
        device_grant,
    })
    .await
}
