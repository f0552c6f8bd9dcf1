//! Categories: a store's rates by category, what each pays and what is excluded; and those under which stores are listed.

use crate::kept::Kept;
use crate::retailer::Retailer;
use crate::store_id::StoreId;
use crate::view::TierView;

impl Kept<'_> {
    /// The rates that are for one category only, in the order of the list.
    pub(super) fn tiers(self, id: StoreId, retailer: &Retailer, now: i64) -> Vec<TierView> {
        let painter = self.painter(id.portal, now);
        let rates = retailer.rates.iter().enumerate();
        let tiers = rates.filter_map(|(at, rate)| {
            Some(TierView {
                at,
                label: rate.label()?.to_owned(),
                rate: (!rate.pays_nothing()).then(|| painter.rate(rate)),
            })
        });
        tiers.collect()
    }

    /// The categories under which stores are listed, each once and in order.
    #[must_use]
    pub fn categories(self) -> Vec<String> {
        let mut categories: Vec<String> = Vec::new();
        for (_, list) in self.lists.in_order(self.memory) {
            for category in list.retailers().iter().filter_map(|r| r.category.as_ref()) {
                // A few dozen: cheaper than the code of a sort.
                if let Err(at) = categories.binary_search(category) {
                    categories.insert(at, category.clone());
                }
            }
        }
        categories
    }
}
