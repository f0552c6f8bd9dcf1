//! A visit: what the browser saw on the way to a page, what is decided there.

use super::Engine;
use crate::activation::{Health, Trip};
use crate::decision::{Arrival, Reason, Verdict, judge};
use crate::governor::NoCard;
use crate::host::Host;
use crate::memory::{Hop, Tab, TabState};
use crate::policy::Evidence;
use crate::protocol::{Effect, Outcome, TabId};
use crate::store_id::StoreId;
use url::Url;

/// Evidence met on the way counts for a landing that follows within this time.
const ON_THE_WAY: i64 = 120_000;
const MAX_TABS: usize = 512;

/// What the lists say to an arrival.
struct Sight {
    /// The store, by every portal that lists it, in the shopper's order.
    stores: Vec<StoreId>,
    /// Someone else referred the shopper.
    evidence: Option<Evidence>,
    /// The address is no site's.
    is_no_site: bool,
}

/// An arrival as it was reported.
#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    /// The address reached.
    pub(super) url: &'a str,
    /// Addresses on the way to it.
    pub(super) hops: &'a [String],
    /// The page's referrer.
    pub(super) referrer: &'a str,
    /// Names of the site's cookies.
    pub(super) cookies: &'a [String],
    /// When the page began to come, milliseconds.
    pub(super) came: i64,
    /// Without site access.
    pub(super) is_degraded: bool,
    /// Only because the shopper opened the popup: nothing is known of how the page was reached.
    pub(super) is_asked: bool,
}

impl Engine {
    /// The main frame asked a network's redirect host for something. Only what it proves is kept, never the address.
    pub(super) fn hop_seen(&mut self, tab: TabId, url: &str, at: i64, now: i64) {
        // A page that is being prepared has no tab: what its hops lead to is told by `hop_led`.
        if tab.0 < 0 {
            return;
        }
        let mut found = match Url::parse(url) {
            Ok(url) => self.policies.hop_evidence(&url),
            Err(_) => vec![Evidence::doubt("unreadableHop")],
        };
        let own = self.own_click(tab, now);
        found.retain(|e| !own.as_ref().is_some_and(|(_, o)| o.explains(e)));
        // Navigations begin everywhere: where nothing is proved nothing is remembered, not even the tab.
        if found.is_empty() {
            return;
        }
        let tab = self.tab_mut(tab);
        tab.on_the_way.retain(|h| now - h.at < ON_THE_WAY);
        for e in found {
            tab.on_the_way.retain(|h| h.rule != e.rule);
            tab.on_the_way.push(Hop {
                network: e.network,
                rule: e.rule,
                at: at.min(now),
            });
        }
    }

    /// Evidence of the hops that a tab went through lately.
    pub(super) fn met_on_the_way(&self, tab: TabId, now: i64) -> Vec<Evidence> {
        let hops = self.memory.tabs.get(&tab).map(|t| t.on_the_way.iter());
        let lately = hops
            .into_iter()
            .flatten()
            .filter(|h| now - h.at < ON_THE_WAY);
        lately
            .map(|h| Evidence::met(h.network.clone(), h.rule.clone()))
            .collect()
    }

    /// Is the tab on its way through a network? Where it leads shows when it arrives. A clock that was set back tells nothing.
    pub(super) fn is_led_away(&self, tab: TabId, now: i64) -> bool {
        let is_lately = |h: &Hop| (0..ON_THE_WAY).contains(&(now - h.at));
        let tab = self.memory.tabs.get(&tab);
        tab.is_some_and(|t| t.on_the_way.iter().any(is_lately))
    }

    pub(super) fn arrive(&mut self, tab: TabId, seen: &Seen<'_>, now: i64, out: &mut Outcome) {
        let Ok(url) = Url::parse(seen.url) else {
            return;
        };
        let own = self.own_click(tab, now);
        let on_the_way = self.met_on_the_way(tab, now);
        let arrival = Arrival {
            url: &url,
            hops: seen.hops,
            on_the_way: &on_the_way,
            cookies: &self.telling_cookies(&url, seen.cookies, now),
            referrer: seen.referrer,
            portals: &self.portal_hosts(),
            is_degraded: seen.is_degraded,
            own: own.as_ref().map(|(_, click)| click),
            now,
        };
        let sight = self.sight(&arrival);
        // A page that is being prepared has no tab, and may never be shown. What it proves is true all the same.
        if tab.0 < 0 {
            if let Some(evidence) = &sight.evidence {
                self.referred(tab, &sight.stores, evidence, now, out);
            }
            return;
        }
        if !seen.is_asked {
            // A page may be late to tell of itself, when the next one is on its way: that one's hops are left to it. They
            // silence this one, too: of several hops by one rule we know the last one only.
            let on_the_way = &mut self.tab_mut(tab).on_the_way;
            if !on_the_way.iter().any(|h| came_later(h, seen.came, now)) {
                on_the_way.clear();
            }
        }
        if !sight.stores.is_empty() {
            self.memory.shopped(now);
        }
        let was_landed = self
            .trip_of(&sight.stores)
            .is_some_and(|t| t.is_active(now));
        let state = self.decide(tab, &sight, now, out);
        if state == TabState::Active && !was_landed && !seen.is_asked {
            self.look_for_reference(&sight.stores, &url);
        }
        let is_own = own.is_some_and(|(store, _)| sight.stores.contains(&store));
        let is_allowed = self.may_prompt(&sight.stores, &url, seen, is_own);
        let is_new = !seen.is_asked && !self.goes_along(tab, &sight.stores, now);
        let no_card = self.no_card(tab, &sight.stores, &state, &url, seen, now);
        let entry = self.tab_mut(tab);
        let is_news = entry.state != state || entry.stores != sight.stores;
        let is_store = !sight.stores.is_empty();
        (entry.stores, entry.state, entry.seen) = (sight.stores, state, now);
        entry.no_card = no_card.or((!is_allowed).then_some(NoCard::Programme));
        // A tab that shows no store and never did needs no drawing: the browser clears a tab's button by itself.
        if is_news || is_store {
            self.draw(tab, true, now, out);
            let is_card = |e: &Effect| matches!(e, Effect::ShowCard { tab: at, .. } if *at == tab);
            if out.effects.iter().any(is_card) {
                self.prompted(tab);
            }
            if is_new {
                self.count_prompt(tab, now, out);
            }
        }
    }

