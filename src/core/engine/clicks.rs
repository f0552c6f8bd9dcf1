//! The click: one trusted gesture, one id stored before anything is sent, one click-out, one landing.

use super::Engine;
use crate::activation::{ListStamp, Trip, TripState, click_id};
use crate::memory::TabState;
use crate::protocol::{Context, Effect, Outcome, TabId, Via};
use crate::rate::Headline;
use crate::retailer::RetailerId;
use crate::standdown::OwnClick;
use crate::task::{Call, Purpose, Task};

const MAX_TRIPS: usize = 100;

impl Engine {
    /// The shopper pressed Activate. Refused without an offer in that very tab: a page cannot make us believe in one.
    pub(super) fn activate(
        &mut self,
        tab: TabId,
        id: RetailerId,
        page: Option<&str>,
        via: Via,
        context: &Context,
        out: &mut Outcome,
    ) {
        let now = context.now;
        let offered = self
            .memory
            .tabs
            .get(&tab)
            .filter(|t| t.retailer == Some(id))
            .map(|t| &t.state);
        let (Some(TabState::Offer(headline)), Some(retailer), Some(portal)) =
            (offered, self.list.get(id), &self.memory.portal)
        else {
            self.memory.note(now, "click.refused");
            return;
        };
        let last = self.trip_of(id);
        if last.is_some_and(|t| t.is_under_way(now) && t.state != TripState::SignInFirst) {
            return;
        }
        let random = context
            .random
            .first_chunk::<16>()
            .copied()
            .unwrap_or_default();
        // Having seen the lower rate, the shopper agrees to that one.
        let shown = last
            .and_then(Trip::less_than_shown)
            .unwrap_or(headline)
            .clone();
        let trip = Trip {
            click: click_id(random),
            retailer: id,
            name: retailer.name.clone(),
            tab,
            via,
            shown,
            at: now,
            list: ListStamp {
                seq: portal.floor.seq,
                ver: portal.floor.ver,
            },
            page: Trip::reduced_page(page, retailer),
            state: TripState::SignInFirst,
        };
        // An older activation that never left is replaced, so that one gesture makes one click.
        self.memory
            .trips
            .retain(|t| t.retailer != id || t.state != TripState::SignInFirst);
        self.memory.trips.push(trip);
        if self.memory.trips.len() > MAX_TRIPS {
            self.memory.trips.remove(0);
        }
        if self.memory.account.is_some() {
            self.ask_portal(id, out);
        } else {
            self.sign_in(context, out);
        }
        self.draw(tab, true, now, out);
    }

    /// Sends every click that only waited for sign-in.
    pub(super) fn ask_for_waiting_clicks(&mut self, now: i64, out: &mut Outcome) {
        let waiting = |t: &&Trip| t.state == TripState::SignInFirst && t.is_under_way(now);
        let ids: Vec<_> = self
            .memory
            .trips
            .iter()
            .filter(waiting)
            .map(|t| (t.retailer, t.tab))
            .collect();
        for (id, tab) in ids {
            self.ask_portal(id, out);
            self.draw(tab, true, now, out);
        }
    }

    pub(super) fn give_up_waiting_clicks(&mut self, code: &str, now: i64, out: &mut Outcome) {
        self.end_clicks(&TripState::SignInFirst, code, now, out);
    }

    pub(super) fn fail_asking_clicks(&mut self, code: &str, now: i64, out: &mut Outcome) {
        self.end_clicks(&TripState::Asking, code, now, out);
    }

    fn end_clicks(&mut self, state: &TripState, code: &str, now: i64, out: &mut Outcome) {
        let mut tabs = Vec::new();
        for trip in self.memory.trips.iter_mut().filter(|t| t.state == *state) {
            trip.state = TripState::Ended {
                code: code.to_owned(),
            };
            tabs.push(trip.tab);
        }
        for tab in tabs {
            self.draw(tab, true, now, out);
        }
    }

