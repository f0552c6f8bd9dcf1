//! What every request handler shares.

use crate::at_hand::AtHand;
use crate::clicks::Writer;
use crate::directory;
use crate::{clock::Clock, config::Config, db, error::Error, news::News};
use crate::{limits::Doors, metrics::Metrics, published_list::PublishedList};
use crate::{passwords::Passwords, published};
use std::sync::Arc;

/// A running portal. Cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Shared>);

/// The parts of a running portal.
pub struct Shared {
    /// The operator's settings.
    pub config: Config,
    /// The database.
    pub pool: db::Pool,
    pub(crate) at_hand: AtHand,
    pub(crate) clicks: Writer,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) passwords: Passwords,
    pub(crate) doors: Doors,
    pub(crate) metrics: Metrics,
    pub(crate) published: published::Published,
    pub(crate) directory: directory::Newest,
    /// Rung when a network says that it has news.
    pub(crate) news: News,
}

impl Portal {
    /// Puts a portal together.
    #[must_use]
    pub fn new(config: Config, pool: db::Pool, clock: Box<dyn Clock>) -> Self {
        let published = published::Published::new(&config.public);
        let doors = Doors::new(&config.limits);
        Self(Arc::new(Shared {
            config,
            at_hand: AtHand::of(&pool),
            clicks: Writer::default(),
            pool,
            clock,
            passwords: Passwords::new(),
            doors,
            metrics: Metrics::default(),
            published,
            directory: directory::Newest::default(),
            news: News::default(),
        }))
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1_000)
    }

    /// The list as published now.
    ///
    /// # Errors
    /// `NoList` before the first publication, `Internal` when the published tree is damaged.
    pub fn published(&self) -> Result<Arc<PublishedList>, Error> {
        self.published.current()
    }
}

impl std::ops::Deref for Portal {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
