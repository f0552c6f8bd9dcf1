//! The heart: `handle(event) -> outcome`. The only place where the modules meet; each part of the story is a file below.

mod boot;
mod claims;
mod clicks;
mod idling;
mod journeys;
mod keepsakes;
mod labels;
mod muting;
mod navigations;
mod needs;
mod offers;
mod portals;
mod prompts;
mod proofs;
mod rules;
mod schedule;
mod signing_in;
mod silences;
mod site;
mod surfaces;
mod syncing;
#[cfg(test)]
mod tests;
mod trips;
mod unsaved;
mod visits;
mod watching;

use crate::kept::Kept;
use crate::lists::Lists;
use crate::memory::Memory;
use crate::painter::Painter;
use crate::policy::{Installed, Policies};
use crate::protocol::{Context, Effect, Event, Granted, Outcome, TabId};
use crate::rate_list::RateList;
use crate::receipt::Receipts;
use crate::small_map::SmallMap;
use crate::store_id::PortalId;
use crate::task::{Finding, Task};
pub use boot::Package;
use navigations::Way;
pub use needs::Need;
use syncing::Run;
use visits::Seen;

/// The core with its memory. Everything but `memory` and the list may be lost at any moment.
#[derive(Debug)]
pub struct Engine {
    memory: Memory,
    /// The memory as bytes, as of the last outcome.
    snapshot: Vec<u8>,
    lists: Lists,
    policies: Installed,
    /// Kept beside the memory: they are many, and change seldom.
    receipts: Receipts,
    /// Looks under way. Never saved: a run that dies is begun again.
    runs: SmallMap<PortalId, Run>,
    /// Where the portal's sign-in returns to in this browser.
    redirect: String,
    /// Minutes that the shopper's clocks are ahead of UTC, as of the last event.
    zone: i32,
    /// Optional permissions as last reported.
    granted: Granted,
    /// Everything was deleted: nothing is taken up or saved any more.
    is_over: bool,
    /// What the browser was told to watch and has not said to be done with. Never saved.
    ordered: Option<String>,
    /// So often it was told to, and has not said so.
    orders: u8,
    /// Tabs that a click was to send are sent once what woke us is known: it may be that somebody else referred the shopper there.
    resuming: bool,
    /// Addresses at which navigations began that have not arrived, in toolbar-only mode. Never saved.
    started: SmallMap<TabId, Vec<String>>,
    /// The idle tabs as they were said last.
    said_idle: String,
    /// How often, so that an older word never counts after a newer one.
    times_said: u32,
}

