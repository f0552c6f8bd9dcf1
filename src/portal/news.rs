//! Which networks have said that they have news, until somebody asks them. Hints that come while a network is being asked
//! are kept for the next time; a thousand of one network are one.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};
use tokio::sync::Notify;

/// The hints that have come.
#[derive(Debug, Default)]
pub(crate) struct News {
    networks: Mutex<BTreeSet<String>>,
    bell: Notify,
}

impl News {
    /// A network has news.
    pub(crate) fn ring(&self, network: &str) {
        self.lock().insert(network.to_owned());
        self.bell.notify_one();
    }

    /// Waits for a hint and takes all there are.
    pub(crate) async fn heard(&self) -> BTreeSet<String> {
        loop {
            let networks = std::mem::take(&mut *self.lock());
            if !networks.is_empty() {
                return networks;
            }
            self.bell.notified().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_network_that_rang_is_heard_once() {
        let news = News::default();
        for network in ["b", "a", "b"] {
            news.ring(network);
        }
        assert_eq!(
            news.heard().await.into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
        let (heard, ()) = tokio::join!(news.heard(), async { news.ring("c") });
        assert_eq!(heard.into_iter().collect::<Vec<_>>(), ["c"]);
    }
}
