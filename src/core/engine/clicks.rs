//! The click: one trusted gesture, one id stored before anything is sent, one click-out, one landing.

use super::Engine;
use crate::activation::{ListStamp, Trip, TripState, click_id};
use crate::decision::Reason;
use crate::memory::{Memory, TabState};
use crate::protocol::{Context, Effect, Outcome, TabId, Via};
use crate::rate::Headline;
use crate::receipt::Deed;
use crate::standdown::Record;
use crate::store_id::{PortalId, StoreId};
use crate::task::Purpose;

const MAX_TRIPS: usize = 100;

impl Engine {
    /// The shopper pressed Activate. Refused without an offer in that very tab: a page cannot make us believe in one.
    pub(super) fn activate(
        &mut self,
        tab: TabId,
        store: StoreId,
        page: Option<&str>,
        via: Via,
        context: &Context,
        out: &mut Outcome,
    ) {
        let now = context.now;
        let (Some((stores, headline)), Some(retailer), Some(portal)) = (
            self.offered(tab, store, via, now),
            self.lists.get(store),
            self.memory.portal(store.portal),
        ) else {
            self.memory.note(now, "click.refused");
            if via == Via::Card {
                // It offers what is no longer on offer here.
                out.effect(Effect::HideCard { tab });
            }
            return;
        };
        if portal.root.is_link() {
            // Somebody else's portal: its own page of the store, and nothing of ours.
            match portal.root.store_page(retailer.page_name()) {
                Some(url) => out.effect(Effect::OpenTab { url: url.into() }),
                None => self.memory.note(now, "click.noPage"),
            }
            return;
        }
        let is_busy = |t: &Trip| t.is_under_way(now) && !t.waits_for_sign_in() && !t.is_stuck(now);
        if self.trip_of(&stores).is_some_and(is_busy) {
            return;
        }
        let random = context
            .random
            .first_chunk::<16>()
            .copied()
            .unwrap_or_default();
        // Having seen the lower rate, the shopper agrees to that one.
        let last = self.trip_in_hand(store, now);
        let shown = last
            .and_then(Trip::less_than_shown)
            .unwrap_or(&headline)
            .clone();
        let trip = Trip {
            click: click_id(random),
            store,
            name: retailer.name.clone(),
            tab,
            via,
            shown,
            at: now,
            asked: 0,
            list: ListStamp {
                seq: portal.floor.seq,
                ver: portal.floor.ver,
            },
            page: Trip::reduced_page(page, retailer),
            state: TripState::SignInFirst,
        };
        let (click, is_signed_in) = (trip.click.clone(), portal.account.is_some());
        // An older activation that never left is replaced, so that one gesture makes one click.
        self.memory
            .trips
            .retain(|t| !stores.contains(&t.store) || t.is_decided());
        self.memory.trips.push(trip);
        if self.memory.trips.len() > MAX_TRIPS {
            self.memory.trips.remove(0);
        }
        if let Some(site) = self.site_of(store).cloned().filter(|_| via == Via::Card) {
            let at = self.local(now);
            self.memory.prompts.used(&site, at);
        }
        if is_signed_in {
            self.ask_portal(&click, now, out);
        } else {
            self.sign_in(store.portal, context, out);
        }
        self.draw(tab, true, now, out);
    }

    /// What a tab offers of a store, with that store as every portal lists it; nothing once it leaves through a network. While
    /// someone else has the credit, only the popup that the shopper opened may offer it, and only where that is allowed.
    fn offered(
        &self,
        tab: TabId,
        store: StoreId,
        via: Via,
        now: i64,
    ) -> Option<(Vec<StoreId>, Headline)> {
        if self.is_led_away(tab, now) {
            return None;
        }
        let tab = self.memory.tabs.get(&tab)?;
        let offers = match &tab.state {
            TabState::Offer(offers) if self.referral(&tab.stores, now).is_none() => offers.clone(),
            TabState::Silent(Reason::Referred) if via == Via::Popup => {
                self.switchable(&tab.stores, now)
            }
            _ => return None,
        };
        let offer = offers.into_iter().find(|o| o.store == store)?;
        Some((tab.stores.clone(), offer.headline))
    }

    /// Sends every click that only waited for sign-in at this portal.
    pub(super) fn ask_for_waiting_clicks(&mut self, portal: PortalId, now: i64, out: &mut Outcome) {
        let waiting =
            |t: &&Trip| t.store.portal == portal && t.waits_for_sign_in() && t.is_under_way(now);
        let clicks = self.memory.trips.iter().filter(waiting);
        let clicks: Vec<_> = clicks.map(|t| (t.click.clone(), t.tab)).collect();
        for (click, tab) in clicks {
            self.ask_portal(&click, now, out);
            self.draw(tab, true, now, out);
        }
    }

