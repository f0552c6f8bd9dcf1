//! What the commands that run the service have in common.

use crate::limits::Limits;
use crate::logging::LogForm;
use crate::throttle::Rule;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Running {
    /// The log's form [default: text at a terminal, else json]
    #[arg(long, value_enum, value_name = "FORM")]
    log: Option<LogForm>,
    /// Port on 127.0.0.1 where Prometheus finds /metrics [default: none]
    #[arg(long, value_name = "PORT")]
    pub(super) metrics_port: Option<u16>,
    /// Most clicks of one member in a minute, on this server; over days, twenty times as many a day
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    clicks_per_minute: u32,
    /// The https server in front sets X-Forwarded-For: limit sign-ins, sign-ups and token requests of each client, too
    #[arg(long)]
    forwarded: bool,
}

impl Running {
    pub(super) fn log(&self) -> LogForm {
        LogForm::or_fitting(self.log)
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            clicks: Rule::new(self.clicks_per_minute, 60_000 / self.clicks_per_minute),
            is_forwarded: self.forwarded,
            ..Limits::default()
        }
    }
}
