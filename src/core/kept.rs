//! What was saved, for whoever draws it: the engine draws button and card, our own pages draw all the rest (`pages`).
//! Nothing is changed from here.

use crate::host::Host;
use crate::lists::Lists;
use crate::memory::Memory;
use crate::painter::Painter;
use crate::rate::{Headline, Rate};
use crate::store_id::{PortalId, StoreId};
use crate::subscription::Freshness;
use crate::view::NamedView;
use crate::worth::{paid_in, worth};

/// The memory and the lists, to be read.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// As last saved.
    pub memory: &'a Memory,
    /// As accepted.
    pub lists: &'a Lists,
}

/// What makes one offer better than another, first things first: figures that still hold, worth, certainty.
pub type Rank = (bool, i64, bool);

impl<'a> Kept<'a> {
    /// Draws what a portal offers in the shopper's unit.
    #[must_use]
    pub fn painter(self, portal: PortalId, now: i64) -> Painter<'a> {
        let is_one_of_several = self.memory.portals.len() > 1;
        let portal = self.memory.portal(portal);
        let units = portal.map_or(&[][..], |p| &p.units);
        Painter {
            memory: self.memory,
            units,
            unit: paid_in(units, &self.memory.settings.unit),
            portal: portal
                .filter(|_| is_one_of_several)
                .map(|p| p.root.name.as_str()),
            opens: portal.is_some_and(|p| p.root.is_link()),
            at: now / 1000,
        }
    }

    /// How good an offer is for this shopper.
    #[must_use]
    pub fn rank(self, portal: PortalId, headline: &Headline, now: i64) -> Rank {
        let units = self.memory.portal(portal).map_or(&[][..], |p| &p.units);
        let settings = &self.memory.settings;
        let unit = paid_in(units, &settings.unit);
        let worth = worth(&headline.rate, unit, settings, now / 1000);
        (
            !self.are_figures_hidden(portal, now),
            worth,
            !headline.rate.is_up_to(),
        )
    }

    /// Is a portal's list too old to name figures?
    #[must_use]
    pub fn are_figures_hidden(self, portal: PortalId, now: i64) -> bool {
        let portal = self.memory.portal(portal);
        portal.is_none_or(|p| p.freshness(now) != Freshness::Fresh)
    }

    /// A store by one of its hosts, as each portal lists it, in the shopper's order of portals.
    #[must_use]
    pub fn stores_of(self, site: &Host) -> Vec<StoreId> {
        let mut stores = Vec::new();
        for (portal, list) in self.lists.in_order(self.memory) {
            let named = list.of_host(site.as_str()).into_iter();
            stores.extend(named.map(|r| StoreId {
                portal,
                retailer: r.id,
            }));
        }
        stores
    }

    /// The highest percentage that a fresh list names for a store, in basis points, and where.
    #[must_use]
    pub fn best_at(self, site: &Host, now: i64) -> Option<(u32, StoreId)> {
        let mut best: Option<(u32, StoreId)> = None;
        for store in self.stores_of(site) {
            let retailer = self.lists.get(store);
            let headline = retailer.and_then(|r| r.headline_at(now / 1000));
            if let Some(Rate::Percent { v, .. }) = headline.map(|h| h.rate)
                && !self.are_figures_hidden(store.portal, now)
                && best.is_none_or(|(highest, _)| v.0 > highest)
            {
                best = Some((v.0, store));
            }
        }
        best
    }

    /// A store by one of its hosts, under the name that the first list gives it.
    #[must_use]
    pub fn named(self, site: &Host) -> NamedView {
        let mut lists = self.lists.in_order(self.memory);
        let name = lists.find_map(|(_, list)| list.of_host(site.as_str()).into_iter().next());
        NamedView {
            site: site.clone(),
            name: name.map_or_else(|| site.as_str().to_owned(), |r| r.name.clone()),
        }
    }
}
