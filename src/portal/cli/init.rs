//! `portal init`: a new portal.

use super::Data;
use crate::failure::Failure;
use crate::identity::{Identity, fingerprint, link};
use crate::say::say;
use crate::{keys, setup};
use clap::Args;
use std::path::PathBuf;
use url::Url;

#[derive(Debug, Args)]
pub(super) struct Init {
    #[command(flatten)]
    data: Data,
    /// Public address of the portal; it is pinned in the root and ends in a slash
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8787/")]
    base: Url,
    /// Name that shoppers see [default: the id]
    #[arg(long)]
    name: Option<String>,
    /// Host name that identifies the portal [default: the host of --base, or portal.localhost for an IP address]
    #[arg(long, value_name = "HOST")]
    portal_id: Option<String>,
    /// For a list about a portal that somebody else runs: its own page of a store, with * where the store's name goes
    #[arg(long, value_name = "URL")]
    store_page: Option<String>,
    /// Where to make the root key, for instance on a stick; a key that is there is taken [default: in the keys folder]
    #[arg(long, value_name = "FILE")]
    root_key: Option<PathBuf>,
    /// Address of an empty PostgreSQL database, kept in the folder [default: what DATABASE_URL says, else a SQLite file]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// Carries it out.
pub(super) async fn run(args: Init, now: i64) -> Result<(), Failure> {
    let host = args.base.domain().unwrap_or("portal.localhost").to_owned();
    let portal_id = args.portal_id.unwrap_or(host);
    let identity = Identity {
        name: args.name.unwrap_or_else(|| portal_id.clone()),
        base: args.base,
        portal_id,
        store_page: args.store_page,
    };
    setup::choose_database(&args.data.path, args.database).await?;
    let (dir, pool) =
        setup::init_with(&args.data.path, &identity, args.root_key.as_deref(), now).await?;
    pool.close().await;
    say!(
        "Portal {} was made in {}.",
        identity.portal_id,
        dir.path().display()
    );
    say!("Root fingerprint: {}", fingerprint(&dir)?);
    say!("Link for shoppers: {}", link(&dir)?);
    let root_key = args.root_key.unwrap_or_else(|| keys::root_path(&dir, 1));
    say!(
        "Now move {} to a place that is offline, and keep a copy: whoever has it is the portal. Publishing does not need it; `portal keys rotate`, `drop` and `new-epoch` take it with --root-key FILE.",
        root_key.display()
    );
    Ok(())
}
