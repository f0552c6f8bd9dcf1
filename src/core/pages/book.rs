//! A member's account at one portal, to be read: what is open there, and what of it falls on which payout day.

use super::confirmation::Span;
use super::forecast::Forecast;
use super::months;
use crate::earnings::{Earnings, OtherEarned, State};
use crate::kept::Kept;
use crate::local_time::LocalTime;
use crate::painter::{self, Painter};
use crate::store_id::StoreId;
use crate::subscription::Portal;
use crate::view::{DueView, EarningsView, OtherView};

/// The account, at `now` milliseconds.
pub(super) struct Book<'a> {
    pub(super) kept: Kept<'a>,
    pub(super) portal: &'a Portal,
    pub(super) painter: Painter<'a>,
    pub(super) now: i64,
    forecast: Option<Forecast<'a>>,
}

impl<'a> Book<'a> {
    pub(super) fn of(kept: Kept<'a>, portal: &'a Portal, now: i64) -> Self {
        let painter = kept.painter(portal.id, now);
        let me = portal.account.as_ref().and_then(|a| a.me.as_ref());
        Self {
            kept,
            portal,
            painter,
            now,
            forecast: me.map(|me| Forecast::new(painter, me)),
        }
    }

    /// Everything that was earned there; none as long as the portal has not said what is paid next, and in what.
    pub(super) fn earned(self, said: &Earnings, zone: i32) -> Option<EarningsView> {
        let other = said.other.iter().map(|earned| self.other(earned)).collect();
        let pending = |state| state == State::Pending;
        let mut expected = Vec::new();
        for trip in said.trips.iter().filter(|t| pending(t.state)) {
            let store = StoreId {
                portal: self.portal.id,
                retailer: trip.retailer,
            };
            expected.push((trip.at, self.span(store), trip.reward));
        }
        for earned in said.other.iter().filter(|o| pending(o.state)) {
            expected.push((earned.at, Span::of_kind(earned.kind), earned.reward));
        }
        let mut forecast = self.forecast?;
        for (at, span, minor) in expected {
            let due = forecast.due(at, span, Some(minor));
            forecast.expect(&due, minor);
        }
        let local = LocalTime {
            now: self.now,
            zone,
        };
        Some(EarningsView {
            months: months::draw(said, self.painter.currency(), local),
            payouts: forecast.days(),
            other,
        })
    }

    fn other(&self, earned: &OtherEarned) -> OtherView {
        let minor = (earned.state == State::Pending).then_some(earned.reward);
        let due = self.due(earned.at, Span::of_kind(earned.kind), minor);
        OtherView {
            kind: earned.kind,
            name: earned.name.clone(),
            at: earned.at * 1000,
            state: earned.state,
            reward: painter::amount(earned.reward, self.painter.currency()),
            due: due.filter(|_| earned.state.is_open()),
        }
    }

    pub(super) fn due(&self, at: i64, span: Span, minor: Option<i64>) -> Option<DueView> {
        Some(self.forecast.as_ref()?.due(at, span, minor))
    }

    pub(super) fn span(&self, store: StoreId) -> Span {
        let retailer = self.kept.lists.get(store);
        Span::of_store(retailer.and_then(|r| r.category.as_deref()))
    }
}
