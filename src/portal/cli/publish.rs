//! `portal publish`: signs the catalogue and writes the list.

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::say::say;
use crate::{db, mirror, publish};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Publish {
    #[command(flatten)]
    data: Data,
    /// Also copy the published tree to this folder, for a static web server
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Carries it out.
pub(super) async fn run(args: Publish, now: i64) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let pool = db::open(&dir).await?;
    let publication = publish::publish(&dir, &pool, now).await;
    pool.close().await;
    let publication = publication?;
    let part = &publication.part;
    let change = if publication.is_new {
        "new"
    } else {
        "unchanged"
    };
    say!(
        "Signed as number {}: {} retailers, version {} ({change}), {} bytes.",
        publication.seq,
        part.n,
        part.ver,
        part.len
    );
    if let Some(advice) = publication.advice(&dir) {
        say!("{advice}");
    }
    if let Some(out) = &args.out {
        mirror::copy_to(&dir, out)?;
        say!("Copied to {}.", out.display());
    }
    say!("The signature is valid for 7 days: publish again before that.");
    Ok(())
}
