//! Connections at hand, for what is asked all the time. Giving a connection back to the pool costs a question to the
//! database and a task of its own, because it may have been left in the middle of something; one whose work has ended
//! well needs neither.

use crate::db::{Pool, Pooled, TRUSTED};
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// Some of a pool's connections, kept out of it.
#[derive(Debug)]
pub(crate) struct AtHand {
    /// Half of them at most: the others are for everything else.
    most: usize,
    kept: Mutex<Vec<(Pooled, Instant)>>,
}

impl AtHand {
    pub(crate) fn of(pool: &Pool) -> Self {
        let all = pool.options().get_max_connections();
        Self {
            most: usize::try_from(all / 2).unwrap_or(0),
            kept: Mutex::default(),
        }
    }

    /// A connection, from here or else from the pool.
    pub(crate) async fn take(&self, pool: &Pool) -> Result<Pooled, sqlx::Error> {
        match self.fresh() {
            Some(connection) => Ok(connection),
            None => pool.acquire().await,
        }
    }

    fn fresh(&self) -> Option<Pooled> {
        let mut kept = self.lock();
        let (connection, since) = kept.pop()?;
        if since.elapsed() < TRUSTED {
            return Some(connection);
        }
        // The newest rested too long to be sure of it, and so have all others: the pool looks after them.
        kept.clear();
        None
    }

    /// Keeps a connection whose work has ended well.
    pub(crate) fn keep(&self, connection: Pooled) {
        let mut kept = self.lock();
        if kept.len() < self.most {
            kept.push((connection, Instant::now()));
        }
    }

    /// Gives all back, so that the pool can be closed.
    pub(crate) fn let_go(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Pooled, Instant)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
