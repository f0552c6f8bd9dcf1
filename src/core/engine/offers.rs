//! What the portals offer for the page in a tab: which is worth most to this shopper, and what each surface shows.

use super::Engine;
use crate::decision::Reason;
use crate::host::Host;
use crate::kept::Rank;
use crate::memory::{Offer, TabState};
use crate::painter;
use crate::protocol::{Effect, Icon, Outcome, TabId};
use crate::rate::Headline;
use crate::settings::Mode;
use crate::store_id::{PortalId, StoreId};
use crate::subscription::Freshness;
use crate::view::{CardView, OfferView, StepView};

impl Engine {
    /// What a tab shows of stores where no trip is active.
    pub(super) fn state_at(&self, stores: &[StoreId], now: i64) -> TabState {
        let reason = if stores.is_empty() {
            None
        } else if self.referral(stores, now).is_some() {
            Some(Reason::Referred)
        } else {
            self.mute_at(stores, now)
        };
        reason.map_or_else(|| self.offers_at(stores, now), TabState::Silent)
    }

    /// Offers for a page whose stores nobody else referred the shopper to, or the reason why there is none.
    pub(super) fn offers_at(&self, stores: &[StoreId], now: i64) -> TabState {
        let mut offers = Vec::new();
        let mut reason = None;
        for store in stores {
            let portal = self.memory.portal(store.portal);
            let is_asleep = portal.is_none_or(|p| p.freshness(now) == Freshness::Asleep);
            let retailer = self.lists.get(*store);
            // Each for itself: a portal that names a closed store among others closes none of another portal's.
            let mut hosts = retailer.iter().flat_map(|r| &r.hosts);
            let is_closed = hosts.any(|h| self.policies.is_never(h));
            match retailer.and_then(|r| r.headline_at(now.div_euclid(1000))) {
                _ if is_closed => reason = Some(Reason::NotThroughExtension),
                Some(headline) if !is_asleep => offers.push(Offer {
                    store: *store,
                    headline,
                }),
                Some(_) => reason = Some(Reason::ListAsleep),
                None => reason = reason.or(Some(Reason::NoRate)),
            }
        }
        match reason {
            _ if !offers.is_empty() => TabState::Offer(offers),
            Some(reason) => TabState::Silent(reason),
            None => TabState::Empty,
        }
    }

