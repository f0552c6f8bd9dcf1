//! What survives the death of the background: one versioned snapshot, saved after every change.

mod aside;
#[cfg(test)]
mod tests;
mod wire;

use crate::account::PendingSignIn;
use crate::activation::Trip;
use crate::decision::Reason;
use crate::governor::{NoCard, Prompts};
use crate::host::Host;
use crate::json::{self, Write};
use crate::keepsake::Keepsake;
use crate::mutes::Mutes;
use crate::protocol::TabId;
use crate::settings::Settings;
use crate::small_map::SmallMap;
use crate::standdown::{Journey, Record, Session};
use crate::store_id::{PortalId, StoreId};
use crate::subscription::{Candidate, Portal};
use crate::wallet::CardBonus;
use crate::{Error, rate::Headline};

const VERSION: u32 = 1;
const MAX_LOG: usize = 32;

/// The snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// The session that the shopper is in.
    pub session: Session,
    /// The shopper's choices.
    pub settings: Settings,
    /// The portals subscribed to, in the shopper's order.
    pub portals: Vec<Portal>,
    /// The highest number that a portal was given. Removed ones keep theirs.
    pub numbered: u32,
    /// One that the shopper is asked about.
    pub candidate: Option<Candidate>,
    /// A sign-in under way.
    pub signing_in: Option<PendingSignIn>,
    /// Where tokens came from that are to be forgotten, until the adapter says that they are.
    pub leaving: Vec<String>,
    /// What each tab shows; of this session only.
    pub tabs: SmallMap<TabId, Tab>,
    /// Activations, newest last.
    pub trips: Vec<Trip>,
    /// Who else referred the shopper, by every host of the store: true for all portals, and for those to come.
    pub records: SmallMap<Host, Record>,
    /// Shopping journeys of this session where a programme limits prompts, by a store's first host.
    pub journeys: SmallMap<Host, Journey>,
    /// "Not now", by a store's first host: until the session ends.
    pub dismissed: Vec<Host>,
    /// "Not on this site", and not anywhere.
    pub muted: Mutes,
    /// The cards that came unasked, and what is learned from them.
    pub prompts: Prompts,
    /// Is the card folded to a pill? Until the session ends.
    pub folded: bool,
    /// What the shopper keeps about stores, each once.
    pub keepsakes: Vec<Keepsake>,
    /// Bonuses of the shopper's own cards.
    pub cards: Vec<CardBonus>,
    /// What became of claims, newest last: the click's id, and `sending`, `filed` or a code.
    pub claims: Vec<(String, String)>,
    /// What our scripts are registered for: by which version of ours, for the lists of which hashes, and `labels`.
    pub watched: Option<String>,
    /// Are permissions of a mode that was left to be given back? Until the browser says that they are.
    pub releasing: bool,
    /// The last codes, without hosts.
    pub log: Vec<LogEntry>,
}

/// What is known of one tab. No address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tab {
    /// The store whose page is open, as each portal lists it.
    pub stores: Vec<StoreId>,
    /// What was decided there.
    pub state: TabState,
    /// Why no card may appear on that page, if none may.
    pub no_card: Option<NoCard>,
    /// When that page was seen, milliseconds.
    pub seen: i64,
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

/// What one portal offers for the page in a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where.
    pub store: StoreId,
    /// What.
    pub headline: Headline,
}

/// What was decided for the page in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TabState {
    /// No page of a listed store.
    #[default]
    Empty,
    /// These are offered, in the shopper's order of portals; never empty.
    Offer(Vec<Offer>),
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
    /// A page of this store.
    Store(StoreId),
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

    /// What the shopper keeps about a store, by its first host.
    #[must_use]
    pub fn keepsake(&self, site: &Host) -> Option<&Keepsake> {
        self.keepsakes.iter().find(|k| k.site == *site)
    }

    /// A subscription.
    #[must_use]
    pub fn portal(&self, id: PortalId) -> Option<&Portal> {
        self.portals.iter().find(|p| p.id == id)
    }

    /// A subscription, to change it.
    pub fn portal_mut(&mut self, id: PortalId) -> Option<&mut Portal> {
        self.portals.iter_mut().find(|p| p.id == id)
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

    /// The tokens from here are no longer wanted.
    pub fn leave(&mut self, address: &str) {
        self.stay(address);
        self.leaving.push(address.to_owned());
    }

    /// They are gone, or wanted again.
    pub fn stay(&mut self, address: &str) {
        self.leaving.retain(|left| left != address);
    }

    /// The browser is in the session of this name; a new one has other tabs.
    pub fn session_opened(&mut self, name: &str) {
        if self.session.open(name) {
            self.tabs.clear();
            self.trips.iter_mut().for_each(Trip::lose_tab);
            self.session_ended();
        }
    }

    /// The extension was replaced within the browser's session, which looks like a new one: silences of the last one last.
    pub fn session_goes_on(&mut self) {
        let number = self.session.number;
        for (_, record) in self.records.iter_mut() {
            record.session += u64::from(record.session + 1 == number);
        }
    }

    /// A page of a store, or a way that leads to one.
    pub fn shopped(&mut self, now: i64) {
        if self.session.shop(now) {
            self.session_ended();
        }
    }

    fn session_ended(&mut self) {
        self.dismissed.clear();
        self.journeys.clear();
        self.folded = false;
    }
}
