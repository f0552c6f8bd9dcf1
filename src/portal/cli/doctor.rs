//! `portal doctor`: is this installation well?

use super::Data;
use crate::doctor::{self, Finding, Verdict, Visit};
use crate::failure::Failure;
use crate::say::say;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: Data,
    /// An address that a sign-in may return to, as `serve` is given it
    #[arg(long = "redirect", value_name = "URL")]
    redirects: Vec<String>,
    /// Do not look at the public address
    #[arg(long)]
    offline: bool,
    /// One JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Carries it out.
pub(super) async fn run(args: Doctor, now: i64) -> Result<(), Failure> {
    let visit = Visit {
        data: &args.data.path,
        redirects: &args.redirects,
        is_online: !args.offline,
        now,
    };
    let mut tell = |finding: &Finding| {
        if !args.json {
            say!("{finding}");
        }
    };
    let findings = doctor::examine(&visit, &mut tell).await?;
    let count = |verdict| findings.iter().filter(|f| f.verdict == verdict).count();
    let (faults, warnings) = (count(Verdict::Fault), count(Verdict::Warning));
    if args.json {
        say!("{}", json!({ "ok": faults == 0, "findings": findings }));
    } else if faults == 0 {
        say!("No faults; warnings: {warnings}.");
    }
    if faults == 0 {
        return Ok(());
    }
    Err(Failure::Argument(format!(
        "faults: {faults}, warnings: {warnings}; each finding says what to do"
    )))
}
