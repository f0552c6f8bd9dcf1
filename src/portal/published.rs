//! The list that shoppers see right now, read back from the published tree and verified like any client would. A click
//! locks its rate from here, so that the portal cannot promise one thing and book another.

use crate::{error::Error, place::Place, published_list::PublishedList};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// Reads the published tree, again whenever a new head appears.
#[derive(Debug)]
pub(crate) struct Published {
    rates: PathBuf,
    newest: Mutex<Option<(Stamp, Arc<PublishedList>)>>,
}

/// What changes when the head file is replaced.
type Stamp = (SystemTime, u64);

impl Published {
    pub(crate) fn new(public: &Path) -> Self {
        Self {
            rates: public.join("rates").join("v1"),
            newest: Mutex::new(None),
        }
    }

    /// The list as published now.
    pub(crate) fn current(&self) -> Result<Arc<PublishedList>, Error> {
        let stamp = self.stamp().map_err(|_| Error::NoList)?;
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seen, list)) = newest.as_ref()
            && *seen == stamp
        {
            return Ok(Arc::clone(list));
        }
        let list = Place::Folder(self.rates.clone())
            .load()
            .map_err(Error::internal)?;
        let list = Arc::new(list);
        *newest = Some((stamp, Arc::clone(&list)));
        Ok(list)
    }

    fn stamp(&self) -> std::io::Result<Stamp> {
        let meta = fs::metadata(self.rates.join("head.json"))?;
        Ok((meta.modified()?, meta.len()))
    }
}
