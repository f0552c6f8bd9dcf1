//! Which trip belongs to a store or a tab.

use super::Engine;
use crate::activation::Trip;
use crate::memory::Before;
use crate::protocol::TabId;
use crate::standdown::OwnClick;
use crate::store_id::StoreId;

impl Engine {
    /// The store's page appeared: is a trip active there? A landing makes it so.
    pub(super) fn land(&mut self, tab: TabId, stores: &[StoreId], now: i64) -> bool {
        // A page that woke us may have been there before: a tab that was not sent is sent first.
        let resuming = self.resuming;
        let is_there = |t: &mut Trip| !(resuming && t.is_unsent(now)) && t.land(tab, now);
        let landed = self.trip_mut(stores).is_some_and(is_there);
        landed || self.trip_of(stores).is_some_and(|t| t.is_active(now))
    }

    /// Our own click that may explain what is seen in a tab, and the store that it led to.
    pub(super) fn own_click(&self, tab: TabId, now: i64) -> Option<(StoreId, OwnClick)> {
        let in_tab = |t: &&Trip| t.tab == tab && (t.is_under_way(now) || t.is_active(now));
        let trip = self.memory.trips.iter().rev().find(in_tab)?;
        let own = trip.own_click().filter(|o| o.counts_at(now))?;
        Some((trip.store, own))
    }

    /// The newest trip to a store while the shopper may still look at what came of it.
    pub(super) fn trip_in_hand(&self, store: StoreId, now: i64) -> Option<&Trip> {
        self.trip_of(&[store]).filter(|t| t.is_in_hand(now))
    }

    /// The newest trip to a store, through whichever portal.
    pub(super) fn trip_of(&self, stores: &[StoreId]) -> Option<&Trip> {
        let mut newest_first = self.memory.trips.iter().rev();
        newest_first.find(|t| stores.contains(&t.store))
    }

    pub(super) fn trip_mut(&mut self, stores: &[StoreId]) -> Option<&mut Trip> {
        let mut newest_first = self.memory.trips.iter_mut().rev();
        newest_first.find(|t| stores.contains(&t.store))
    }

    /// Does the tab of a click show what the click is not about, as far as anyone tells?
    pub(super) fn has_left_for_elsewhere(&self, trip: &Trip) -> bool {
        let tab = self.memory.tabs.get(&trip.tab);
        tab.is_some_and(|t| {
            !t.stores.contains(&trip.store) && (!t.stores.is_empty() || t.before == Before::Other)
        })
    }
}
