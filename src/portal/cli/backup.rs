//! `portal backup`: a copy of everything, while the service runs.

use super::Data;
use crate::{backup, data_dir::DataDir, db, failure::Failure, say::say};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,
    /// A folder that is not there yet, outside of the portal's; it will hold keys
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Carries it out.
pub(super) async fn run(args: Backup) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let pool = db::connect(&dir.database_url()?).await?;
    let written = backup::write(&dir, &pool, &args.out).await;
    pool.close().await;
    let is_whole = written?;
    say!(
        "Copied to {}: it holds keys, so keep it as you keep those.",
        args.out.display()
    );
    if !is_whole {
        say!("The database is a PostgreSQL: add what `pg_dump --format=custom` writes of it now.");
    }
    Ok(())
}
