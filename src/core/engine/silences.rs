//! Stand-down: what is remembered of other people's referrals to a store, by all of its hosts and for every tab, and what
//! may still be done while it lasts.

use super::Engine;
use crate::activation::{Health, Trip};
use crate::decision::Reason;
use crate::host::Host;
use crate::memory::{Offer, TabState};
use crate::policy::Evidence;
use crate::protocol::{Outcome, TabId};
use crate::receipt::Deed;
use crate::standdown::Record;
use crate::store_id::StoreId;
use url::Url;

/// So many referrals are remembered after they are over. They are a few hundred bytes each, and read at every waking.
const MOST_RECORDS: usize = 1_000;

impl Engine {
    /// A network's address sent a page on. Whatever tab that was in, and even if the page never appears there: the store
    /// it leads to was referred.
    pub(super) fn hop_led(&mut self, tab: TabId, url: &str, to: &str, now: i64, out: &mut Outcome) {
        let (Ok(hop), Ok(to)) = (Url::parse(url), Url::parse(to)) else {
            return;
        };
        let stores = self.stores_at(&to);
        let own = self.own_click(tab, now);
        let mut found = self.policies.hop_evidence(&hop);
        found.retain(|e| !own.as_ref().is_some_and(|(_, o)| o.explains(e)));
        // The hops before this one led there just as well, and the page may never tell: its tab may be closed first.
        found.extend(self.met_on_the_way(tab, now));
        for evidence in &found {
            self.referred(tab, &stores, evidence, now, out);
        }
    }

    /// Someone else referred the shopper to a store: remembered, and silent at once in every tab that shows it.
    pub(super) fn referred(
        &mut self,
        tab: TabId,
        stores: &[StoreId],
        evidence: &Evidence,
        now: i64,
        out: &mut Outcome,
    ) {
        let hosts = self.hosts_of(stores);
        if !hosts.is_empty() {
            self.memory.shopped(now);
        }
        let session = self.memory.session.number;
        for host in &hosts {
            // What is over begins anew: its age would take the minimum away from this one.
            let before = self.memory.records.remove(host);
            let mut record = before.filter(|r| self.is_active(r, now));
            self.make_room(now);
            Record::add(&mut record, evidence, session, now);
            if let Some(record) = record {
                self.memory.records.insert(host.clone(), record);
            }
        }
        if let Some(trip) = self.trip_mut(stores) {
            let is_here = trip.tab == tab;
            trip.worsen(if is_here {
                Health::Referred
            } else {
                Health::SecondTab
            });
        }
        let tabs = self.memory.tabs.iter();
        let speaks = tabs.filter(|(_, t)| matches!(t.state, TabState::Offer(_) | TabState::Active));
        let theirs = speaks.filter(|(_, t)| {
            let shown = self.hosts_of(&t.stores);
            hosts
                .iter()
                .any(|host| shown.iter().any(|h| are_related(h, host)))
        });
        for tab in theirs.map(|(tab, _)| *tab).collect::<Vec<_>>() {
            self.tab_mut(tab).state = TabState::Silent(Reason::Referred);
            self.draw(tab, false, now, out);
        }
    }

    fn is_active(&self, record: &Record, now: i64) -> bool {
        record.is_active(&self.policies, &self.memory.session, now)
    }

    /// Of many records that are over the oldest one goes. None goes that still silences a store.
    fn make_room(&mut self, now: i64) {
        let records = &self.memory.records;
        if records.len() >= MOST_RECORDS {
            let over = records.iter().filter(|(_, r)| !self.is_active(r, now));
            let oldest = over
                .min_by_key(|(_, r)| r.last)
                .map(|(host, _)| host.clone());
            if let Some(oldest) = oldest {
                self.memory.records.remove(&oldest);
            }
        }
    }

    /// What silences a store now: what is remembered at its hosts, and at those above and below them. A list may spell a store in
    /// another way the next time, or another portal's may.
    fn silencing(&self, stores: &[StoreId], now: i64) -> Vec<&Record> {
        let hosts = self.hosts_of(stores);
        let is_its = |(host, _): &(&Host, &Record)| hosts.iter().any(|h| are_related(h, host));
        let remembered = self.memory.records.iter().filter(is_its);
        let active = remembered.filter(|(_, record)| self.is_active(record, now));
        active.map(|(_, record)| record).collect()
    }

    /// What silences a store now, if anything does: of several records the one that lasts longest.
    pub(super) fn referral(&self, stores: &[StoreId], now: i64) -> Option<&Record> {
        let silencing = self.silencing(stores, now).into_iter();
        silencing.max_by_key(|r| r.ends(&self.policies, &self.memory.session))
    }

    /// Must this tab be silent about the store? The shopper's own act of taking the credit over ends the silence for
    /// their trip, until the next referral. Silence is noted in a receipt.
    pub(super) fn stands_down(
        &mut self,
        tab: TabId,
        stores: &[StoreId],
        seen: Option<&Evidence>,
        now: i64,
        out: &mut Outcome,
    ) -> bool {
        let Some(record) = self.referral(stores, now) else {
            return seen.is_some();
        };
        let met = record.evidence();
        let is_newest = |t: &Trip| !self.was_referred_since(t.at, stores, now);
        let is_taken_over = self.trip_of(stores).is_some_and(is_newest);
        if seen.is_none() && is_taken_over && self.land(tab, stores, now) {
            return false;
        }
        if let Some(store) = stores.first() {
            let deed = Deed::suppressed(*store, seen.unwrap_or(&met));
            self.note_deed(deed, now, out);
        }
        true
    }

    /// Did someone else refer the shopper to a store since then? What a clock that was ahead has dated does not tell: that is
    /// doubt.
    fn was_referred_since(&self, at: i64, stores: &[StoreId], now: i64) -> bool {
        let silencing = self.silencing(stores, now);
        silencing.iter().any(|r| r.last >= at || at > now)
    }

    /// Was the shopper referred by someone else after this click, or are they about to be, in its tab?
    pub(super) fn is_overtaken(&self, trip: &Trip, now: i64) -> bool {
        self.is_led_away(trip.tab, now) || self.was_referred_since(trip.at, &[trip.store], now)
    }

    /// The offers that the shopper's own act may still take, from the popup that they opened: none unless every network
    /// that has the credit says in writing that it may.
    pub(super) fn switchable(&self, stores: &[StoreId], now: i64) -> Vec<Offer> {
        let hosts = self.hosts_of(stores);
        let silencing = self.silencing(stores, now);
        let may = |r: &&Record| hosts.iter().all(|h| r.may_switch(&self.policies, h));
        let may = !silencing.is_empty() && silencing.iter().all(may);
        match self.offers_at(stores, now) {
            TabState::Offer(offers) if may => offers,
            _ => Vec::new(),
        }
    }
}

/// Is one of them the other, or below it?
fn are_related(one: &Host, other: &Host) -> bool {
    one.is_under(other) || other.is_under(one)
}
