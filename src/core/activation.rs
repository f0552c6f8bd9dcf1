//! From the shopper's click to the landing: one click, one id, one trip.

use crate::hash::hex;
use crate::json::{self, Object};
mod ending;
mod health;
mod stage;
mod wire;

pub use health::{Health, Light};

use crate::protocol::{TabId, Via};
use crate::rate::{Boost, Headline, Rate};
use crate::retailer::Retailer;
use crate::root::Root;
use crate::standdown::OwnClick;
use crate::store_id::StoreId;
use crate::{Error, deep_link};
use url::Url;

/// A landing must follow the leaving within this time.
const LANDING: i64 = 120_000;
/// A trip lasts this long unless the retailer says otherwise, seconds.
const DEFAULT_TRIP: i64 = 86_400;

/// One activation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// The click's id, made here and stored before anything is sent.
    pub click: String,
    /// Which store, at which portal.
    pub store: StoreId,
    /// Its name at the time.
    pub name: String,
    /// Where the store is open.
    pub tab: TabId,
    /// The surface of the click.
    pub via: Via,
    /// What was shown when the shopper clicked.
    pub shown: Headline,
    /// When, milliseconds.
    pub at: i64,
    /// When the portal was first asked, milliseconds; 0 before.
    pub asked: i64,
    /// Sequence and version of the list that was shown.
    pub list: ListStamp,
    /// The page as reduced for the portal; dropped once it answered, or will not be asked.
    pub page: Option<String>,
    /// Where it stands.
    pub state: TripState,
}

/// Which list a promise was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListStamp {
    /// Sequence of the head.
    pub seq: u64,
    /// Version of the retailers part.
    pub ver: u64,
}

/// Where a trip stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TripState {
    /// Waits for the shopper to sign in.
    SignInFirst,
    /// The portal was asked.
    Asking,
    /// The portal locks less than was shown: the shopper must agree with another click.
    LessThanShown {
        /// What the portal would lock.
        locked: Headline,
    },
    /// The tab is on its way through the click-out.
    Leaving {
        /// What the portal has locked.
        promise: Promise,
        /// When it left, milliseconds.
        since: i64,
        /// Has the shim confirmed that the tab was sent?
        went: bool,
    },
    /// Landed; the retailer confirms later.
    Active {
        /// What the portal has locked.
        promise: Promise,
        /// When it ends, milliseconds.
        until: i64,
        /// The worst that happened to it since.
        health: Health,
    },
    /// Over, or never got anywhere.
    Ended {
        /// Why, as a stable code.
        code: String,
    },
}

/// What the portal promised for a click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The locked rate.
    pub locked: Headline,
    /// The click-out address, good for a minute.
    pub go: String,
    /// Network of the click-out.
    pub network: String,
    /// Our reference at that network.
    pub click_ref: String,
    /// Trip length, seconds.
    pub trip: i64,
}

/// The portal's answer to a click.
struct Answer {
    id: String,
    click_ref: String,
    network: String,
    go: String,
    rate: Vec<Rate>,
    boost: Option<Boost>,
    trip: Option<i64>,
}

impl Trip {
    /// The body of `POST /v1/clicks`; the same for every repetition.
    #[must_use]
    pub fn request(&self) -> String {
        let mut request = Object::default();
        request.put("id", &self.click);
        request.put("retailer", &self.store.retailer);
        request.put("list", &self.list);
        request.put("page", &self.page);
        request.put("via", &self.via);
        request.done().to_text()
    }

    /// The page in the only form in which it may leave the device.
    #[must_use]
    pub fn reduced_page(page: Option<&str>, retailer: &Retailer) -> Option<String> {
        deep_link::reduce(page?, retailer).map(String::from)
    }

    /// Takes the portal's answer: the tab may leave, or the shopper must agree to less.
    ///
    /// # Errors
    /// `BadAnswer` when it is malformed, for another click, without a rate, or would open a host that the root does
    /// not name.
    pub fn take_answer(&mut self, body: &[u8], root: &Root, now: i64) -> Result<(), Error> {
        let answer: Option<Answer> = json::read(body);
        let answer = answer.filter(Answer::is_sane).ok_or(Error::BadAnswer)?;
        let go = Url::parse(&answer.go).map_err(|_| Error::BadAnswer)?;
        let boosts: Vec<Boost> = answer.boost.into_iter().collect();
        let locked = Headline::at(&answer.rate, &boosts, now / 1000).ok_or(Error::BadAnswer)?;
        if answer.id != self.click || !root.allows_click_out(&go) {
            return Err(Error::BadAnswer);
        }
        self.page = None;
        self.state = if locked.is_less_than(&self.shown) {
            TripState::LessThanShown { locked }
        } else {
            let trip = answer
                .trip
                .unwrap_or(DEFAULT_TRIP)
                .clamp(600, 30 * DEFAULT_TRIP);
            let promise = Promise {
                locked,
                go: answer.go,
                network: answer.network,
                click_ref: answer.click_ref,
                trip,
            };
            TripState::Leaving {
                promise,
                since: now,
                went: false,
            }
        };
        Ok(())
    }

    /// The store's page appeared in a tab: the landing of this trip, if it is on its way there in time.
    pub fn land(&mut self, tab: TabId, now: i64) -> bool {
        match core::mem::replace(&mut self.state, TripState::SignInFirst) {
            TripState::Leaving { promise, since, .. }
                if self.tab == tab && stage::is_within(since, now, LANDING) =>
            {
                self.state = TripState::Active {
                    until: now + promise.trip * 1000,
                    promise,
                    health: Health::Good,
                };
                true
            }
            other => {
                self.state = other;
                false
            }
        }
    }

    /// What explains our own parameters on the way to the store.
    #[must_use]
    pub fn own_click(&self) -> Option<OwnClick> {
        match &self.state {
            TripState::Leaving { promise, since, .. } => Some(OwnClick {
                network: promise.network.clone(),
                click_ref: promise.click_ref.clone(),
                at: *since,
            }),
            TripState::Active { promise, .. } => Some(OwnClick {
                network: promise.network.clone(),
                click_ref: promise.click_ref.clone(),
                at: self.at,
            }),
            _ => None,
        }
    }

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

/// A random UUID, version 4.
#[must_use]
pub fn click_id(random: [u8; 16]) -> String {
    let mut id = String::with_capacity(36);
    for (at, byte) in random.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            id.push('-');
        }
        let byte = match at {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => byte,
        };
        id.push_str(&hex(&[byte]));
    }
    id
}
