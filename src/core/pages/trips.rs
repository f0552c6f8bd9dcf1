//! The shopper's trips: what this browser knows of them, joined with what the portals say became of them.

use super::book::Book;
use super::posted::what_became;
use crate::activation::{Trip, TripState};
use crate::earnings::{Earned, Said, State};
use crate::kept::Kept;
use crate::painter::step;
use crate::store_id::StoreId;
use crate::view::{StepView, TripView};

/// Trips that are shown.
const MOST: usize = 100;

impl Kept<'_> {
    /// All trips, newest first.
    pub(super) fn trips(self, said: &Said, now: i64) -> Vec<TripView> {
        let mut trips = Vec::new();
        for portal in &self.memory.portals {
            let book = Book::of(self, portal, now);
            let known = said.get(&portal.id).filter(|_| portal.account.is_some());
            let known = known.map_or(&[][..], |s| &s.trips);
            for earned in known {
                put(&mut trips, book.told(earned));
            }
            for trip in self.memory.trips.iter().rev() {
                let is_told = known.iter().any(|e| e.click == trip.click);
                if trip.store.portal == portal.id && !is_told {
                    put(&mut trips, book.untold(trip));
                }
            }
        }
        trips.truncate(MOST);
        trips
    }
}

/// Newest first; of the same moment, in the order in which they come. Sorting would be more code.
fn put(trips: &mut Vec<TripView>, trip: TripView) {
    let place = trips.partition_point(|t| t.at >= trip.at);
    trips.insert(place, trip);
}

impl Book<'_> {
    /// A trip of which the portal says nothing yet.
    fn untold(&self, trip: &Trip) -> TripView {
        let has_landed = matches!(trip.state, TripState::Active { .. });
        let due = self.due(trip.at / 1000, self.span(trip.store), None);
        TripView {
            click: trip.click.clone(),
            portal: self.portal.id,
            name: trip.name.clone(),
            at: trip.at,
            step: step(Some(trip), self.now),
            rate: Some(self.painter.rate(&trip.promised().rate)),
            posted: None,
            due: due.filter(|_| has_landed),
            claimable: trip.has_left() && self.portal.account.is_some(),
            claim: self.claim(&trip.click),
        }
    }

    /// A trip of which it does. What was promised is what this browser has kept, else what the portal says.
    fn told(&self, earned: &Earned) -> TripView {
        let memory = self.kept.memory;
        let own = memory.trips.iter().find(|t| t.click == earned.click);
        let promised = own.map(Trip::promised).or(earned.promised.as_ref());
        let store = StoreId {
            portal: self.portal.id,
            retailer: earned.retailer,
        };
        let name = own.map(|t| &t.name).or(earned.name.as_ref());
        let minor = (earned.state == State::Pending).then_some(earned.reward);
        let due = self.due(earned.at, self.span(store), minor);
        TripView {
            click: earned.click.clone(),
            portal: self.portal.id,
            name: name.cloned().unwrap_or_default(),
            at: earned.clicked * 1000,
            step: own.map_or(StepView::Ready, |trip| step(Some(trip), self.now)),
            rate: promised.map(|p| self.painter.rate(&p.rate)),
            posted: Some(what_became(self.painter, earned, promised)),
            due: due.filter(|_| earned.state.is_open()),
            claimable: self.portal.account.is_some(),
            claim: self.claim(&earned.click),
        }
    }

    fn claim(&self, click: &str) -> Option<String> {
        let mut claims = self.kept.memory.claims.iter();
        let (_, state) = claims.find(|(of, _)| of == click)?;
        Some(state.clone())
    }
}
