//! Our own pages: the store in the tab, what the shopper changes there, and which permissions follow from it.

use super::Engine;
use super::visits::Seen;
use crate::decision::Reason;
use crate::host::is_loopback_http;
use crate::memory::TabState;
use crate::protocol::{Context, Effect, Granted, Outcome, TabId};
use crate::settings::{Mode, Settings};
use crate::store_id::StoreId;
use url::Url;

impl Engine {
    pub(super) fn installed(&mut self, first: bool, context: &Context, out: &mut Outcome) {
        self.memory.watched = None;
        self.watch(out);
        if first {
            out.effect(Effect::OpenTab {
                url: "welcome.html".to_owned(),
            });
        } else {
            self.memory.session_goes_on();
        }
        self.plan_sync(context, out);
    }

    /// A permission that was taken back takes its mode with it.
    pub(super) fn permissions(&mut self, granted: Granted, out: &mut Outcome) {
        if self.granted != granted {
            out.effect(Effect::ViewChanged);
        }
        self.granted = granted;
        let is_missing = match self.memory.settings.mode {
            Some(Mode::Card) => !granted.sites,
            Some(Mode::Toolbar) => !granted.navigation,
            None => false,
        };
        if is_missing {
            self.hide_cards(out);
            self.memory.settings.mode = None;
            self.memory.releasing = true;
            out.effect(Effect::ViewChanged);
        }
        if self.memory.releasing {
            self.release(out);
        }
        self.watch(out);
    }

    /// Gives back what only a mode that was left needed, if it is still there.
    fn release(&mut self, out: &mut Outcome) {
        let (mode, granted) = (self.memory.settings.mode, self.granted);
        let needless = granted.sites && mode != Some(Mode::Card)
            || granted.navigation && mode != Some(Mode::Toolbar);
        self.memory.releasing = needless;
        if needless {
            out.effect(Effect::ReleasePermissions { keep: mode });
        }
    }

    pub(super) fn settings_changed(&mut self, settings: Settings, now: i64, out: &mut Outcome) {
        let mut units = self.memory.portals.iter().flat_map(|p| &p.units);
        if units.all(|u| u.id() != settings.unit) {
            return;
        }
        let is_left = settings.mode != self.memory.settings.mode;
        if is_left {
            self.hide_cards(out);
        }
        self.memory.settings = settings;
        if is_left {
            self.release(out);
        }
        self.watch(out);
        self.redraw(now, out);
    }

    /// The way of announcing offers ends: no card stays behind.
    pub(super) fn hide_cards(&self, out: &mut Outcome) {
        if self.memory.settings.mode == Some(Mode::Card) {
            let tabs = self.memory.tabs.iter();
            for (tab, _) in tabs.filter(|(_, t)| !t.stores.is_empty()) {
                out.effect(Effect::HideCard { tab: *tab });
            }
        }
    }

    /// Nobody tells when a page of a store was left: that shows only when there is something to say there.
    pub(super) fn page_gone(&mut self, tab: TabId, now: i64, out: &mut Outcome) {
        if let Some(entry) = self.memory.tabs.get_mut(&tab) {
            entry.stores.clear();
            entry.state = TabState::Empty;
            self.draw(tab, false, now, out);
        }
    }

    /// Everything that is on a screen is drawn anew.
    pub(super) fn redraw(&mut self, now: i64, out: &mut Outcome) {
        let tabs: Vec<TabId> = self.memory.tabs.iter().map(|(tab, _)| *tab).collect();
        for tab in tabs {
            self.draw(tab, true, now, out);
        }
        out.effect(Effect::ViewChanged);
    }

    /// A page of ours wants to be drawn. Opened by the shopper on a tab that nothing has told us about, the address
    /// that came with the opening is looked at now.
    pub(super) fn surface_opened(
        &mut self,
        tab: Option<TabId>,
        url: Option<&str>,
        context: &Context,
        out: &mut Outcome,
    ) {
        let now = context.now;
        // Where nothing lets us see how a sign-in in a tab ends, the shopper shows us.
        self.sign_in_returned(url.unwrap_or_default(), context, out);
        let page = url.and_then(|u| Url::parse(u).ok());
        if let (Some(tab), Some(url), Some(page)) = (tab, url, &page)
            && self.is_news(tab, page, now)
        {
            let seen = Seen {
                url,
                is_asked: true,
                ..Seen::default()
            };
            self.arrive(tab, &seen, now, out);
        }
        out.effect(Effect::Reply);
        self.ask_candidate(out);
        let members = self.memory.portals.iter().filter(|p| p.account.is_some());
        for portal in members.map(|p| p.id).collect::<Vec<_>>() {
            self.ask_for_balances(portal, out);
        }
    }

    /// Does the page of a tab tell what is not known of it yet? A referral in its address, too, unless a trip of ours
    /// began there since.
    #[must_use]
    pub fn is_news(&self, tab: TabId, page: &Url, now: i64) -> bool {
        let found = self.stores_at(page);
        let Some(entry) = self.memory.tabs.get(&tab).filter(|t| t.stores == found) else {
            return true;
        };
        let trip = self.trip_of(&found);
        let is_ours = trip.is_some_and(|t| t.is_under_way(now) || t.is_active(now));
        let is_over = match entry.state {
            TabState::Silent(Reason::Referred) => self.referral(&found, now).is_none(),
            TabState::Silent(reason) if reason.is_muted() => self.mute_at(&found, now).is_none(),
            _ => false,
        };
        let is_referred = || !self.policies.param_evidence(page).is_empty();
        found.is_empty() || is_over || !is_ours && is_referred()
    }

    /// Opens the store itself, without any click-out: the offer waits there.
    pub(super) fn store_chosen(&mut self, store: StoreId, out: &mut Outcome) {
        let Some(host) = self.site_of(store) else {
            return;
        };
        let portal = self.memory.portal(store.portal);
        let api = portal.and_then(|p| Url::parse(&p.root.api).ok());
        // The demo's shops answer where its portal does.
        let demo = api.filter(|url| is_loopback_http(url) && host.as_str().ends_with(".localhost"));
        let url = match demo.and_then(|url| url.port()) {
            Some(port) => format!("http://{}:{port}/", host.as_str()),
            None => format!("https://{}/", host.as_str()),
        };
        out.effect(Effect::OpenTab { url });
    }
}
