//! Asking networks for their reports. What they push is only a hint that it is time to ask; asking again is harmless.

use crate::{
    error::Error,
    ingest::{self, Outcome},
    sim,
    state::Portal,
};
use std::time::Duration;

/// Reports are asked for this far back, because networks file late and change what they filed.
const WINDOW_MS: i64 = 45 * 24 * 60 * 60 * 1_000;
/// Asked this often even when nobody hints.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Asks once.
///
/// # Errors
/// `Internal`; the next time makes up for it.
pub async fn pull(portal: &Portal) -> Result<Outcome, Error> {
    if !portal.config.simulated {
        return Ok(Outcome::default());
    }
    let reports = sim::reports(portal, portal.now_ms() - WINDOW_MS).await?;
    ingest::ingest(portal, &reports).await
}

/// Asks now (a hint may have come just before a crash), and from then on whenever there is a hint or it is time.
pub(crate) async fn run(portal: Portal) {
    loop {
        if let Err(error) = pull(&portal).await {
            error.log();
        }
        let _ = tokio::time::timeout(EVERY, portal.news.notified()).await;
    }
}
