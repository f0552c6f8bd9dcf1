//! "Not now" and "not on this site": the shopper's own silence, and its undoing.

use super::Engine;
use crate::decision::Reason;
use crate::host::Host;
use crate::memory::TabState;
use crate::protocol::{Effect, Outcome, TabId};
use crate::store_id::StoreId;

impl Engine {
    pub(super) fn dismissed(&mut self, store: StoreId, always: bool, now: i64, out: &mut Outcome) {
        let Some(site) = self.site_of(store).cloned() else {
            return;
        };
        if !always {
            return insert(&mut self.memory.dismissed, site);
        }
        insert(&mut self.memory.muted, site.clone());
        let is_offer = |state: &TabState| matches!(state, TabState::Offer(_));
        for tab in self.tabs_of(&site, is_offer) {
            self.tab_mut(tab).state = TabState::Silent(Reason::Muted);
            self.draw(tab, true, now, out);
        }
    }

    pub(super) fn unmuted(&mut self, site: &Host, now: i64, out: &mut Outcome) {
        self.memory.muted.retain(|m| m != site);
        self.memory.dismissed.retain(|d| d != site);
        let is_muted = |state: &TabState| *state == TabState::Silent(Reason::Muted);
        for tab in self.tabs_of(site, is_muted) {
            let stores = self.tab_mut(tab).stores.clone();
            self.tab_mut(tab).state = self.offers_at(&stores, now);
            self.draw(tab, true, now, out);
        }
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn tabs_of(&self, site: &Host, is_wanted: impl Fn(&TabState) -> bool) -> Vec<TabId> {
        let tabs = self.memory.tabs.iter();
        tabs.filter(|(_, t)| is_wanted(&t.state) && self.hosts_of(&t.stores).contains(site))
            .map(|(id, _)| *id)
            .collect()
    }
}

/// Keeps the sites in order and each once.
fn insert(sites: &mut Vec<Host>, site: Host) {
    if let Err(at) = sites.binary_search(&site) {
        sites.insert(at, site);
    }
}
