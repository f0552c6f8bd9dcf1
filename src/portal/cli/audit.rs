//! `portal audit`: whether the books are sound.

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::say::{complain, say};
use crate::{audit, db, seal};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    data: Data,
}

/// Carries it out.
pub(super) async fn run(args: Audit) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let pool = db::open(&dir).await?;
    let findings = audit::audit(&pool).await?;
    let newest = seal::newest(&mut *pool.acquire().await?).await?;
    pool.close().await;
    for finding in &findings {
        complain!("{finding}");
    }
    if !findings.is_empty() {
        return Err(Failure::Argument(format!(
            "the books are not sound: {} findings",
            findings.len()
        )));
    }
    say!("The books are sound.");
    match newest {
        Some(seal) => say!("Sealed up to {}: {}", seal.day, seal.hash),
        None => say!("No day is sealed yet."),
    }
    Ok(())
}
