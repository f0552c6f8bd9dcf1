//! The heart: `handle(event) -> outcome`. The only place where the modules meet; each part of the story is a file below.

mod clicks;
mod muting;
mod navigations;
mod signing_in;
mod surfaces;
mod syncing;
#[cfg(test)]
mod tests;
mod visits;

use crate::Error;
use crate::head::{Floor, Head, Part, Verified};
use crate::memory::{Memory, Portal};
use crate::painter::Painter;
use crate::policy::Policies;
use crate::protocol::{Context, Effect, Event, Granted, Outcome, TabId};
use crate::rate_list::RateList;
use crate::root::Root;
use crate::small_map::SmallMap;
use crate::task::{Finding, Task};
use navigations::Way;

/// The list that comes with the package, as files.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// `rates/v1/root/1.json`: the pinned root.
    pub root: &'a [u8],
    /// `rates/v1/head.json`.
    pub head: &'a [u8],
    /// The unpacked snapshot that the head names.
    pub retailers: &'a [u8],
}

/// The core with its memory. Everything but `memory` and the list may be lost at any moment.
#[derive(Debug)]
pub struct Engine {
    memory: Memory,
    /// The memory as bytes, as of the last outcome.
    snapshot: Vec<u8>,
    list: RateList,
    policies: Policies,
    /// A verified head whose snapshot is being fetched.
    awaited: Option<Verified>,
    /// A head or root is being fetched; a second look would be a second run.
    is_looking: bool,
    /// A head whose root must be fetched first.
    held_head: Option<Vec<u8>>,
    /// Where the portal's sign-in returns to in this browser.
    redirect: String,
    /// Optional permissions as last reported.
    granted: Granted,
    /// Addresses at which navigations began that have not arrived, in toolbar-only mode. Never saved.
    started: SmallMap<TabId, Vec<String>>,
}

impl Package<'_> {
    /// The snapshot that a packaged head names.
    ///
    /// # Errors
    /// The first check of root and head that fails.
    pub fn part(root: &[u8], head: &[u8]) -> Result<Part, Error> {
        let verified = Head::verify(head, &Root::pinned(root)?)?;
        verified.head.retailers().cloned()
    }
}

impl Engine {
    /// Wakes up with what was saved: the memory, and the list's bytes, which must be the ones the memory accepted.
    ///
    /// # Errors
    /// `BadMemory`, `WrongHash`, `BadLines` or `BadPolicy`: begin anew with `from_package`.
    pub fn restore(memory: &[u8], list: &[u8]) -> Result<Self, Error> {
        let memory = Memory::decode(memory)?;
        let portal = memory.portal.as_ref().ok_or(Error::BadMemory)?;
        if crate::hash::sha256_hex(list) != portal.floor.raw_sha256 {
            return Err(Error::WrongHash);
        }
        let list = RateList::decode(list)?;
        Self::new(memory, list)
    }

    /// Begins with the packaged list. `kept` is an older memory whose list was lost: choices and trips survive.
    ///
    /// # Errors
    /// The first check of the packaged files that fails; its age is not one of them.
    pub fn from_package(package: Package<'_>, kept: Option<Memory>) -> Result<Self, Error> {
        let root = Root::pinned(package.root)?;
        let verified = Head::verify(package.head, &root)?;
        let list = RateList::verified(package.retailers, verified.head.retailers()?)?;
        let mut memory = kept.unwrap_or_default();
        let before = memory
            .portal
            .take()
            .filter(|p| p.root.portal == root.portal);
        let packaged = verified.floor()?;
        let (root, floor) = match before {
            // The list was lost, not the knowledge of how far it had come.
            Some(before) => {
                let Floor {
                    ver, raw_sha256, ..
                } = packaged;
                (
                    before.root,
                    Floor {
                        ver,
                        raw_sha256,
                        ..before.floor
                    },
                )
            }
            None => (root, packaged),
        };
        memory.watched = None;
        memory.portal = Some(Portal {
            root,
            floor,
            units: verified.head.units,
            expires: verified.head.expires,
            next_sync: 0,
            failures: 0,
            trouble: None,
        });
        Self::new(memory, list)
    }

