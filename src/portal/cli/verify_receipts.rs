//! `portal verify-receipts`: does an exported log hold together?

use crate::data_dir;
use crate::failure::Failure;
use crate::receipts;
use crate::say::say;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct VerifyReceipts {
    /// The file that the extension's options exported
    file: PathBuf,
}

/// Carries it out.
pub(super) fn run(args: &VerifyReceipts) -> Result<(), Failure> {
    let file = data_dir::read(&args.file)?;
    say!("{}", receipts::verify(&file, &args.file)?);
    Ok(())
}
