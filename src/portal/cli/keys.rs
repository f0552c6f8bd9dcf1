//! `portal keys`: which keys there are, and the changes of keys.

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::key_changes::{drop_list, new_epoch, rotate_list, rotate_root};
use crate::key_table;
use crate::say::say;
use crate::{db, keys, mirror, publish};
use clap::{Args, Subcommand};
use pointback_core::root::Root;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the keys: id, role, since when, and which sign now
    List(Data),
    /// Put a new key in force
    Rotate {
        #[command(subcommand)]
        role: Role,
    },
    /// Take a key out of force that was replaced, or that was announced and got lost
    Drop {
        #[command(subcommand)]
        role: DropRole,
    },
    /// After a theft: a new epoch with new list keys, so that whatever the thief signed counts no more
    NewEpoch {
        #[command(flatten)]
        change: Change,
        /// Keep the list keys: only for a lost database, never after a theft
        #[arg(long)]
        keep_list_keys: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Role {
    /// The next list key signs from now on; the old one signs along for 30 days
    List(Change),
    /// A new root key takes over from the old one
    Root {
        #[command(flatten)]
        change: Change,
        /// Where to make the new root key, or read it from [default: in the portal's keys folder]
        #[arg(long, value_name = "FILE")]
        new_root_key: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum DropRole {
    /// A list key, by the id that `portal keys list` shows
    List {
        id: String,
        #[command(flatten)]
        change: Change,
    },
}

/// What every change of keys takes.
#[derive(Debug, Args)]
struct Change {
    #[command(flatten)]
    data: Data,
    /// The root key, from where it is kept offline; once for each key that must sign
    #[arg(long = "root-key", value_name = "FILE")]
    root_keys: Vec<PathBuf>,
    /// Also copy the published tree to this folder, for a static web server
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Carries it out.
pub(super) async fn run(args: Keys, now: i64) -> Result<(), Failure> {
    match args.command {
        Command::List(data) => {
            say!("{}", key_table::table(&DataDir::open(&data.path)?, now)?);
            Ok(())
        }
        Command::Rotate {
            role: Role::List(change),
        } => {
            let dir = DataDir::open(&change.data.path)?;
            let root = rotate_list(&dir, &change.root_keys, now)?;
            say!(
                "The key that was announced signs the list now, and the old one for 30 days more; then take it out with `portal keys drop list`."
            );
            finish(&dir, &change, &root, now).await
        }
        Command::Rotate {
            role: Role::Root {
                change,
                new_root_key,
            },
        } => {
            let dir = DataDir::open(&change.data.path)?;
            let next = publish::root(&dir)?.root.saturating_add(1);
            let new_key = new_root_key.unwrap_or_else(|| keys::root_path(&dir, next));
            let root = rotate_root(&dir, &change.root_keys, &new_key, now)?;
            say!(
                "{} is the root key now: move it to a place that is offline, and keep a copy. The old one is of no more use.",
                new_key.display()
            );
            finish(&dir, &change, &root, now).await
        }
        Command::Drop {
            role: DropRole::List { id, change },
        } => {
            let dir = DataDir::open(&change.data.path)?;
            let root = drop_list(&dir, &id, &change.root_keys, now)?;
            say!("The list key {id} is out of force.");
            finish(&dir, &change, &root, now).await
        }
        Command::NewEpoch {
            change,
            keep_list_keys,
        } => {
            let dir = DataDir::open(&change.data.path)?;
            let root = new_epoch(&dir, &change.root_keys, keep_list_keys, now)?;
            say!(
                "Epoch {} has begun: clients forget how far the old one had counted.",
                root.epoch
            );
            finish(&dir, &change, &root, now).await
        }
    }
}

/// A root that no head names is not seen: the list is signed again at once.
async fn finish(dir: &DataDir, change: &Change, root: &Root, now: i64) -> Result<(), Failure> {
    let pool = db::open(dir).await?;
    let publication = publish::publish(dir, &pool, now).await;
    pool.close().await;
    let publication = publication?;
    say!(
        "Root {} was made, and the list signed as number {}.",
        root.root,
        publication.seq
    );
    if let Some(advice) = publication.advice(dir) {
        say!("{advice}");
    }
    match &change.out {
        Some(out) => {
            mirror::copy_to(dir, out)?;
            say!("Copied to {}.", out.display());
        }
        None => say!(
            "Where a static web server publishes the list, copy it there: `portal publish --out DIR`."
        ),
    }
    Ok(())
}
