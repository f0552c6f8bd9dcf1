//! `portal link`: what to hand to shoppers.

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::identity;
use crate::say::say;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    data: Data,
}

/// Carries it out.
pub(super) fn run(args: &Link) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    say!("{}", identity::link(&dir)?);
    Ok(())
}
