//! Can this server do its work? Asked by whatever sends it requests, and answered with the reasons.

use crate::{db, state::Portal};
use serde::Serialize;

/// One thing that must be so.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    name: &'static str,
    ok: bool,
    detail: &'static str,
}

/// All checks of this moment.
pub(crate) async fn checks(portal: &Portal) -> Vec<Check> {
    let database = match db::is_current(&portal.pool).await {
        Ok(true) => [Ok(""), Ok("")],
        Ok(false) => [Ok(""), Err("the tables are not those of this version")],
        Err(cause) => {
            tracing::error!(%cause, "the database does not answer");
            let dead = Err("the database does not answer");
            [dead, dead]
        }
    };
    let [reachable, migrations] = database;
    let list = match portal.published() {
        Err(_) => Err("no list is published, or it cannot be read"),
        Ok(list) if list.head.head.expires <= portal.now_s() => Err("the list has expired"),
        Ok(_) => Ok(""),
    };
    [
        ("database", reachable),
        ("migrations", migrations),
        ("list", list),
    ]
    .into_iter()
    .map(|(name, found)| Check {
        name,
        ok: found.is_ok(),
        detail: found.map_or_else(|why| why, |_| "ok"),
    })
    .collect()
}

impl Check {
    /// Does it hold?
    pub(crate) const fn holds(&self) -> bool {
        self.ok
    }
}
