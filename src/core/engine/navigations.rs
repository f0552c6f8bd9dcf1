//! Toolbar-only mode: without site access redirects cannot be seen, so what the browser tells of a navigation stands in.

use super::Engine;
use super::visits::Seen;
use crate::activation::Trip;
use crate::host::Host;
use crate::memory::Before;
use crate::protocol::{Outcome, TabId};
use crate::standdown::{OwnClick, is_search_engine};
use crate::store_id::StoreId;
use url::Url;

/// More starts without an arrival in between say nothing new.
const MAX_STARTS: usize = 8;

/// How a navigation came about, as the browser tells on arrival.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// A page led here.
    is_followed: bool,
    /// By the server or by the page before.
    is_redirected: bool,
}

impl Engine {
    /// A navigation began, or began again: Firefox says so a second time when a redirect leads to another process.
    pub(super) fn navigation_started(&mut self, tab: TabId, url: String, now: i64) {
        self.told_of();
        // At an address that tells of a network it is a hop like one that was seen: remembered without the address, so that it
        // counts before it arrives, and after a death.
        self.hop_seen(tab, &url, now, now);
        let addresses = self.started.get_or_default(tab);
        if addresses.len() < MAX_STARTS {
            addresses.push(url);
        }
    }

    /// A page arrived: the first address and the page before stand in for the redirects.
    pub(super) fn navigation_committed(
        &mut self,
        tab: TabId,
        url: &str,
        way: Way,
        now: i64,
        out: &mut Outcome,
    ) {
        self.told_of();
        let page = Url::parse(url).ok();
        let stores = page.as_ref().map(|u| self.stores_at(u)).unwrap_or_default();
        let before = self
            .memory
            .tabs
            .get(&tab)
            .map(|t| t.before)
            .unwrap_or_default();
        let came_from_elsewhere = match before {
            Before::Nothing => false,
            Before::Store(store) => !stores.contains(&store),
            Before::Other => true,
        };
        let referrer = if came_from_elsewhere && way.is_followed {
            "other:"
        } else {
            ""
        };
        // The way of our own click to its store needs no explanation; a way to any other store does.
        let own = self.own_click(tab, now);
        let own = own.filter(|(store, _)| stores.contains(store));
        let is_own = own.is_some();
        let mut hops = self.started.remove(&tab).unwrap_or_default();
        let is_lost = hops.is_empty();
        if let Some((_, own)) = &own {
            hops.retain(|hop| self.speaks_for_another(hop, own));
        }
        if !way.is_redirected {
            hops.clear();
        } else if is_lost && !self.expects_landing(tab, &stores, now) {
            // The background died between start and arrival, and where the redirected way began is lost: doubt.
            hops.push(String::new());
        }
        hops.retain(|h| h != url);
        let referrer = if is_own { "" } else { referrer };
        let seen = Seen {
            url,
            hops: &hops,
            referrer,
            came: now,
            is_degraded: true,
            ..Seen::default()
        };
        self.arrive(tab, &seen, now, out);
        let host = page.as_ref().and_then(Host::of_url);
        self.tab_mut(tab).before = match (stores.first(), host) {
            (Some(store), _) => Before::Store(*store),
            (None, Some(host)) if !is_search_engine(host.as_str().as_bytes()) => Before::Other,
            _ => Before::Nothing,
        };
    }

    /// Is our own click on its way to one of these stores in this tab?
    fn expects_landing(&self, tab: TabId, stores: &[StoreId], now: i64) -> bool {
        let leads_here = |t: &Trip| t.tab == tab && t.own_click().is_some() && t.is_under_way(now);
        self.trip_of(stores).is_some_and(leads_here)
    }

    /// Is an address that of a network, with what our own click does not explain?
    fn speaks_for_another(&self, hop: &str, own: &OwnClick) -> bool {
        let evidence = Url::parse(hop).map(|hop| self.policies.hop_evidence(&hop));
        evidence.is_ok_and(|found| found.iter().any(|e| !own.explains(e)))
    }

    /// The store at an address, by every portal that lists it.
    pub(super) fn stores_at(&self, url: &Url) -> Vec<StoreId> {
        let lists = self.lists.in_order(&self.memory);
        let found = lists.filter_map(|(portal, list)| Some((portal, list.find(url)?.id)));
        found
            .map(|(portal, retailer)| StoreId { portal, retailer })
            .collect()
    }

    pub(super) fn tab_opened(&mut self, tab: TabId, from: TabId) {
        let before = self
            .memory
            .tabs
            .get(&from)
            .map(|t| t.before)
            .unwrap_or_default();
        self.tab_mut(tab).before = before;
    }
}

impl Way {
    /// Reads the browser's words. The shopper's own typing, bookmarks, start pages and reloads are nobody's referral;
    /// what the browser does not name counts as followed.
    pub(super) fn of(transition: &str, qualifiers: &[String]) -> Self {
        const OWN: [&str; 7] = [
            "typed",
            "auto_bookmark",
            "generated",
            "keyword",
            "keyword_generated",
            "start_page",
            "reload",
        ];
        Self {
            is_followed: !OWN.contains(&transition),
            is_redirected: qualifiers.iter().any(|q| q.ends_with("_redirect")),
        }
    }
}