    /// The best first: fresh lists before stale ones, then by worth; among equals in the shopper's order of portals.
    pub(super) fn ranked<'a>(&self, offers: &'a [Offer], now: i64) -> Vec<&'a Offer> {
        let mut ranked: Vec<&Offer> = Vec::with_capacity(offers.len());
        for offer in offers {
            let rank = |o: &Offer| self.rank(o.store.portal, &o.headline, now);
            let worse = ranked.iter().position(|other| rank(other) < rank(offer));
            ranked.insert(worse.unwrap_or(ranked.len()), offer);
        }
        // A click under way, or one that failed just now, stays where the shopper looks.
        let is_in_hand =
            |o: &&Offer| painter::step(self.trip_in_hand(o.store, now), now) != StepView::Ready;
        if let Some(at) = ranked.iter().position(is_in_hand) {
            let offer = ranked.remove(at);
            ranked.insert(0, offer);
        }
        ranked
    }

    pub(super) fn rank(&self, portal: PortalId, headline: &Headline, now: i64) -> Rank {
        self.kept().rank(portal, headline, now)
    }

    fn are_figures_hidden(&self, portal: PortalId, now: i64) -> bool {
        self.kept().are_figures_hidden(portal, now)
    }

    /// One offer as it is shown, with where its click stands.
    pub(super) fn paint(&self, offer: &Offer, now: i64) -> Option<(OfferView, StepView)> {
        let retailer = self.lists.get(offer.store)?;
        let trip = self.trip_in_hand(offer.store, now);
        let locked = trip.and_then(crate::activation::Trip::less_than_shown);
        let hidden = self.are_figures_hidden(offer.store.portal, now);
        let headline = Some(locked.unwrap_or(&offer.headline)).filter(|_| !hidden);
        let view = self
            .painter(offer.store.portal, now)
            .offer(offer.store, retailer, headline);
        Some((view, painter::step(trip, now)))
    }

    /// The active trip's offer as it was locked.
    pub(super) fn paint_active(&self, stores: &[StoreId], now: i64) -> Option<OfferView> {
        let trip = self.trip_of(stores)?;
        let retailer = self.lists.get(trip.store)?;
        let hidden = self.are_figures_hidden(trip.store.portal, now);
        let headline = Some(trip.promised()).filter(|_| !hidden);
        Some(
            self.painter(trip.store.portal, now)
                .offer(trip.store, retailer, headline),
        )
    }

    /// Button and card of a tab as its state says.
    pub(super) fn draw(&mut self, tab: TabId, may_show_card: bool, now: i64, out: &mut Outcome) {
        let Some(entry) = self.memory.tabs.get(&tab) else {
            return;
        };
        let (icon, badge) = match &entry.state {
            TabState::Offer(offers) => (Icon::Lit, self.badge(offers, now)),
            TabState::Active => (Icon::Active, "\u{2713}".to_owned()),
            TabState::Empty | TabState::Silent(_) => (Icon::Grey, String::new()),
        };
        out.effect(Effect::SetIcon { tab, icon, badge });
        if self.memory.settings.mode != Some(Mode::Card) || entry.stores.is_empty() {
            return;
        }
        match self.card(tab, now).filter(|_| may_show_card) {
            Some(card) => out.effect(Effect::ShowCard {
                tab,
                card: Box::new(card),
            }),
            None => out.effect(Effect::HideCard { tab }),
        }
    }

    pub(super) fn badge(&self, offers: &[Offer], now: i64) -> String {
        let best = self.ranked(offers, now).into_iter().next();
        let shown = best.filter(|o| !self.are_figures_hidden(o.store.portal, now));
        shown
            .map(|o| self.painter(o.store.portal, now).badge(&o.headline.rate))
            .unwrap_or_default()
    }

    fn card(&self, tab: TabId, now: i64) -> Option<CardView> {
        let entry = self.memory.tabs.get(&tab)?;
        if entry.no_card.is_some() {
            return None;
        }
        let (offer, step) = match &entry.state {
            TabState::Offer(offers) => self.paint(self.ranked(offers, now).first()?, now)?,
            TabState::Active => (self.paint_active(&entry.stores, now)?, StepView::Active),
            TabState::Empty | TabState::Silent(_) => return None,
        };
        // A pill has no room for what goes wrong, or for a question.
        let is_calm = matches!(step, StepView::Ready | StepView::Active);
        Some(CardView {
            site: self.site_of(offer.id)?.clone(),
            offer,
            folded: self.memory.folded && is_calm,
            step,
            corner: self.memory.settings.corner,
        })
    }

    /// The host under which a store is muted, dismissed and counted: its first.
    pub(super) fn site_of(&self, store: StoreId) -> Option<&Host> {
        self.lists.get(store)?.hosts.first()
    }

    /// Every host of a store, by all portals that list it: what is remembered of it holds for all of them.
    pub(super) fn hosts_of(&self, stores: &[StoreId]) -> Vec<Host> {
        let mut hosts: Vec<Host> = Vec::new();
        for retailer in stores.iter().filter_map(|s| self.lists.get(*s)) {
            for host in &retailer.hosts {
                if !hosts.contains(host) {
                    hosts.push(host.clone());
                }
            }
        }
        hosts
    }

    /// After a portal or an account is gone, or portals are in another order: tabs show what is true now.
    pub(super) fn settle_tabs(&mut self, now: i64, out: &mut Outcome) {
        let tabs: Vec<TabId> = self.memory.tabs.iter().map(|(tab, _)| *tab).collect();
        for tab in tabs {
            let entry = self.tab_mut(tab);
            let (before, listed) = (entry.state.clone(), core::mem::take(&mut entry.stores));
            let portals = self.memory.portals.iter();
            let stores: Vec<StoreId> = portals
                .flat_map(|p| listed.iter().filter(|s| s.portal == p.id).copied())
                .collect();
            let has_trip = self.trip_of(&stores).is_some_and(|t| t.is_active(now));
            let state = match before {
                TabState::Silent(reason) if !stores.is_empty() => TabState::Silent(reason),
                TabState::Active if has_trip => TabState::Active,
                _ => self.state_at(&stores, now),
            };
            let entry = self.tab_mut(tab);
            (entry.stores, entry.state) = (stores, state);
            self.draw(tab, false, now, out);
        }
    }
}