    fn ask_portal(&mut self, id: RetailerId, out: &mut Outcome) {
        let (Some(url), Some(token_url)) = (self.api_url("v1/clicks"), self.api_url("oauth/token"))
        else {
            return;
        };
        let Some(trip) = self.trip_mut(id) else {
            return;
        };
        trip.state = TripState::Asking;
        let (purpose, body) = (Purpose::Click(trip.click.clone()), Some(trip.request()));
        out.task(Task::Call(Call {
            purpose,
            url,
            body,
            token_url,
        }));
    }

    pub(super) fn click_answered(
        &mut self,
        click: &str,
        status: Option<u16>,
        body: &[u8],
        now: i64,
        out: &mut Outcome,
    ) {
        let Some(root) = self.memory.portal.as_ref().map(|p| p.root.clone()) else {
            return;
        };
        let Some(trip) = self.memory.trips.iter_mut().find(|t| t.click == click) else {
            return;
        };
        if trip.state != TripState::Asking {
            return;
        }
        let code = match status {
            Some(200 | 201) => trip
                .take_answer(body, &root, now)
                .err()
                .map(crate::Error::code),
            Some(409 | 422) => Some("portal.refused"),
            Some(429) => Some("portal.tooMany"),
            Some(_) => Some("portal.failed"),
            None => Some("portal.unreachable"),
        };
        if let Some(code) = code {
            trip.state = TripState::Ended {
                code: code.to_owned(),
            };
        }
        let (tab, click) = (trip.tab, trip.click.clone());
        if let TripState::Leaving { promise, .. } = &trip.state {
            out.effect(Effect::Go {
                tab,
                url: promise.go.clone(),
                click,
            });
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

    /// After the background died: ask again with the same id, and send a tab that was not sent. Both are idempotent.
    pub(super) fn resume_clicks(&mut self, now: i64, out: &mut Outcome) {
        let under_way: Vec<Trip> = self
            .memory
            .trips
            .iter()
            .filter(|t| t.is_under_way(now))
            .cloned()
            .collect();
        for trip in under_way {
            match &trip.state {
                TripState::Asking => self.ask_portal(trip.retailer, out),
                TripState::Leaving {
                    promise,
                    went: false,
                    ..
                } => {
                    out.effect(Effect::Go {
                        tab: trip.tab,
                        url: promise.go.clone(),
                        click: trip.click,
                    });
                }
                _ => {}
            }
        }
    }

    /// The store's page appeared: is a trip active there? A landing makes it so.
    pub(super) fn land(&mut self, tab: TabId, id: RetailerId, now: i64) -> bool {
        let landed = self.trip_mut(id).is_some_and(|t| t.land(tab, now));
        landed || self.trip_of(id).is_some_and(|t| t.is_active(now))
    }

    pub(super) fn challenge_trip(&mut self, id: RetailerId) {
        if let Some(trip) = self.trip_mut(id)
            && let TripState::Active { challenged, .. } = &mut trip.state
        {
            *challenged = true;
        }
    }

    pub(super) fn own_click(&self, tab: TabId, now: i64) -> Option<OwnClick> {
        let in_tab = |t: &&Trip| t.tab == tab && (t.is_under_way(now) || t.is_active(now));
        self.memory
            .trips
            .iter()
            .rev()
            .find(in_tab)
            .and_then(Trip::own_click)
    }

    /// The newest trip to a retailer.
    pub(super) fn trip_of(&self, id: RetailerId) -> Option<&Trip> {
        self.memory.trips.iter().rev().find(|t| t.retailer == id)
    }

    fn trip_mut(&mut self, id: RetailerId) -> Option<&mut Trip> {
        self.memory
            .trips
            .iter_mut()
            .rev()
            .find(|t| t.retailer == id)
    }
}

impl Trip {
    /// The lower rate that the portal would lock, if it waits for the shopper to agree.
    #[must_use]
    pub fn less_than_shown(&self) -> Option<&Headline> {
        match &self.state {
            TripState::LessThanShown { locked } => Some(locked),
            _ => None,
        }
    }

    /// What the shopper was promised: the locked rate, or what was shown while nothing is locked.
    #[must_use]
    pub fn promised(&self) -> &Headline {
        match &self.state {
            TripState::Leaving { promise, .. } | TripState::Active { promise, .. } => {
                &promise.locked
            }
            _ => &self.shown,
        }
    }
}
