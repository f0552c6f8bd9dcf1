//! Our own pages: what they draw, what the shopper changes there, and which permissions follow from it.

use super::Engine;
use crate::activation::TripState;
use crate::decision::Reason;
use crate::host::is_loopback_http;
use crate::memory::TabState;
use crate::painter;
use crate::protocol::{Context, Effect, Granted, Outcome, TabId};
use crate::retailer::RetailerId;
use crate::search::search;
use crate::settings::{Mode, Settings};
use crate::view::{NamedView, PortalView, SearchHit, SiteView, View};
use url::Url;

const MOST_HITS: usize = 8;
const MOST_TRIPS: usize = 5;

impl Engine {
    pub(super) fn installed(&mut self, first: bool, context: &Context, out: &mut Outcome) {
        self.memory.watched = None;
        self.watch_sites(out);
        if first {
            out.effect(Effect::OpenTab {
                url: "welcome.html".to_owned(),
            });
        }
        self.plan_sync(context, out);
    }

    /// A permission that was taken back takes its mode with it.
    pub(super) fn permissions(&mut self, granted: Granted, out: &mut Outcome) {
        self.granted = granted;
        let is_missing = match self.memory.settings.mode {
            Some(Mode::Card) => !granted.sites,
            Some(Mode::Toolbar) => !granted.navigation,
            None => false,
        };
        if is_missing {
            self.memory.settings.mode = None;
            out.effect(Effect::ViewChanged);
        }
        self.watch_sites(out);
    }

    /// Has the browser run the on-page script on exactly the listed hosts, natively matched; again when they change.
    pub(super) fn watch_sites(&mut self, out: &mut Outcome) {
        let wants_card = self.memory.settings.mode == Some(Mode::Card) && self.granted.sites;
        let wanted = self
            .memory
            .portal
            .as_ref()
            .filter(|_| wants_card)
            .map(|p| p.floor.raw_sha256.clone());
        if self.memory.watched == wanted {
            return;
        }
        let matches = match wanted {
            Some(_) => self
                .list
                .hosts()
                .iter()
                .map(|h| format!("*://*.{}/*", h.as_str()))
                .collect(),
            None => Vec::new(),
        };
        self.memory.watched = wanted;
        out.effect(Effect::WatchSites { matches });
    }

    pub(super) fn settings_changed(&mut self, settings: Settings, now: i64, out: &mut Outcome) {
        let is_known = |unit: &str| {
            let portal = self.memory.portal.as_ref();
            portal.is_some_and(|p| p.units.iter().any(|u| u.id() == unit))
        };
        if !is_known(&settings.unit) {
            return;
        }
        if settings.mode != self.memory.settings.mode {
            out.effect(Effect::ReleasePermissions {
                keep: settings.mode,
            });
        }
        self.memory.settings = settings;
        self.watch_sites(out);
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
        now: i64,
        out: &mut Outcome,
    ) {
        if let (Some(tab), Some(url)) = (tab, url) {
            let known = self.memory.tabs.get(&tab).and_then(|t| t.retailer);
            let parsed = Url::parse(url).ok();
            let found = parsed
                .as_ref()
                .and_then(|u| self.list.find(u))
                .map(|r| r.id);
            if found.is_none() || known != found {
                self.page_seen(tab, url, "", now, out);
            }
        }
        let view = Box::new(self.view(tab, now));
        out.effect(Effect::Reply { view });
        if self.memory.account.is_some() {
            self.ask_for_balances(out);
        }
    }

    pub(super) fn search_typed(&mut self, text: &str, now: i64, out: &mut Outcome) {
        let painter = self.painter(now);
        let hidden = self.are_figures_hidden(now);
        let hits = search(&self.list, text, MOST_HITS)
            .into_iter()
            .map(|r| SearchHit {
                id: r.id,
                name: r.name.clone(),
                host: r
                    .hosts
                    .first()
                    .map(|h| h.as_str().to_owned())
                    .unwrap_or_default(),
                rate: r
                    .headline_at(now / 1000)
                    .filter(|_| !hidden)
                    .map(|h| painter.rate(&h.rate)),
            });
        out.effect(Effect::ReplyHits {
            hits: hits.collect(),
        });
    }

