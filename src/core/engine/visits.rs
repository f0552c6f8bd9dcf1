//! A visit: what the browser saw on the way to a page, what is decided there.

use super::Engine;
use crate::decision::{Arrival, Reason, Verdict, judge};
use crate::memory::{Hop, Tab, TabState};
use crate::policy::Evidence;
use crate::protocol::{Outcome, TabId};
use crate::standdown::Record;
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
    /// Why some list has nothing to offer.
    silence: Reason,
}

impl Engine {
    pub(super) fn page_seen(
        &mut self,
        tab: TabId,
        url: &str,
        referrer: &str,
        now: i64,
        out: &mut Outcome,
    ) {
        self.arrive(tab, url, &[], referrer, false, now, out);
    }

    /// The main frame asked a network's redirect host for something. Only what it proves is kept, never the address.
    pub(super) fn hop_seen(&mut self, tab: TabId, url: &str, now: i64) {
        let found = match Url::parse(url) {
            Ok(url) => self.policies.hop_evidence(&url),
            Err(_) => vec![Evidence::doubt("unreadableHop")],
        };
        let own = self.own_click(tab, now);
        let tab = self.tab_mut(tab);
        tab.on_the_way.retain(|h| now - h.at < ON_THE_WAY);
        for e in found
            .into_iter()
            .filter(|e| !own.as_ref().is_some_and(|o| o.explains(e)))
        {
            if !tab.on_the_way.iter().any(|h| h.rule == e.rule) {
                tab.on_the_way.push(Hop {
                    network: e.network,
                    rule: e.rule,
                    at: now,
                });
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "two callers, each naming what it saw"
    )]
    pub(super) fn arrive(
        &mut self,
        tab: TabId,
        url: &str,
        hops: &[String],
        referrer: &str,
        is_degraded: bool,
        now: i64,
        out: &mut Outcome,
    ) {
        let Ok(url) = Url::parse(url) else { return };
        let own = self.own_click(tab, now);
        let on_the_way: Vec<Evidence> = self
            .tab_mut(tab)
            .on_the_way
            .drain(..)
            .filter(|h| now - h.at < ON_THE_WAY)
            .map(|h| Evidence::met(h.network, h.rule))
            .collect();
        let arrival = Arrival {
            url: &url,
            hops,
            on_the_way: &on_the_way,
            cookies: &[],
            referrer,
            is_degraded,
            own: own.as_ref(),
            now,
        };
        let sight = self.sight(&arrival);
        if !sight.stores.is_empty() {
            self.memory.touch_session(None, now);
        }
        let state = self.decide(tab, &sight, now);
        let is_checkout = is_checkout(&url);
        let entry = self.tab_mut(tab);
        let is_news = entry.state != state || entry.stores != sight.stores;
        let is_store = !sight.stores.is_empty();
        (entry.stores, entry.state) = (sight.stores, state);
        // A tab that shows no store and never did needs no drawing: the browser clears a tab's button by itself.
        if is_news || is_store {
            self.draw(tab, !is_checkout, now, out);
        }
    }

    /// What every portal's list says to an arrival.
    fn sight(&self, arrival: &Arrival<'_>) -> Sight {
        let mut sight = Sight {
            stores: Vec::new(),
            evidence: None,
            silence: Reason::NotListed,
        };
        for (portal, list) in self.lists.in_order(&self.memory) {
            let (retailer, verdict) = judge(list, &self.policies, arrival);
            sight.stores.extend(retailer.map(|r| StoreId {
                portal,
                retailer: r.id,
            }));
            match verdict {
                Verdict::StandDown(evidence) => sight.evidence = Some(evidence),
                Verdict::Nothing(reason) => sight.silence = reason,
                Verdict::Offer(_) => {}
            }
        }
        sight
    }

    /// From what was seen of the page to what the tab shows, with everything that was remembered.
    fn decide(&mut self, tab: TabId, sight: &Sight, now: i64) -> TabState {
        let stores = &sight.stores;
        if stores.is_empty() {
            return match sight.silence {
                Reason::NotListed => TabState::Empty,
                reason => TabState::Silent(reason),
            };
        }
        let session = self.memory.session.number;
        let hosts = self.hosts_of(stores);
        if let Some(evidence) = &sight.evidence {
            for host in &hosts {
                let mut record = self.memory.records.remove(host);
                Record::add(&mut record, evidence, session, now);
                if let Some(record) = record {
                    self.memory.records.insert(host.clone(), record);
                }
            }
            self.challenge_trip(stores);
        }
        let mut records = hosts.iter().filter_map(|h| self.memory.records.get(h));
        if sight.evidence.is_some() || records.any(|r| r.is_active(&self.policies, session, now)) {
            return TabState::Silent(Reason::Referred);
        }
        if self.land(tab, stores, now) {
            return TabState::Active;
        }
        if hosts.iter().any(|h| self.memory.muted.contains(h)) {
            return TabState::Silent(Reason::Muted);
        }
        match sight.silence {
            Reason::NotThroughExtension => TabState::Silent(Reason::NotThroughExtension),
            _ => self.offers_at(stores, now),
        }
    }

    pub(super) fn tab_mut(&mut self, tab: TabId) -> &mut Tab {
        if self.memory.tabs.len() >= MAX_TABS && !self.memory.tabs.contains_key(&tab) {
            self.memory.tabs.pop_first();
        }
        self.memory.tabs.get_or_default(tab)
    }
}

/// The last steps of a purchase, where nothing may distract.
fn is_checkout(url: &Url) -> bool {
    const STEPS: [&str; 5] = [
        "checkout",
        "payment",
        "billing",
        "placeorder",
        "place-order",
    ];
    let mut segments = url.path().split(['/', '.', '_']);
    segments.any(|s| STEPS.iter().any(|step| s.eq_ignore_ascii_case(step)))
}
