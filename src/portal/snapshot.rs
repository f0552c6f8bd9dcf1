//! What is published: the catalogue as JSON lines, read back before anyone else does.

use crate::catalog;
use crate::db;
use crate::failure::Failure;
use pointback_core::head::MAX_RAW;
use pointback_core::rate_list::{MAX_LINES, RateList};

/// The content: one line for each listed retailer, in the order of the ids. Nobody has read it back yet.
pub(crate) async fn unread(db: &mut db::Connection) -> Result<Vec<u8>, Failure> {
    let mut raw = Vec::new();
    for line in catalog::lines(db).await? {
        raw.extend_from_slice(line.as_bytes());
        raw.push(b'\n');
    }
    Ok(raw)
}

/// The content, as clients will read it.
pub(crate) async fn content(db: &mut db::Connection) -> Result<Vec<u8>, Failure> {
    let raw = unread(db).await?;
    let count = raw.iter().filter(|b| **b == b'\n').count();
    if count > MAX_LINES || raw.len() as u64 > MAX_RAW {
        return Err(Failure::Argument(format!(
            "{count} retailers in {} bytes are more than a list holds, which is {MAX_LINES} in {MAX_RAW}: import a shorter file with --replace",
            raw.len()
        )));
    }
    let list = RateList::decode(&raw).map_err(|cause| Failure::List {
        what: "the catalogue".to_owned(),
        cause,
    })?;
    if list.dropped() > 0 {
        return Err(Failure::Argument(format!(
            "{} retailers of the catalogue cannot be read back: import them again",
            list.dropped()
        )));
    }
    Ok(raw)
}
