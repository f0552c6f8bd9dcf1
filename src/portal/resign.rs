//! Keeps the head fresh while the service runs: signed again every day, so that it never reaches its seven-day expiry.

use crate::{data_dir::DataDir, publish, state::Portal};
use std::time::Duration;

const DAY_S: i64 = 24 * 60 * 60;
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// Looks every hour whether the head is a day old.
pub(crate) async fn run(portal: Portal, dir: DataDir) {
    loop {
        let is_old = portal
            .published()
            .is_ok_and(|list| portal.now_s() - list.head.head.issued >= DAY_S);
        if is_old {
            match publish::publish(&dir, &portal.pool, portal.now_s()).await {
                Ok(publication) => {
                    if let Some(advice) = publication.advice(&dir) {
                        tracing::warn!("{advice}");
                    }
                }
                Err(failure) => {
                    tracing::error!(cause = %failure, "the list could not be signed again");
                }
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
