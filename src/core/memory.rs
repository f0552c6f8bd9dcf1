//! What survives the death of the background: one versioned snapshot, saved after every change.

mod wire;

use crate::account::{Account, PendingSignIn};
use crate::activation::Trip;
use crate::decision::Reason;
use crate::head::Floor;
use crate::json::{self, Write};
use crate::money::Unit;
use crate::protocol::TabId;
use crate::retailer::RetailerId;
use crate::root::Root;
use crate::settings::Settings;
use crate::small_map::SmallMap;
use crate::standdown::Record;
use crate::{Error, rate::Headline};

const VERSION: u32 = 1;
const MAX_LOG: usize = 32;

/// The snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// The browser session.
    pub session: Session,
    /// The shopper's choices.
    pub settings: Settings,
    /// The portal subscribed to.
    pub portal: Option<Portal>,
    /// The signed-in member.
    pub account: Option<Account>,
    /// A sign-in under way.
    pub signing_in: Option<PendingSignIn>,
    /// What each tab shows; of this session only.
    pub tabs: SmallMap<TabId, Tab>,
    /// Activations, newest last.
    pub trips: Vec<Trip>,
    /// Who else referred the shopper, by retailer.
    pub records: SmallMap<RetailerId, Record>,
    /// "Not now": until the session ends.
    pub dismissed: Vec<RetailerId>,
    /// "Not on this site": until unmuted.
    pub muted: Vec<RetailerId>,
    /// Hash of the list whose hosts the on-page script is registered for.
    pub watched: Option<String>,
    /// The last codes, without hosts.
    pub log: Vec<LogEntry>,
}

/// A browser session: ends with the browser, or after an hour without a store page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// The shim's random name for it.
    pub name: String,
    /// Counts up.
    pub number: u64,
    /// Last sign of life, milliseconds.
    pub last: i64,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// The trusted root.
    pub root: Root,
    /// Nothing older is accepted.
    pub floor: Floor,
    /// Units of the accepted head.
    pub units: Vec<Unit>,
    /// When the accepted head expires, seconds.
    pub expires: i64,
    /// When to look next, milliseconds.
    pub next_sync: i64,
    /// Failed looks in a row.
    pub failures: u32,
    /// Code of the last failure, until a look succeeds.
    pub trouble: Option<String>,
}

/// How much a list may still promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// As signed.
    Fresh,
    /// Expired: partners are named, figures are hidden.
    Stale,
    /// Expired more than 30 days ago: silence.
    Asleep,
}

impl Portal {
    /// The list's freshness at `now` milliseconds; the clock never counts as earlier than the head's own date.
    #[must_use]
    pub fn freshness(&self, now: i64) -> Freshness {
        const MONTH: i64 = 30 * 86_400;
        let now = (now / 1000).max(self.floor.issued);
        if now < self.expires {
            Freshness::Fresh
        } else if now < self.expires + MONTH {
            Freshness::Stale
        } else {
            Freshness::Asleep
        }
    }
}

/// What is known of one tab. No address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tab {
    /// The retailer whose page is open.
    pub retailer: Option<RetailerId>,
    /// What was decided there.
    pub state: TabState,
    /// Foreign evidence met on the way to a page that has not arrived yet.
    pub on_the_way: Vec<Hop>,
    /// What kind of page was open before.
    pub before: Before,
}

/// Evidence met on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Network id.
    pub network: String,
    /// Rule id.
    pub rule: String,
    /// When, milliseconds.
    pub at: i64,
}

/// What was decided for the page in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TabState {
    /// No page of a listed store.
    #[default]
    Empty,
    /// This is offered.
    Offer(Headline),
    /// A trip is active.
    Active,
    /// Silent for a reason.
    Silent(Reason),
}

/// The kind of page that was open in a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Before {
    /// None, or a search engine: nobody's referral.
    #[default]
    Nothing,
    /// A page of this retailer.
    Retailer(RetailerId),
    /// Another page.
    Other,
}

/// One line of the ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Milliseconds.
    pub at: i64,
    /// A stable code.
    pub code: String,
}

impl Memory {
    /// Reads a snapshot.
    ///
    /// # Errors
    /// `BadMemory` for an unknown version or damage.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        match json::read(bytes) {
            Some((VERSION, memory)) => Ok(memory),
            Some::<(u32, Self)>(_) | None => Err(Error::BadMemory),
        }
    }

    /// Writes a snapshot: `[version, memory]`.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        (VERSION, self).write().to_text().into_bytes()
    }

    /// Adds a code to the ring.
    pub fn note(&mut self, at: i64, code: &str) {
        if self.log.len() >= MAX_LOG {
            self.log.remove(0);
        }
        self.log.push(LogEntry {
            at,
            code: code.to_owned(),
        });
    }

    /// Begins another browser session when its name is new or the last sign of life is over an hour old.
    pub fn touch_session(&mut self, name: Option<&str>, now: i64) {
        const HOUR: i64 = 3_600_000;
        let is_new = name.is_some_and(|n| n != self.session.name);
        if is_new || now - self.session.last > HOUR {
            self.session.number += 1;
            self.dismissed.clear();
        }
        if is_new {
            self.tabs.clear();
            self.session.name = name.unwrap_or_default().to_owned();
        }
        self.session.last = self.session.last.max(now);
    }
}
