//! One store's offer in full, with what the shopper keeps about it.

use super::sparkline;
use crate::history::Change;
use crate::keepsake::Keepsake;
use crate::kept::Kept;
use crate::rate::{Boost, Headline};
use crate::retailer::Retailer;
use crate::store_id::StoreId;
use crate::view::{BoostView, StoreView};
use crate::{history, painter};

impl Kept<'_> {
    /// A store in full at `now` milliseconds; `history` is what is saved of its portal's. None when it is not listed.
    #[must_use]
    pub fn store(self, id: StoreId, history: &[u8], now: i64) -> Option<StoreView> {
        let retailer = self.lists.get(id)?;
        let site = retailer.hosts.first()?;
        let painter = self.painter(id.portal, now);
        let hidden = self.are_figures_hidden(id.portal, now);
        let headline = self.headline(id, retailer, now).filter(|_| !hidden);
        let changes: Vec<Change> = history::of(history, id.retailer);
        let kept = self.memory.keepsake(site).cloned();
        let shown = headline.as_ref();
        Some(StoreView {
            id,
            name: retailer.name.clone(),
            category: retailer.category.clone(),
            tiers: match shown {
                Some(_) => self.tiers(id, retailer, now),
                None => Vec::new(),
            },
            boost: shown
                .and_then(|h| h.boost.as_ref())
                .map(|b| self.boost(id, b, painter.currency())),
            cards: painter.cards(retailer),
            history: shown.and_then(|h| sparkline::draw(&changes, &h.rate, painter, now)),
            kept: self.keepsake(&kept.unwrap_or_else(|| Keepsake::of(site.clone())), now),
        })
    }

    /// What the shopper was promised on a trip that is active, else what the list says now.
    pub(super) fn headline(self, id: StoreId, retailer: &Retailer, now: i64) -> Option<Headline> {
        let mut trips = self.memory.trips.iter().rev();
        match trips.find(|t| t.store == id && t.is_active(now)) {
            Some(trip) => Some(trip.promised().clone()),
            None => retailer.headline_at(now / 1000),
        }
    }

    /// What a boost has left is known as long as the shopper has made no trip of it: how much was bought on one, only the
    /// portal knows.
    fn boost(self, id: StoreId, boost: &Boost, currency: &str) -> BoostView {
        let trips = self.memory.trips.iter();
        let of_it = trips.filter(|t| {
            t.store == id && t.promised().boost.as_ref() == Some(boost) && t.has_left()
        });
        let trips = of_it.count();
        let cap = boost.cap.map(|cap| painter::amount(cap.into(), currency));
        BoostView {
            ends: boost.e * 1000,
            left: cap.clone().filter(|_| trips == 0),
            cap,
            trips,
        }
    }
}