    /// Ends the clicks at a portal that are in some state.
    pub(super) fn end_clicks(
        &mut self,
        portal: PortalId,
        is_in: fn(&Trip) -> bool,
        code: &str,
        now: i64,
        out: &mut Outcome,
    ) {
        let mut tabs = Vec::new();
        let trips = self.memory.trips.iter_mut();
        for trip in trips.filter(|t| t.store.portal == portal && is_in(t)) {
            trip.end(code);
            tabs.push(trip.tab);
        }
        for tab in tabs {
            self.draw(tab, true, now, out);
        }
    }

    fn ask_portal(&mut self, click: &str, now: i64, out: &mut Outcome) {
        let Some(trip) = self.memory.trips.iter_mut().find(|t| t.click == click) else {
            return;
        };
        let (portal, body) = (trip.store.portal, Some(trip.request()));
        if trip.waits_for_sign_in() {
            trip.state = TripState::Asking;
            trip.asked = now;
        }
        let purpose = Purpose::Click(click.to_owned());
        self.call(portal, purpose, "v1/clicks", body, out);
    }

    pub(super) fn click_answered(
        &mut self,
        click: &str,
        status: Option<u16>,
        body: &[u8],
        now: i64,
        out: &mut Outcome,
    ) {
        let mut trips = self.memory.trips.iter();
        let Some(trip) = trips.find(|t| t.click == click && t.is_asking()) else {
            return;
        };
        // Referred since the click: then that is the newer wish of the shopper's.
        let is_overtaken = self.is_overtaken(trip, now);
        let is_late = !trip.is_under_way(now) || self.has_left_for_elsewhere(trip);
        let taken_over = self.referral(&[trip.store], now).map(Record::evidence);
        let Memory { trips, portals, .. } = &mut self.memory;
        let Some(trip) = trips.iter_mut().find(|t| t.click == click) else {
            return;
        };
        let Some(portal) = portals.iter().find(|p| p.id == trip.store.portal) else {
            return;
        };
        let code = match status {
            _ if is_overtaken => Some("trip.referred"),
            _ if is_late => Some("portal.unreachable"),
            Some(200 | 201) => trip
                .take_answer(body, &portal.root, now)
                .err()
                .map(crate::Error::code),
            Some(409 | 422) => Some("portal.refused"),
            Some(429) => Some("portal.tooMany"),
            Some(_) => Some("portal.failed"),
            None => Some("portal.unreachable"),
        };
        if let Some(code) = code {
            trip.end(code);
        }
        let (tab, click, store) = (trip.tab, trip.click.clone(), trip.store);
        if let TripState::Leaving { promise, .. } = &trip.state {
            let deed = match taken_over {
                Some(evidence) => Deed::switched(store, &evidence),
                None => Deed::activated(store, &promise.network),
            };
            // Else it is sent once it is known what woke us.
            if !self.resuming {
                out.effect(Effect::Go {
                    tab,
                    url: promise.go.clone(),
                    click,
                });
            }
            self.note_deed(deed, now, out);
        }
        if let Some(code) = code {
            self.memory.note(now, code);
        }
        self.draw(tab, true, now, out);
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn went(&mut self, click: &str) {
        if let Some(trip) = self.memory.trips.iter_mut().find(|t| t.click == click)
            && let TripState::Leaving { went, .. } = &mut trip.state
        {
            *went = true;
        }
    }

    /// After the background died: ask again with the same id, and send a tab that was not sent, once it is known why we woke.
    /// Both are idempotent.
    pub(super) fn resume_clicks(&mut self, now: i64, out: &mut Outcome) {
        let trips = self.memory.trips.iter_mut();
        trips.for_each(|t| t.forget_page(now));
        let trips = self.memory.trips.iter();
        let asking = trips.filter(|t| t.is_asking() && t.is_under_way(now));
        for click in asking.map(|t| t.click.clone()).collect::<Vec<_>>() {
            self.ask_portal(&click, now, out);
        }
        self.resuming = true;
    }

    /// Sends the tabs that were not sent, unless the shopper has turned to something else since.
    pub(super) fn send_unsent(&self, now: i64, out: &mut Outcome) {
        for trip in &self.memory.trips {
            if let TripState::Leaving { promise, .. } = &trip.state
                && trip.is_unsent(now)
                && !self.is_overtaken(trip, now)
                && !self.has_left_for_elsewhere(trip)
            {
                out.effect(Effect::Go {
                    tab: trip.tab,
                    url: promise.go.clone(),
                    click: trip.click.clone(),
                });
            }
        }
    }
}
