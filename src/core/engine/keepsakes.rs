//! What the shopper keeps about stores and cards, and alerts. Alerts are looked at when a list was looked at: by the clock,
//! or because the shopper asked. Never on a visit, so that what is said tells nothing of one.

use super::Engine;
use super::prompts::ONE_VISIT;
use crate::host::Host;
use crate::keepsake::{Keepsake, MOST};
use crate::money::BasisPoints;
use crate::protocol::{Effect, Outcome};
use crate::rate::Rate;
use crate::store_id::StoreId;
use crate::wallet::{CardBonus, MOST_CARDS};

impl Engine {
    /// What a store pays already is no news: the next rise is.
    pub(super) fn keepsake_changed(&mut self, keepsake: Keepsake, now: i64, out: &mut Outcome) {
        let best = self.best_at(&keepsake.site, now);
        let kept = &mut self.memory.keepsakes;
        kept.retain(|other| other.site != keepsake.site);
        if keepsake.is_worth_keeping() && kept.len() < MOST {
            let told = keepsake.is_reached(best.map(|(v, _)| v));
            kept.push(Keepsake { told, ..keepsake });
        }
        self.redraw(now, out);
    }

    pub(super) fn cards_changed(&mut self, cards: Vec<CardBonus>, now: i64, out: &mut Outcome) {
        if cards.len() <= MOST_CARDS && cards.iter().all(CardBonus::is_sane) {
            self.memory.cards = cards;
        }
        self.redraw(now, out);
    }

    /// Tells what the shopper asked to be told. A store that was open in a tab just now, that someone else referred the
    /// shopper to, or where they asked for silence, is left for a later look.
    pub(super) fn tell_alerts(&mut self, now: i64, out: &mut Outcome) {
        let mut kept = core::mem::take(&mut self.memory.keepsakes);
        for keepsake in kept.iter_mut().filter(|k| k.least.is_some()) {
            let best = self.best_at(&keepsake.site, now);
            let is_quiet = self.is_quiet_about(&keepsake.site, now);
            if keepsake.look(best.map(|(v, _)| v), is_quiet)
                && let Some((v, store)) = best
                && let Some(retailer) = self.lists.get(store)
            {
                let rate = Rate::Percent {
                    v: BasisPoints(v),
                    u: false,
                    l: None,
                };
                out.effect(Effect::Notify {
                    store,
                    name: retailer.name.clone(),
                    rate: self.painter(store.portal, now).rate(&rate),
                });
            }
        }
        self.memory.keepsakes = kept;
    }

    fn best_at(&self, site: &Host, now: i64) -> Option<(u32, StoreId)> {
        self.kept().best_at(site, now)
    }

    fn is_quiet_about(&self, site: &Host, now: i64) -> bool {
        let stores = self.kept().stores_of(site);
        let mut tabs = self.memory.tabs.iter();
        self.mute_at(&stores, now).is_some()
            || self.referral(&stores, now).is_some()
            || tabs.any(|(_, t)| {
                now - t.seen < ONE_VISIT && t.stores.iter().any(|s| stores.contains(s))
            })
    }
}