    /// Opens the store itself, without any click-out: the offer waits there.
    pub(super) fn store_chosen(&mut self, id: RetailerId, out: &mut Outcome) {
        let Some(host) = self.list.get(id).and_then(|r| r.hosts.first()) else {
            return;
        };
        let portal = self.memory.portal.as_ref();
        let api = portal.and_then(|p| Url::parse(&p.root.api).ok());
        // The demo's shops answer where its portal does.
        let demo = api.filter(|url| is_loopback_http(url) && host.as_str().ends_with(".localhost"));
        let url = match demo.and_then(|url| url.port()) {
            Some(port) => format!("http://{}:{port}/", host.as_str()),
            None => format!("https://{}/", host.as_str()),
        };
        out.effect(Effect::OpenTab { url });
    }

    fn view(&self, tab: Option<TabId>, now: i64) -> View {
        let painter = self.painter(now);
        let portal = self.memory.portal.as_ref();
        let muted = self.memory.muted.iter().filter_map(|id| self.named(*id));
        let newest = self.memory.trips.iter().rev().take(MOST_TRIPS);
        View {
            site: self.site(tab, now),
            account: self.memory.account.as_ref().map(|a| painter.account(a)),
            portal: portal.map(|p| PortalView {
                name: p.root.name.clone(),
                base: p.root.bases.first().cloned().unwrap_or_default(),
                listed: self.list.len(),
                issued: p.floor.issued * 1000,
                version: p.floor.ver,
                freshness: p.freshness(now),
                trouble: p.trouble.clone(),
            }),
            settings: self.memory.settings.clone(),
            units: portal
                .map(|p| painter::unit_views(&p.units))
                .unwrap_or_default(),
            trips: newest.map(|t| painter.trip(t, now)).collect(),
            muted: muted.collect(),
        }
    }

    fn site(&self, tab: Option<TabId>, now: i64) -> SiteView {
        let entry = tab.and_then(|t| self.memory.tabs.get(&t));
        let retailer = entry.and_then(|e| self.list.get(e.retailer?));
        let trip = retailer.and_then(|r| self.trip_of(r.id));
        let hidden = self.are_figures_hidden(now);
        let painter = self.painter(now);
        match (
            entry.map(|e| &e.state),
            retailer,
            trip.map(|t| (&t.state, t)),
        ) {
            (
                Some(TabState::Active),
                Some(retailer),
                Some((
                    TripState::Active {
                        until,
                        challenged,
                        promise,
                    },
                    _,
                )),
            ) => {
                let offer = painter.offer(retailer, Some(&promise.locked));
                SiteView::Active {
                    offer,
                    until: *until,
                    challenged: *challenged,
                }
            }
            (Some(TabState::Offer(headline)), Some(retailer), trip) => {
                let trip = trip.map(|(_, t)| t);
                let headline = trip.and_then(|t| t.less_than_shown()).unwrap_or(headline);
                let offer = painter.offer(retailer, Some(headline).filter(|_| !hidden));
                SiteView::Offer {
                    offer,
                    step: painter::step(trip, now),
                }
            }
            (Some(TabState::Silent(reason)), ..) => self.silence(*reason, retailer.map(|r| r.id)),
            (Some(_), ..) => self.silence(Reason::NotListed, None),
            (None, ..) => self.silence(Reason::NotASite, None),
        }
    }

    fn silence(&self, reason: Reason, id: Option<RetailerId>) -> SiteView {
        let record = id
            .filter(|_| reason == Reason::Referred)
            .and_then(|id| self.memory.records.get(&id));
        let name = |network: &String| self.policies.network(network).map(|n| n.name.clone());
        SiteView::Silent {
            reason,
            store: id.and_then(|id| self.named(id)),
            networks: record
                .map(|r| r.networks.iter().filter_map(name).collect())
                .unwrap_or_default(),
            until: record.map(|r| r.ends(&self.policies)),
        }
    }

    fn named(&self, id: RetailerId) -> Option<NamedView> {
        self.list.get(id).map(|r| NamedView {
            id,
            name: r.name.clone(),
        })
    }
}
