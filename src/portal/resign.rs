//! Keeps the head fresh while the service runs: signed again every day, so that it never reaches its seven-day expiry.

use crate::{data_dir::DataDir, error::Error, publish, published::Published, state::Portal};
use std::time::Duration;

const DAY_S: i64 = 24 * 60 * 60;
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// Looks every hour whether the list must be signed again.
pub(crate) async fn run(portal: Portal, dir: DataDir) {
    loop {
        if is_due(&portal.published, portal.now_s()) {
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

/// A day after the last time; and at once where no client can read what is there, because that may be mended by it. When a
/// list is published for the first time is the operator's to say.
fn is_due(published: &Published, now: i64) -> bool {
    match published.current() {
        Ok(list) => now.saturating_sub(list.head.head.issued) >= DAY_S,
        Err(Error::NoList) => false,
        Err(failure) => {
            tracing::warn!(cause = ?failure, "the published list cannot be read");
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::import::{Options, import};
    use crate::setup::init;
    use std::fs;
    use url::Url;

    const NOW: i64 = 1_800_000_000;

    #[tokio::test]
    async fn a_list_is_signed_again_when_it_is_a_day_old_or_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            base: Url::parse("https://portal.example/").unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
            store_page: None,
        };
        let (dir, pool) = init(folder.path(), &identity, NOW).await.unwrap();
        let csv = b"domain,name,rate\na.com,A,1%\n";
        import(&pool, csv, &Options::default()).await.unwrap();
        let is_due = |now| is_due(&Published::new(&dir.public()), now);
        assert!(!is_due(NOW), "the first time is the operator's");
        publish::publish(&dir, &pool, NOW).await.unwrap();
        assert!(!is_due(NOW + DAY_S - 1) && is_due(NOW + DAY_S));
        fs::write(dir.head_file(), "{}").unwrap();
        assert!(is_due(NOW));
        publish::publish(&dir, &pool, NOW).await.unwrap();
        assert!(!is_due(NOW), "it is mended");
    }
}
