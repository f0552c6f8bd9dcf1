//! The log, on standard error: lines for people, JSON for machines. It names methods, route templates, statuses, times
//! and codes; never an address with its values, a member, an e-mail or a token.

use clap::ValueEnum;
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

impl LogForm {
    /// What is wanted, or else what suits whoever reads: people sit at terminals.
    pub(crate) fn or_fitting(wanted: Option<Self>) -> Self {
        wanted.unwrap_or_else(|| {
            if stderr().is_terminal() {
                Self::Text
            } else {
                Self::Json
            }
        })
    }
}

/// Starts the log; `RUST_LOG` overrides the level.
pub(crate) fn start(level: &str, form: LogForm) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_target(false);
    // Only the first of several portals in one process sets the log up.
    let _ = match form {
        LogForm::Text => log.try_init(),
        LogForm::Json => log
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .try_init(),
    };
}