    /// Our own click leaves its network's cookies behind, whose values we never read: while its trip lasts, these names
    /// tell nothing. Afterwards they are doubt, like anybody's.
    fn telling_cookies(&self, url: &Url, names: &[String], now: i64) -> Vec<String> {
        let trip = self.trip_of(&self.stores_at(url));
        let own = trip
            .filter(|t| t.is_active(now) || t.is_under_way(now))
            .and_then(Trip::own_click);
        let host = Host::of_url(url);
        let is_own = |name: &&String| {
            let name = core::slice::from_ref(*name);
            let mut found = self
                .policies
                .cookie_evidence(host.as_ref(), name)
                .into_iter();
            own.as_ref()
                .is_some_and(|o| found.any(|e| e.network == o.network))
        };
        names.iter().filter(|n| !is_own(n)).cloned().collect()
    }

    /// A landing whose network marks its landings, without our reference: something cleaned the address on the way.
    fn look_for_reference(&mut self, stores: &[StoreId], url: &Url) {
        let Some(own) = self.trip_of(stores).and_then(Trip::own_click) else {
            return;
        };
        let found = self.policies.param_evidence(url);
        if self.policies.marks_landings(&own.network)
            && !found.iter().any(|e| own.explains(e))
            && let Some(trip) = self.trip_mut(stores)
        {
            trip.worsen(Health::ReferenceMissing);
        }
    }

    /// What every portal's list says to an arrival.
    fn sight(&self, arrival: &Arrival<'_>) -> Sight {
        let mut sight = Sight {
            stores: Vec::new(),
            evidence: None,
            is_no_site: false,
        };
        for (portal, list) in self.lists.in_order(&self.memory) {
            let (retailer, verdict) = judge(list, &self.policies, arrival);
            sight.stores.extend(retailer.map(|r| StoreId {
                portal,
                retailer: r.id,
            }));
            match verdict {
                Verdict::StandDown(evidence) => sight.evidence = Some(evidence),
                Verdict::Nothing(Reason::NotASite) => sight.is_no_site = true,
                Verdict::Nothing(_) | Verdict::Offer(_) => {}
            }
        }
        sight
    }

    /// From what was seen of the page to what the tab shows, with everything that was remembered.
    fn decide(&mut self, tab: TabId, sight: &Sight, now: i64, out: &mut Outcome) -> TabState {
        let stores = &sight.stores;
        if stores.is_empty() {
            return match sight.is_no_site {
                true => TabState::Silent(Reason::NotASite),
                false => TabState::Empty,
            };
        }
        let evidence = sight.evidence.as_ref();
        if let Some(evidence) = evidence {
            self.referred(tab, stores, evidence, now, out);
        }
        if self.stands_down(tab, stores, evidence, now, out) {
            return TabState::Silent(Reason::Referred);
        }
        if self.land(tab, stores, now) {
            return TabState::Active;
        }
        self.state_at(stores, now)
    }

    pub(super) fn tab_mut(&mut self, tab: TabId) -> &mut Tab {
        if self.memory.tabs.len() >= MAX_TABS && !self.memory.tabs.contains_key(&tab) {
            // Whoever comes without a page yet came last.
            let seen = |(_, tab): &(&TabId, &Tab)| (tab.seen == 0, tab.seen);
            let oldest = self
                .memory
                .tabs
                .iter()
                .min_by_key(seen)
                .map(|(tab, _)| *tab);
            if let Some(oldest) = oldest {
                self.memory.tabs.remove(&oldest);
            }
        }
        self.memory.tabs.get_or_default(tab)
    }
}

/// Was it met when the page had begun to come already? A clock that was set back tells nothing.
fn came_later(hop: &Hop, came: i64, now: i64) -> bool {
    came < hop.at && hop.at <= now
}
