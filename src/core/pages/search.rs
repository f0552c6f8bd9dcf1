//! Search over all stores of all lists.

use crate::kept::{Kept, Rank};
use crate::retailer::Retailer;
use crate::search::{search, search_alike};
use crate::store_id::{PortalId, StoreId};
use crate::view::{Hits, SearchHit};

const MOST_HITS: usize = 8;

/// Stores as they are found, every store once, at the portal that offers most.
#[derive(Default)]
pub(super) struct Found(Vec<(SearchHit, Option<Rank>)>);

impl Kept<'_> {
    /// The stores that fit what the shopper typed, the best first; where none does, those whose names differ by a typing
    /// error.
    #[must_use]
    pub fn search(self, text: &str, now: i64) -> Hits {
        let found = |look: for<'l> fn(&'l _, &str, usize) -> Vec<&'l Retailer>| {
            let mut found = Found::default();
            for (portal, list) in self.lists.in_order(self.memory) {
                for retailer in look(list, text, MOST_HITS) {
                    found.add(self, portal, retailer, now);
                }
            }
            found.hits(MOST_HITS)
        };
        let hits = found(search);
        if hits.is_empty() {
            let hits = found(search_alike);
            let similar = !hits.is_empty();
            return Hits { hits, similar };
        }
        Hits {
            hits,
            similar: false,
        }
    }
}

impl Found {
    pub(super) fn add(&mut self, kept: Kept<'_>, portal: PortalId, retailer: &Retailer, now: i64) {
        let Some(site) = retailer.hosts.first() else {
            return;
        };
        let hidden = kept.are_figures_hidden(portal, now);
        let headline = retailer.headline_at(now / 1000).filter(|_| !hidden);
        let boost = headline.as_ref().and_then(|h| h.boost.as_ref());
        let hit = SearchHit {
            id: StoreId {
                portal,
                retailer: retailer.id,
            },
            name: retailer.name.clone(),
            host: site.as_str().to_owned(),
            rate: headline
                .as_ref()
                .map(|h| kept.painter(portal, now).rate(&h.rate)),
            favourite: kept.memory.keepsake(site).is_some_and(|k| k.star),
            boost_ends: boost.and_then(|b| b.told_end(now / 1000)),
        };
        let rank = headline.as_ref().map(|h| kept.rank(portal, h, now));
        match self.0.iter_mut().find(|(other, _)| other.host == hit.host) {
            Some(other) if rank > other.1 => *other = (hit, rank),
            Some(_) => {}
            None => self.0.push((hit, rank)),
        }
    }

    /// In the order in which they were found.
    pub(super) fn hits(self, most: usize) -> Vec<SearchHit> {
        self.0.into_iter().take(most).map(|(hit, _)| hit).collect()
    }

    /// What is worth most to this shopper first.
    pub(super) fn best(self, most: usize) -> Vec<SearchHit> {
        let mut best = Self::default();
        for found in self.0 {
            let place = best.0.partition_point(|other| other.1 >= found.1);
            best.0.insert(place, found);
            best.0.truncate(most);
        }
        best.hits(most)
    }

    /// Those whose boost ends first.
    pub(super) fn ending_first(self, most: usize) -> Vec<SearchHit> {
        let mut hits: Vec<SearchHit> = Vec::new();
        for (hit, _) in self
            .0
            .into_iter()
            .filter(|(hit, _)| hit.boost_ends.is_some())
        {
            let place = hits.partition_point(|other| other.boost_ends <= hit.boost_ends);
            hits.insert(place, hit);
            hits.truncate(most);
        }
        hits
    }
}
