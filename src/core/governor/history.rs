//! What came, what became of it, and what follows for the next card.

use super::{Limits, NoCard};
use crate::host::Host;
use crate::json;
use crate::local_time::LocalTime;
use crate::mutes::Where;

/// "Not now" so often in a row at a store, and its card rests.
const MOST_REFUSALS: u32 = 3;
/// For so long, milliseconds.
const REST: i64 = 30 * 86_400_000;
/// Each time so many cards in a row were closed without use, half as many come in a day.
const CLOSED_TO_HALVE: u32 = 5;
/// A "Not now" is forgotten after so many days without another.
const KEPT_DAYS: i64 = 90;
const MOST_MONTHS: usize = 12;

/// The cards that came unasked, and what the shopper did with them. No address; of a store its first host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompts {
    /// The shopper's day that is being counted.
    pub day: i64,
    /// Cards on that day.
    pub today: u32,
    /// Cards in a row that were closed without use, anywhere.
    pub closed: u32,
    /// Stores where something must be remembered, each once.
    pub stores: Vec<AtStore>,
    /// The last twelve months in which a card came, oldest first.
    pub months: Vec<Month>,
}

/// What happened at a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtStore {
    /// Its first host.
    pub site: Host,
    /// The shopper's day of the last card.
    pub day: i64,
    /// What its offer was worth, as `worth::worth` counts.
    pub worth: i64,
    /// "Not now" in a row.
    pub refused: u32,
    /// Until when the card rests, milliseconds; 0 when it does not.
    pub rests: i64,
}

/// A month's sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    /// As `LocalTime::month` counts.
    pub month: i64,
    /// Cards that came unasked.
    pub shown: u32,
    /// Activations on a card.
    pub useful: u32,
}

json::object!(Prompts {
    day,
    today,
    closed,
    stores,
    months
});
json::object!(AtStore {
    site,
    day,
    worth,
    refused,
    rests
});
json::object!(Month {
    month,
    shown,
    useful
});

impl Prompts {
    /// Why no card may come unasked at a store now, for an offer of this worth; `None` when one may.
    #[must_use]
    pub fn withhold(
        &self,
        site: &Host,
        worth: i64,
        limits: &Limits,
        at: LocalTime,
    ) -> Option<NoCard> {
        let store = self.stores.iter().find(|s| s.site == *site);
        if store.is_some_and(|s| at.now < s.rests) {
            return Some(NoCard::Resting);
        }
        if store.is_some_and(|s| s.day == at.day() && worth <= s.worth) {
            return Some(NoCard::ShownToday);
        }
        if limits.quiet.is_some_and(|q| q.holds(at.minute())) {
            return Some(NoCard::QuietHours);
        }
        let is_learned = self.a_day(limits) < limits.prompts;
        (self.on(at.day()) >= self.a_day(limits)?).then_some(if is_learned {
            NoCard::FewerToday
        } else {
            NoCard::EnoughToday
        })
    }

    /// Cards that came on a day, if it is the one being counted.
    #[must_use]
    pub fn on(&self, day: i64) -> u32 {
        if self.day == day { self.today } else { 0 }
    }

    /// Cards a day after what was learned: never none at all, and nothing is learned against a shopper who wants all.
    #[must_use]
    pub fn a_day(&self, limits: &Limits) -> Option<u32> {
        let halved = |most: u32| most.checked_shr(self.closed / CLOSED_TO_HALVE);
        limits.prompts.map(|most| halved(most).unwrap_or(0).max(1))
    }

    /// A card came unasked.
    pub fn shown(&mut self, site: &Host, worth: i64, at: LocalTime) {
        self.today = self.on(at.day()).saturating_add(1);
        self.day = at.day();
        self.forget_what_is_over(at);
        self.at(site, at).worth = worth;
        let month = self.month(at);
        month.shown = month.shown.saturating_add(1);
    }

    /// The shopper activated on a card.
    pub fn used(&mut self, site: &Host, at: LocalTime) {
        self.closed = 0;
        self.at(site, at).refused = 0;
        let month = self.month(at);
        month.useful = month.useful.saturating_add(1);
    }

    /// The shopper closed a card without using it.
    pub fn refused(&mut self, site: &Host, at: LocalTime) {
        self.closed = self.closed.saturating_add(1);
        let store = self.at(site, at);
        store.refused = store.refused.saturating_add(1);
        if store.refused >= MOST_REFUSALS {
            (store.refused, store.rests) = (0, at.now.saturating_add(REST));
        }
    }

    /// The shopper undoes what was learned: at a store, or everywhere.
    pub fn forget(&mut self, site: &Where) {
        match site {
            Where::Everywhere => self.closed = 0,
            Where::At(host) => self.stores.retain(|s| s.site != *host),
        }
    }

    /// What is remembered of a store where something happens today.
    fn at(&mut self, site: &Host, at: LocalTime) -> &mut AtStore {
        let found = self.stores.iter().position(|s| s.site == *site);
        let mut store = match found {
            Some(place) => self.stores.swap_remove(place),
            None => AtStore {
                site: site.clone(),
                day: 0,
                worth: 0,
                refused: 0,
                rests: 0,
            },
        };
        store.day = at.day();
        self.stores.push_mut(store)
    }

    fn month(&mut self, at: LocalTime) -> &mut Month {
        let month = at.month();
        let last = self.months.pop_if(|m| m.month == month);
        if self.months.len() >= MOST_MONTHS {
            self.months.remove(0);
        }
        self.months.push_mut(last.unwrap_or(Month {
            month,
            ..Month::default()
        }))
    }

    /// Yesterday's cards matter no more; a "Not now" does for a while.
    fn forget_what_is_over(&mut self, at: LocalTime) {
        self.stores.retain(|store| {
            let is_refused = store.refused > 0 && at.day() - store.day <= KEPT_DAYS;
            store.day == at.day() || is_refused || at.now < store.rests
        });
    }
}
