//! Search over all stores of all lists.

use crate::kept::{Kept, Rank};
use crate::retailer::Retailer;
use crate::search::search;
use crate::store_id::StoreId;
use crate::view::SearchHit;

const MOST_HITS: usize = 8;

impl Kept<'_> {
    /// The stores that fit what the shopper typed, the best first; every store once, at the portal that offers most.
    #[must_use]
    pub fn search(self, text: &str, now: i64) -> Vec<SearchHit> {
        let mut hits: Vec<(SearchHit, Option<Rank>)> = Vec::new();
        for (portal, list) in self.lists.in_order(self.memory) {
            let painter = self.painter(portal, now);
            let hidden = self.are_figures_hidden(portal, now);
            for retailer in search(list, text, MOST_HITS) {
                let headline = retailer.headline_at(now / 1000).filter(|_| !hidden);
                let hit = SearchHit {
                    id: StoreId {
                        portal,
                        retailer: retailer.id,
                    },
                    name: retailer.name.clone(),
                    host: first_host(retailer),
                    rate: headline.as_ref().map(|h| painter.rate(&h.rate)),
                };
                let rank = headline.map(|h| self.rank(portal, &h, now));
                match hits.iter_mut().find(|(other, _)| other.host == hit.host) {
                    Some(other) if rank > other.1 => *other = (hit, rank),
                    Some(_) => {}
                    None => hits.push((hit, rank)),
                }
            }
        }
        let hits = hits.into_iter().map(|(hit, _)| hit);
        hits.take(MOST_HITS).collect()
    }
}

fn first_host(retailer: &Retailer) -> String {
    let host = retailer.hosts.first();
    host.map(|h| h.as_str().to_owned()).unwrap_or_default()
}
