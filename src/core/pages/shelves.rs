//! Stores to choose from without a search: the shopper's favourites, boosts that end soon, what the portals show first.

use super::search::Found;
use crate::kept::Kept;
use crate::view::ShelvesView;

/// A boost ends soon within this, seconds.
const SOON: i64 = 3 * 86_400;
const MOST: usize = 6;

impl Kept<'_> {
    /// The lists of stores that the popup shows at `now` milliseconds; every store once in each.
    #[must_use]
    pub fn shelves(self, now: i64) -> ShelvesView {
        let at = now / 1000;
        let (mut favourites, mut ending, mut featured) =
            (Found::default(), Found::default(), Found::default());
        for (portal, list) in self.lists.in_order(self.memory) {
            for retailer in list.retailers() {
                let is_ending = |e: i64| (at..at + SOON).contains(&e);
                let mut boosts = retailer.boosts.iter();
                if boosts.any(|b| b.runs_at(at) && is_ending(b.e)) {
                    ending.add(self, portal, retailer, now);
                }
                if retailer.featured {
                    featured.add(self, portal, retailer, now);
                }
            }
        }
        for keepsake in self.memory.keepsakes.iter().filter(|k| k.star) {
            for store in self.stores_of(&keepsake.site) {
                if let Some(retailer) = self.lists.get(store) {
                    favourites.add(self, store.portal, retailer, now);
                }
            }
        }
        ShelvesView {
            favourites: favourites.hits(usize::MAX),
            ending: ending.ending_first(MOST),
            featured: featured.best(MOST),
        }
    }
}
