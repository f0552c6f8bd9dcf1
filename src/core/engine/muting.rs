//! The silence that the shopper asked for, and its undoing.

use super::Engine;
use crate::decision::Reason;
use crate::host::Host;
use crate::memory::TabState;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Effect, Outcome, TabId};
use crate::store_id::StoreId;

impl Engine {
    pub(super) fn muted(&mut self, site: Where, lasting: Lasting, now: i64, out: &mut Outcome) {
        let at = self.local(now);
        self.memory.muted.add(site, lasting, at);
        let has_offer = |state: &TabState| matches!(state, TabState::Offer(_));
        self.decide_on_mutes(has_offer, now, out);
    }

    pub(super) fn unmuted(&mut self, site: &Where, now: i64, out: &mut Outcome) {
        self.memory.muted.remove(site);
        if let Where::At(host) = site {
            self.memory.dismissed.retain(|d| d != host);
        }
        let is_muted = |state: &TabState| match state {
            TabState::Silent(reason) => reason.is_muted(),
            _ => false,
        };
        self.decide_on_mutes(is_muted, now, out);
    }

    /// Why a store is silent by the shopper's wish, if it is.
    pub(super) fn mute_at(&self, stores: &[StoreId], now: i64) -> Option<Reason> {
        let (site, _) = self.memory.muted.of(&self.hosts_of(stores), now)?;
        Some(match site {
            Where::Everywhere => Reason::MutedEverywhere,
            Where::At(_) => Reason::Muted,
        })
    }

    /// Tabs in such a state become silent, or speak again: what the shopper has just asked for is no prompt.
    fn decide_on_mutes(
        &mut self,
        is_concerned: impl Fn(&TabState) -> bool,
        now: i64,
        out: &mut Outcome,
    ) {
        let tabs = self.memory.tabs.iter();
        let concerned = tabs.filter(|(_, tab)| is_concerned(&tab.state));
        for tab in concerned.map(|(id, _)| *id).collect::<Vec<_>>() {
            let stores = self.tab_mut(tab).stores.clone();
            let state = self.state_at(&stores, now);
            if self.tab_mut(tab).state != state {
                self.tab_mut(tab).state = state;
                self.draw(tab, true, now, out);
            }
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
