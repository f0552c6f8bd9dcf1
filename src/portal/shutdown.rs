//! How the service ends: at the first SIGINT or SIGTERM it takes no more connections and finishes what it has begun; at
//! the second it ends at once.

use tokio::{signal, sync::watch};

/// Hears how often the process was told to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<u32>);

impl Stop {
    /// Begins to listen.
    #[must_use]
    pub fn listen() -> Self {
        let (told, heard) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                next_signal().await;
                told.send_modify(|times| *times += 1);
            }
        });
        Self(heard)
    }

    /// Resolves once the process was told `times` times.
    pub(crate) async fn told(mut self, times: u32) {
        if self.0.wait_for(|told| *told >= times).await.is_err() {
            // Nobody listens any more: nobody will ever tell.
            std::future::pending::<()>().await;
        }
    }
}

async fn next_signal() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}
