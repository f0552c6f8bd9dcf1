//! `portal verify`: a published tree as the extension would see it.

use crate::failure::Failure;
use crate::place::Place;
use crate::say::say;
use crate::verify::{Step, verify};
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The list: a portal's address, a published tree, or a portal's folder
    #[arg(value_name = "DIR|URL")]
    list: String,
    /// Fingerprint of the first root, as in the link for shoppers: it must be that one
    #[arg(long, value_name = "BASE32")]
    fingerprint: Option<String>,
    /// One JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Carries it out.
pub(super) fn run(args: &Verify, now: i64) -> Result<(), Failure> {
    let place = Place::parse(&args.list)?;
    let mut tell = |step: &Step| {
        if !args.json {
            say!("{step}");
        }
    };
    let report = verify(&place, args.fingerprint.as_deref(), now, &mut tell);
    let failed = report.failed();
    if args.json {
        let (link, steps) = (&report.link, &report.steps);
        say!(
            "{}",
            json!({ "list": args.list, "ok": failed.is_empty(), "link": link, "steps": steps })
        );
    } else if let Some(link) = &report.link {
        say!("Link for shoppers: {link}");
    }
    if failed.is_empty() {
        return Ok(());
    }
    let steps = failed.join(", ");
    Err(Failure::Argument(format!(
        "{} would not be accepted: {steps}",
        args.list
    )))
}
