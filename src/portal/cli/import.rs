//! `portal import`: retailers from a file.

use super::Data;
use crate::data_dir::{self, DataDir};
use crate::db;
use crate::failure::Failure;
use crate::import::{self, Defaults};
use crate::link_template::LinkTemplate;
use crate::say::{complain, say};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// CSV file, UTF-8, with a header line
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
}

/// Carries it out.
pub(super) async fn run(args: Import) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let csv = data_dir::read(&args.file)?;
    let defaults = Defaults {
        network: args.network,
        link: args.link.as_deref().map(LinkTemplate::parse).transpose()?,
    };
    let pool = db::open(&dir.database()).await?;
    let summary = import::import(&pool, &csv, &defaults, args.replace).await;
    pool.close().await;
    let summary = summary?;
    for refusal in &summary.refused {
        complain!("{}: {refusal}", args.file.display());
    }
    say!("{}: {summary}", args.file.display());
    if summary.is_empty() && !summary.refused.is_empty() {
        return Err(Failure::Argument(
            "no row could be used: nothing was changed".to_owned(),
        ));
    }
    if args.replace && !summary.refused.is_empty() {
        say!("Nothing was taken off the list, because rows were refused.");
    }
    Ok(())
}
