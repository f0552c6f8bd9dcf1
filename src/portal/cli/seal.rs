//! `portal seal`: seals the days that are over.

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::say::say;
use crate::{db, seal};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Seal {
    #[command(flatten)]
    data: Data,
}

/// Carries it out.
pub(super) async fn run(args: Seal, now: i64) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let pool = db::open(&dir).await?;
    let made = seal::seal(&pool, now.saturating_mul(1_000)).await;
    let newest = seal::newest(&mut *pool.acquire().await?).await?;
    pool.close().await;
    for seal in made? {
        say!("{}: {} movements", seal.day, seal.movements);
    }
    match newest {
        Some(seal) => say!("Sealed up to {}: {}", seal.day, seal.hash),
        None => say!("There is no day to seal yet."),
    }
    Ok(())
}
