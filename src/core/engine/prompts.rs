//! The card that comes unasked: whether it may, and what it leaves behind for the next one.

use super::Engine;
use super::visits::Seen;
use crate::checkout::is_checkout;
use crate::governor::NoCard;
use crate::host::Host;
use crate::local_time::LocalTime;
use crate::memory::{Offer, Tab, TabState};
use crate::mutes::Where;
use crate::painter;
use crate::protocol::{Effect, Outcome, TabId};
use crate::settings::Corner;
use crate::store_id::StoreId;
use crate::view::StepView;
use url::Url;

/// Pages of a store that follow each other within this time are one visit, milliseconds. Elsewhere in between the tab may
/// have been: nobody tells.
pub(super) const ONE_VISIT: i64 = 1_800_000;

impl Engine {
    pub(super) fn local(&self, now: i64) -> LocalTime {
        LocalTime {
            now,
            zone: self.zone,
        }
    }

    /// Why no card may appear on a page, if none may. What the shopper asked for is no prompt, nor is a card that is open
    /// already and goes along to the store's next page.
    pub(super) fn no_card(
        &self,
        tab: TabId,
        stores: &[StoreId],
        state: &TabState,
        url: &Url,
        seen: &Seen<'_>,
        now: i64,
    ) -> Option<NoCard> {
        if is_checkout(url) {
            return Some(NoCard::Checkout);
        }
        let mut hosts = self.hosts_of(stores).into_iter();
        if hosts.any(|h| self.memory.dismissed.contains(&h)) {
            return Some(NoCard::Dismissed);
        }
        let TabState::Offer(offers) = state else {
            return None;
        };
        if seen.is_asked || self.goes_along(tab, stores, now) {
            return None;
        }
        let (site, worth, step) = self.in_front(offers, now)?;
        if step != StepView::Ready {
            return None;
        }
        let limits = &self.memory.settings.limits;
        let at = self.local(now);
        self.memory.prompts.withhold(&site, worth, limits, at)
    }

    /// Has this tab had the store's card a moment ago?
    pub(super) fn goes_along(&self, tab: TabId, stores: &[StoreId], now: i64) -> bool {
        let has_card = |t: &Tab| t.no_card.is_none() && matches!(t.state, TabState::Offer(_));
        let before = self.memory.tabs.get(&tab);
        before.is_some_and(|t| has_card(t) && t.stores == stores && now - t.seen < ONE_VISIT)
    }

    /// Counts the card that an arrival has just shown, if it came unasked.
    pub(super) fn count_prompt(&mut self, tab: TabId, now: i64, out: &Outcome) {
        let is_unasked = |effect: &Effect| matches!(effect, Effect::ShowCard { tab: at, card } if *at == tab && card.step == StepView::Ready);
        let entry = self.memory.tabs.get(&tab);
        if let Some(TabState::Offer(offers)) = entry.map(|t| &t.state)
            && out.effects.iter().any(is_unasked)
            && let Some((site, worth, _)) = self.in_front(offers, now)
        {
            let at = self.local(now);
            self.memory.prompts.shown(&site, worth, at);
        }
    }

    /// The offer that a card shows: the store's first host, its worth, where its click stands.
    fn in_front(&self, offers: &[Offer], now: i64) -> Option<(Host, i64, StepView)> {
        let offer = *self.ranked(offers, now).first()?;
        let (_, worth, _) = self.rank(offer.store.portal, &offer.headline, now);
        let step = painter::step(self.trip_in_hand(offer.store, now), now);
        Some((self.site_of(offer.store)?.clone(), worth, step))
    }

    /// "Not now": until the session ends, and something to learn from unless the card was used before.
    pub(super) fn dismissed(&mut self, store: StoreId, now: i64) {
        let Some(site) = self.site_of(store).cloned() else {
            return;
        };
        let has_offer = |state: &TabState| matches!(state, TabState::Offer(_));
        let tabs = self.tabs_of(&site, |_| true);
        let is_unused = tabs.iter().any(|tab| has_offer(&self.tab_mut(*tab).state));
        for tab in tabs {
            self.tab_mut(tab).no_card = Some(NoCard::Dismissed);
        }
        if is_unused {
            let at = self.local(now);
            self.memory.prompts.refused(&site, at);
        }
        if let Err(at) = self.memory.dismissed.binary_search(&site) {
            self.memory.dismissed.insert(at, site);
        }
    }

    /// The shopper moved or folded the card.
    pub(super) fn card_placed(&mut self, corner: Corner, folded: bool, out: &mut Outcome) {
        self.memory.settings.corner = corner;
        self.memory.folded = folded;
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn learning_undone(&mut self, site: &Where, out: &mut Outcome) {
        self.memory.prompts.forget(site);
        out.effect(Effect::ViewChanged);
    }
}