    fn new(memory: Memory, list: RateList) -> Result<Self, Error> {
        let policies = Policies::packaged()?;
        Ok(Self {
            snapshot: memory.encode(),
            memory,
            list,
            policies,
            awaited: None,
            is_looking: false,
            held_head: None,
            redirect: String::new(),
            granted: Granted::default(),
            started: SmallMap::default(),
        })
    }

    /// What must survive.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The memory as bytes, to be saved whenever an outcome says so.
    #[must_use]
    pub fn snapshot(&self) -> &[u8] {
        &self.snapshot
    }

    /// Takes an event and says what follows.
    pub fn handle(&mut self, event: Event, context: &Context) -> Outcome {
        let mut out = Outcome::default();
        self.dispatch(event, context, &mut out);
        out.must_save = self.take_snapshot();
        out
    }

    /// Takes what the adapter found out and says what follows.
    pub fn learn(&mut self, finding: Finding, context: &Context) -> Outcome {
        let mut out = Outcome::default();
        match finding {
            Finding::Fetched(file, result) => self.fetched(file, result, context, &mut out),
            Finding::Answered(purpose, status, body) => {
                self.answered(purpose, status, &body, context, &mut out);
            }
            Finding::SignedIn => self.signed_in(context, &mut out),
            Finding::SignedOut => self.signed_out(context, &mut out),
        }
        out.must_save = self.take_snapshot();
        out
    }

    /// Takes a snapshot; did anything change since the last one?
    fn take_snapshot(&mut self) -> bool {
        let before = core::mem::replace(&mut self.snapshot, self.memory.encode());
        self.snapshot != before
    }

    fn dispatch(&mut self, event: Event, context: &Context, out: &mut Outcome) {
        let now = context.now;
        match event {
            Event::Started {
                session,
                granted,
                redirect,
            } => {
                self.redirect = redirect;
                self.memory.touch_session(Some(&session), now);
                self.permissions(granted, out);
                self.resume_clicks(now, out);
                self.plan_sync(context, out);
            }
            Event::Installed { first } => self.installed(first, context, out),
            Event::PermissionsChanged { granted } => self.permissions(granted, out),
            Event::PageSeen { tab, url, referrer } => {
                self.page_seen(tab, &url, &referrer, now, out)
            }
            Event::HopSeen { tab, url } => self.hop_seen(tab, &url, now),
            Event::NavigationStarted { tab, url } => self.navigation_started(tab, url),
            Event::NavigationCommitted {
                tab,
                url,
                transition,
                qualifiers,
            } => {
                let way = Way::of(&transition, &qualifiers);
                self.navigation_committed(tab, &url, way, now, out);
            }
            Event::TabOpened { tab, from } => self.tab_opened(tab, from),
            Event::ActivateClicked {
                tab,
                retailer,
                page,
                via,
            } => {
                self.activate(tab, retailer, page.as_deref(), via, context, out);
            }
            Event::Went { click } => self.went(&click),
            Event::Dismissed { retailer, always } => self.dismissed(retailer, always, now, out),
            Event::Unmuted { retailer } => self.unmuted(retailer, now, out),
            Event::SettingsChanged { settings } => self.settings_changed(settings, now, out),
            Event::AlarmRang => self.alarm_rang(context, out),
            Event::RefreshClicked => self.look(context, out),
            Event::SurfaceOpened { tab, url } => self.surface_opened(tab, url.as_deref(), now, out),
            Event::SearchTyped { text } => self.search_typed(&text, now, out),
            Event::StoreChosen { retailer } => self.store_chosen(retailer, out),
            Event::SignInClicked => self.sign_in(context, out),
            Event::SignInReturned { url } => self.sign_in_returned(&url, context, out),
            Event::SignInClosed => self.sign_in_closed(context, out),
            Event::SignOutClicked => self.sign_out(now, out),
        }
    }

    fn painter(&self, now: i64) -> Painter<'_> {
        let units = self.memory.portal.as_ref().map_or(&[][..], |p| &p.units);
        Painter {
            units,
            chosen: &self.memory.settings.unit,
            at: now / 1000,
        }
    }

    fn api_url(&self, path: &str) -> Option<String> {
        self.memory
            .portal
            .as_ref()?
            .root
            .api_url(path)
            .map(String::from)
    }
}

impl Outcome {
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn task(&mut self, task: Task) {
        self.tasks.push(task);
    }
}
