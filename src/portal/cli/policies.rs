//! `portal policies`: stand-down rules from elsewhere.

use crate::data_dir;
use crate::failure::Failure;
use crate::policies;
use crate::say::{complain, say};
use clap::Subcommand;
use pointback_core::policy::Policies;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Merge a policy file of the PublisherStandown SDK into the packaged rules and print the result
    #[command(
        after_help = "What our patterns cannot say is refused with its place, on standard error.\n\nExample:\n  portal policies import standdown-policies.json > policies.json"
    )]
    Import {
        /// JSON, schema 2
        file: PathBuf,
    },
}

/// Carries it out.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let Command::Import { file } = &args.command;
    let ours = Policies::packaged().map_err(|cause| Failure::List {
        what: "the packaged stand-down rules".to_owned(),
        cause,
    })?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let imported = policies::import(&ours, &data_dir::read(file)?, &name)?;
    for refusal in &imported.refused {
        complain!("{}: {refusal}", file.display());
    }
    complain!(
        "{}: {} rules added, {} known already, {} refused",
        file.display(),
        imported.added,
        imported.known,
        imported.refused.len()
    );
    say!("{}", imported.text);
    Ok(())
}
