//! `portal explain`: what the extension would decide, on the command line.

use crate::explain::Explainer;
use crate::failure::Failure;
use crate::place::Place;
use crate::say::complain;
use clap::Args;
use pointback_core::explain::Query;
use std::io::{IsTerminal, stdin, stdout};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The list: a portal's address, a published tree, or a portal's folder
    #[arg(long, value_name = "DIR|URL")]
    list: String,
    /// The page; without it, JSON lines are read from standard input
    url: Option<String>,
    /// An address that was requested on the way, in order
    #[arg(long = "hop", value_name = "URL", requires = "url")]
    hops: Vec<String>,
    /// Name of a cookie of the store
    #[arg(long = "cookie", value_name = "NAME", requires = "url")]
    cookies: Vec<String>,
    /// The page before
    #[arg(long, value_name = "URL", requires = "url")]
    referrer: Option<String>,
}

/// Carries it out.
pub(super) fn run(args: &Explain, now: i64) -> Result<(), Failure> {
    let place = Place::parse(&args.list)?;
    let explainer = Explainer::load(&place)?;
    if explainer.is_expired_at(now) {
        complain!("portal: {place} has expired: the extension would hide its rates");
    }
    let stream = |cause| Failure::File {
        doing: "answer on",
        path: "standard output".into(),
        cause,
    };
    let mut answers = stdout().lock();
    if let Some(url) = &args.url {
        let mut query = Query::about(url);
        query.hops.clone_from(&args.hops);
        query.cookies.clone_from(&args.cookies);
        query.referrer.clone_from(&args.referrer);
        return explainer
            .answer_one(&query, &mut answers, now)
            .map_err(stream);
    }
    if stdin().is_terminal() {
        complain!(
            "portal: reading JSON lines like {{\"url\":\"https://www.macys.com/\"}}; end with Ctrl-D"
        );
    }
    explainer
        .answer_lines(&mut stdin().lock(), &mut answers, now)
        .map_err(stream)
}