impl Engine {
    /// What must survive.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The rules in force.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// Looks at another memory; the lists are still those.
    pub fn look_at(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Takes a portal's list to look at.
    pub fn take_list(&mut self, portal: PortalId, list: RateList) {
        self.lists.insert(portal, list);
    }

    /// The memory as bytes, to be saved whenever an outcome says so.
    #[must_use]
    pub fn snapshot(&self) -> &[u8] {
        &self.snapshot
    }

    /// Takes an event and says what follows.
    pub fn handle(&mut self, event: Event, context: &Context) -> Outcome {
        let mut out = Outcome::default();
        self.zone = context.zone;
        // What was deleted must not be written again; only that it is to be is saved before.
        if !self.is_over {
            let is_waking = matches!(event, Event::Started { .. } | Event::Watched { .. });
            self.dispatch(event, context, &mut out);
            if !is_waking && core::mem::take(&mut self.resuming) {
                self.send_unsent(context.now, &mut out);
            }
            self.say_idle(&mut out);
            out.must_save = self.take_snapshot();
        }
        out
    }

    /// Takes what the adapter found out and says what follows.
    pub fn learn(&mut self, finding: Finding, context: &Context) -> Outcome {
        let mut out = Outcome::default();
        match finding {
            Finding::Wiped(is_done) => out.effect(Effect::BeginAnew { is_done }),
            _ if self.is_over => {}
            Finding::Fetched(portal, file, result) => {
                self.fetched(portal, file, result, context, &mut out);
            }
            Finding::Looked(url, result) => self.candidate_fetched(&url, result, &mut out),
            Finding::Answered(portal, purpose, status, body) => {
                self.answered(portal, purpose, status, &body, context, &mut out);
            }
            Finding::SignedIn(portal) => self.signed_in(portal, context, &mut out),
            Finding::NotSignedIn(portal) => {
                self.sign_in_failed(portal, "signIn.needed", context, &mut out);
            }
            Finding::SignedOut(portal) => self.signed_out(portal, context, &mut out),
            Finding::Forgotten(address) => self.memory.stay(&address),
            Finding::ListsRead => self.watch(&mut out),
        }
        self.say_idle(&mut out);
        out.must_save = !self.is_over && self.take_snapshot();
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
                self.memory.session_opened(&session);
                self.permissions(granted, out);
                self.resume_clicks(now, out);
                self.forget_left(out);
                self.end_claims("portal.unreachable");
                self.plan_sync(context, out);
            }
            Event::Installed { first } => self.installed(first, context, out),
            Event::PermissionsChanged { granted } => self.permissions(granted, out),
            Event::PageSeen {
                tab,
                url,
                referrer,
                cookies,
                came,
            } => {
                let seen = Seen {
                    url: &url,
                    referrer: &referrer,
                    cookies: &cookies,
                    came,
                    ..Seen::default()
                };
                self.arrive(tab, &seen, now, out);
            }
            Event::HopSeen { tab, url, at } => self.hop_seen(tab, &url, at, now),
            Event::HopLed { tab, url, to } => self.hop_led(tab, &url, &to, now, out),
            Event::NavigationStarted { tab, url } => self.navigation_started(tab, url, now),
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
                store,
                page,
                via,
            } => {
                self.activate(tab, store, page.as_deref(), via, context, out);
            }
            Event::Went { click } => self.went(&click),
            Event::Watched { wanted } => self.watched(wanted),
            Event::PageGone { tab } => self.page_gone(tab, now, out),
            Event::Dismissed { store } => self.dismissed(store, now),
            Event::Muted { site, lasting } => self.muted(site, lasting, now, out),
            Event::Unmuted { site } => self.unmuted(&site, now, out),
            Event::CardPlaced { corner, folded } => self.card_placed(corner, folded, out),
            Event::LearningUndone { site } => self.learning_undone(&site, out),
            Event::SettingsChanged { settings } => self.settings_changed(settings, now, out),
            Event::ResultsSeen { links } => self.results_seen(&links, now, out),
            Event::KeepsakeChanged { keepsake } => self.keepsake_changed(keepsake, now, out),
            Event::CardsChanged { cards } => self.cards_changed(cards, now, out),
            Event::AlarmRang => self.alarm_rang(context, out),
            Event::RefreshClicked => self.refresh(context, out),
            Event::SurfaceOpened { tab, url } => {
                self.surface_opened(tab, url.as_deref(), context, out)
            }
            Event::ReceiptsDeleted => self.receipts_deleted(out),
            Event::ClaimMade {
                portal,
                click,
                packet,
            } => self.claim_made(portal, click, packet, out),
            Event::EverythingDeleted => self.everything_deleted(out),
            Event::StoreChosen { store } => self.store_chosen(store, out),
            Event::PortalEntered { text } => self.portal_entered(&text, out),
            Event::PortalConfirmed => self.portal_confirmed(context, out),
            Event::PortalDeclined => self.portal_declined(out),
            Event::PortalPreferred { portal } => self.portal_preferred(portal, now, out),
            Event::PortalRemoved { portal } => self.portal_removed(portal, now, out),
            Event::SignInClicked { portal } => self.sign_in(portal, context, out),
            Event::SignInReturned { url } => self.sign_in_returned(&url, context, out),
            Event::SignInClosed { url } => self.sign_in_closed(&url, context, out),
            Event::SignOutClicked { portal } => self.sign_out(portal, now, out),
        }
    }

    /// What is drawn beside the store in a tab.
    #[must_use]
    pub fn kept(&self) -> Kept<'_> {
        Kept {
            memory: &self.memory,
            lists: &self.lists,
        }
    }

    fn painter(&self, portal: PortalId, now: i64) -> Painter<'_> {
        self.kept().painter(portal, now)
    }

    fn api_url(&self, portal: PortalId, path: &str) -> Option<String> {
        let url = self.memory.portal(portal)?.root.api_url(path)?;
        Some(url.into())
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
