//! `portal import`: retailers from a file.

use super::Data;
use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::import::{self, Defaults, Options};
use crate::link_template::LinkTemplate;
use crate::say::{complain, say};
use crate::{catalog, db};
use clap::Args;
use pointback_core::rate_list::MAX_LINES;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// CSV with a header line, or JSON; UTF-8
    file: PathBuf,
    /// Network of rows that name none; `sim` is the simulated one
    #[arg(long, default_value = import::SIMULATED_NETWORK)]
    network: String,
    /// Link of rows that have none, with {click_ref} in it, and {dest} where the page goes
    #[arg(long, value_name = "TEMPLATE")]
    link: Option<String>,
    /// Take retailers of the same network off the list when the file does not name them
    #[arg(long)]
    replace: bool,
    /// Import the other rows when some are refused; without this, nothing is imported then
    #[arg(long)]
    skip_bad: bool,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Carries it out.
pub(super) async fn run(args: Import) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let file = data_dir::read(&args.file)?;
    let defaults = Defaults {
        network: args.network,
        link: args.link.as_deref().map(LinkTemplate::parse).transpose()?,
    };
    let options = Options {
        defaults,
        replace: args.replace,
        skip_bad: args.skip_bad,
        dry_run: args.dry_run,
    };
    let pool = db::open(&dir).await?;
    let summary = import::import(&pool, &file, &options).await;
    let listed = match pool.acquire().await {
        Ok(mut connection) => catalog::lines(&mut connection).await,
        Err(cause) => Err(cause.into()),
    };
    pool.close().await;
    let (summary, listed) = (summary?, listed?.len());
    for warning in &summary.warnings {
        complain!("{}: warning: {warning}", args.file.display());
    }
    for refusal in &summary.refused {
        complain!("{}: {refusal}", args.file.display());
    }
    let whether = if summary.is_stored { "" } else { "not done: " };
    say!("{}: {whether}{summary}", args.file.display());
    if !summary.refused.is_empty() && !args.skip_bad {
        return Err(Failure::Argument(format!(
            "nothing was imported: correct the {} refused rows, or leave them out with --skip-bad",
            summary.refused.len()
        )));
    }
    if args.dry_run {
        say!("That is what would happen: nothing was changed.");
        return Ok(());
    }
    if args.replace && !summary.refused.is_empty() {
        say!("Nothing was taken off the list, because rows were refused.");
    }
    if listed > MAX_LINES {
        complain!(
            "warning: {listed} retailers are listed, and a list that clients accept holds {MAX_LINES}: it cannot be published like this"
        );
    }
    Ok(())
}
