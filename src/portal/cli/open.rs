//! A portal without its service: for commands that need its database, its secret and its clock.

use crate::clock::SystemClock;
use crate::data_dir::DataDir;
use crate::error::Error;
use crate::failure::Failure;
use crate::payout::rules;
use crate::state::Portal;
use crate::{db, publish, service};
use std::path::Path;

/// Opens the portal in a folder.
pub(super) async fn open(path: &Path) -> Result<Portal, Failure> {
    let dir = DataDir::open(path)?;
    let root = publish::root(&dir)?;
    let pool = db::open(&dir).await?;
    let zone = rules::zone_in(&pool).await?;
    let config = service::config(&dir, &root.api, zone, Vec::new(), false)?;
    Ok(Portal::new(config, pool, Box::new(SystemClock)))
}

/// What the service would log, as a command says it.
pub(super) fn failed(error: Error) -> Failure {
    match error {
        Error::Internal(cause) => Failure::Argument(format!("it did not work: {cause}")),
        other => other.into(),
    }
}
