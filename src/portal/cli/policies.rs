//! `portal policies`: stand-down rules from elsewhere.

use super::Data;
use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::policies;
use crate::published_rules::{self, Installed};
use crate::say::{complain, say};
use clap::Subcommand;
use pointback_core::policy::Policies;
use std::path::{Path, PathBuf};

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
    /// Publish stand-down rules beside the list; they may see more than the packaged ones, never less
    #[command(
        after_help = "Extensions take rules from the portal that they were packaged with, and from no other.\n\nExample:\n  portal policies install policies.json --data /srv/portal && portal publish --data /srv/portal"
    )]
    Install {
        #[command(flatten)]
        data: Data,
        /// Rules as `import` prints them
        file: PathBuf,
    },
}

/// Carries it out.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Import { file } => import(file),
        Command::Install { data, file } => install(data, file),
    }
}

fn install(data: &Data, file: &Path) -> Result<(), Failure> {
    let dir = DataDir::open(&data.path)?;
    let Installed { count, unwatched } = published_rules::install(&dir, &data_dir::read(file)?)?;
    say!("{count} rules will be signed with the list from the next `portal publish` on.");
    if !unwatched.is_empty() {
        complain!(
            "Browsers wake the card for the redirect hosts of their package only. Until a package names them, too, these are \
             seen where the toolbar button is chosen, and nowhere else: {}",
            unwatched.join(", ")
        );
    }
    Ok(())
}

fn import(file: &Path) -> Result<(), Failure> {
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
