//! "Not now" and "not on this site": the shopper's own silence, and its undoing.

use super::Engine;
use crate::decision::Reason;
use crate::memory::TabState;
use crate::protocol::{Effect, Outcome, TabId};
use crate::retailer::RetailerId;

impl Engine {
    pub(super) fn dismissed(&mut self, id: RetailerId, always: bool, now: i64, out: &mut Outcome) {
        if always {
            insert(&mut self.memory.muted, id);
            self.set_offers_of(id, &TabState::Silent(Reason::Muted), now, out);
        } else {
            insert(&mut self.memory.dismissed, id);
        }
    }

    pub(super) fn unmuted(&mut self, id: RetailerId, now: i64, out: &mut Outcome) {
        self.memory.muted.retain(|m| *m != id);
        self.memory.dismissed.retain(|d| *d != id);
        let headline = self.list.get(id).and_then(|r| r.headline_at(now / 1000));
        if let Some(headline) = headline {
            let muted = TabState::Silent(Reason::Muted);
            let tabs = self.tabs_in(id, |state| *state == muted);
            self.set(&tabs, &TabState::Offer(headline), now, out);
        }
        out.effect(Effect::ViewChanged);
    }

    fn set_offers_of(&mut self, id: RetailerId, state: &TabState, now: i64, out: &mut Outcome) {
        let tabs = self.tabs_in(id, |s| matches!(s, TabState::Offer(_)));
        self.set(&tabs, state, now, out);
    }

    fn set(&mut self, tabs: &[TabId], state: &TabState, now: i64, out: &mut Outcome) {
        for tab in tabs {
            self.tab_mut(*tab).state = state.clone();
            self.draw(*tab, true, now, out);
        }
    }

    fn tabs_in(&self, id: RetailerId, is_wanted: impl Fn(&TabState) -> bool) -> Vec<TabId> {
        let tabs = self.memory.tabs.iter();
        tabs.filter(|(_, t)| t.retailer == Some(id) && is_wanted(&t.state))
            .map(|(id, _)| *id)
            .collect()
    }
}

/// Keeps the numbers in order and each once.
fn insert(ids: &mut Vec<RetailerId>, id: RetailerId) {
    if let Err(at) = ids.binary_search(&id) {
        ids.insert(at, id);
    }
}
