//! The store directory: every listed retailer by name, category and first letter. Made once for each published list, so
//! that a page costs no more than a walk over names that lie ready.

use crate::{catalog, error::Error, published_list::PublishedList, shelf::Shelf, state::Portal};
use pointback_core::{
    rate::Headline,
    retailer::{Retailer, RetailerId},
    search::folded,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// The first letter of everything that begins with none.
pub(crate) const NO_LETTER: char = '0';

/// The stores of one published list.
#[derive(Debug)]
pub(crate) struct Directory {
    published: Arc<PublishedList>,
    stores: Vec<Store>,
    categories: BTreeMap<String, usize>,
}

/// One store.
#[derive(Debug)]
pub(crate) struct Store {
    retailer: Retailer,
    /// The name as it is searched and sorted.
    key: String,
    shelf: Shelf,
}

/// What a visitor asks for; nothing means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) query: String,
    pub(crate) category: String,
    pub(crate) initial: Option<char>,
}

impl Wanted {
    pub(crate) fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

impl Store {
    pub(crate) fn retailer(&self) -> &Retailer {
        &self.retailer
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// `a` to `z`, or `NO_LETTER`.
    fn initial(&self) -> char {
        let first = self.key.chars().next();
        first.filter(char::is_ascii_lowercase).unwrap_or(NO_LETTER)
    }

    /// How near the name is to the query; none when it is not what was asked for.
    fn rank(&self, query: &str) -> Option<u8> {
        let is_border = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
        let in_a_host = || {
            let mut hosts = self.retailer.hosts.iter();
            hosts.any(|host| host.as_str().contains(query))
        };
        if self.key.starts_with(query) {
            Some(0)
        } else if self.key.split(is_border).any(|w| w.starts_with(query)) {
            Some(1)
        } else if self.key.contains(query) || in_a_host() {
            Some(2)
        } else {
            None
        }
    }
}

impl Directory {
    fn new(published: Arc<PublishedList>, mut shelves: HashMap<RetailerId, Shelf>) -> Self {
        let mut stores: Vec<Store> = published
            .list
            .retailers()
            .iter()
            .map(|retailer| Store {
                key: folded(&retailer.name),
                shelf: shelves.remove(&retailer.id).unwrap_or_default(),
                retailer: retailer.clone(),
            })
            .collect();
        stores.sort_by(|a, b| (&a.key, a.retailer.id).cmp(&(&b.key, b.retailer.id)));
        let mut categories = BTreeMap::new();
        for name in stores.iter().map(|store| &store.shelf.category) {
            if !name.is_empty() {
                *categories.entry(name.clone()).or_insert(0) += 1;
            }
        }
        Self {
            published,
            stores,
            categories,
        }
    }

    /// The portal's own name.
    pub(crate) fn portal_name(&self) -> &str {
        &self.published.root.name
    }

    /// The categories by name, with the number of their stores.
    pub(crate) fn categories(&self) -> &BTreeMap<String, usize> {
        &self.categories
    }

    /// The store with that number.
    pub(crate) fn get(&self, id: RetailerId) -> Option<&Store> {
        self.stores.iter().find(|store| store.retailer.id == id)
    }

    /// The first letters of a category's stores; of all stores when none is named.
    pub(crate) fn initials(&self, category: &str) -> BTreeSet<char> {
        let stores = self.stores.iter();
        let of_category = stores.filter(|s| category.is_empty() || s.shelf.category == category);
        of_category.map(Store::initial).collect()
    }

    /// What was asked for: the nearest names first, each by name.
    pub(crate) fn find(&self, wanted: &Wanted) -> Vec<&Store> {
        let query = folded(wanted.query.trim());
        let is_wanted = |store: &&Store| {
            (wanted.category.is_empty() || store.shelf.category == wanted.category)
                && wanted.initial.is_none_or(|i| store.initial() == i)
        };
        let mut found: Vec<(u8, &Store)> = self
            .stores
            .iter()
            .filter(is_wanted)
            .filter_map(|store| Some((store.rank(&query)?, store)))
            .collect();
        // Stable: within a rank they stay in the order of their names.
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, store)| store).collect()
    }

    /// The stores that the operator shows first.
    pub(crate) fn featured(&self) -> impl Iterator<Item = &Store> {
        self.stores.iter().filter(|store| store.shelf.featured)
    }

    /// The stores whose boost runs at `now_s`, the one that ends soonest first.
    pub(crate) fn boosted(&self, now_s: i64) -> Vec<&Store> {
        let mut boosted: Vec<(i64, &Store)> = self
            .stores
            .iter()
            .filter(|store| !store.retailer.boosts.is_empty())
            .filter_map(|store| {
                let headline: Headline = store.retailer.headline_at(now_s)?;
                Some((headline.boost?.e, store))
            })
            .collect();
        boosted.sort_by_key(|(end, _)| *end);
        boosted.into_iter().map(|(_, store)| store).collect()
    }
}

/// The directory of the newest list that was asked for.
#[derive(Debug, Default)]
pub(crate) struct Newest(Mutex<Option<Arc<Directory>>>);

/// The directory of the list as it is published now.
pub(crate) async fn current(portal: &Portal) -> Result<Arc<Directory>, Error> {
    let published = portal.published()?;
    let newest = portal.directory.get();
    if let Some(newest) = newest.filter(|d| Arc::ptr_eq(&d.published, &published)) {
        return Ok(newest);
    }
    let shelves = catalog::shelves(&portal.pool).await?;
    let made = Arc::new(Directory::new(published, shelves));
    portal.directory.set(&made);
    Ok(made)
}

impl Newest {
    fn get(&self) -> Option<Arc<Directory>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, directory: &Arc<Directory>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(directory));
    }
}
