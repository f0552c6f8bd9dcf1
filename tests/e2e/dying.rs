//! With `--deaths` the background is stopped before each step of every scenario: whatever the shopper does next finds it gone.

use std::{env, sync::LazyLock, sync::atomic::Ordering};

use crate::{browser::Browser, failure::Outcome};

/// The option that asks for it.
pub const OPTION: &str = "--deaths";

static IS_ASKED_FOR: LazyLock<bool> =
    LazyLock::new(|| env::args().any(|argument| argument == OPTION));

impl Browser {
    /// While a window for signing in is open, browsers keep the background alive that has opened it.
    pub(crate) fn spare(&self, is_spared: bool) {
        self.is_spared.store(is_spared, Ordering::Relaxed);
    }

    /// Before the shopper does something.
    pub(crate) async fn before_step(&self) -> Outcome {
        if *IS_ASKED_FOR && !self.is_spared.load(Ordering::Relaxed) {
            self.stop_background().await?;
        }
        Ok(())
    }
}
