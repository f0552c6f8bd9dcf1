//! A visit: what the browser saw on the way to a page, what is decided there, and how the toolbar and the card show it.

use super::Engine;
use crate::decision::{Arrival, Reason, Verdict, judge};
use crate::memory::{Freshness, Hop, Tab, TabState};
use crate::painter;
use crate::policy::Evidence;
use crate::protocol::{Effect, Icon, Outcome, TabId};
use crate::retailer::RetailerId;
use crate::settings::Mode;
use crate::standdown::Record;
use crate::view::CardView;
use url::Url;

/// Evidence met on the way counts for a landing that follows within this time.
const ON_THE_WAY: i64 = 120_000;
const MAX_TABS: usize = 512;

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
        let (retailer, verdict) = judge(&self.list, &self.policies, &arrival);
        let retailer = retailer.map(|r| r.id);
        if retailer.is_some() {
            self.memory.touch_session(None, now);
        }
        let state = self.decide(tab, retailer, verdict, now);
        let is_checkout = is_checkout(&url);
        let entry = self.tab_mut(tab);
        let is_news = entry.state != state || entry.retailer != retailer;
        entry.retailer = retailer;
        entry.state = state;
        // A tab that shows no store and never did needs no drawing: the browser clears a tab's button by itself.
        if is_news || retailer.is_some() {
            self.draw(tab, !is_checkout, now, out);
        }
    }

    /// From a verdict on the page to what the tab shows, with everything that was remembered.
    fn decide(
        &mut self,
        tab: TabId,
        retailer: Option<RetailerId>,
        verdict: Verdict,
        now: i64,
    ) -> TabState {
        let session = self.memory.session.number;
        let Some(id) = retailer else {
            return match verdict {
                Verdict::Nothing(Reason::NotListed) => TabState::Empty,
                Verdict::Nothing(reason) => TabState::Silent(reason),
                Verdict::Offer(_) | Verdict::StandDown(_) => TabState::Empty,
            };
        };
        if let Verdict::StandDown(evidence) = &verdict {
            let mut record = self.memory.records.remove(&id);
            Record::add(&mut record, evidence, session, now);
            if let Some(record) = record {
                self.memory.records.insert(id, record);
            }
            self.challenge_trip(id);
        }
        if self
            .memory
            .records
            .get(&id)
            .is_some_and(|r| r.is_active(&self.policies, session, now))
        {
            return TabState::Silent(Reason::Referred);
        }
        if self.land(tab, id, now) {
            return TabState::Active;
        }
        let freshness = self.memory.portal.as_ref().map(|p| p.freshness(now));
        match verdict {
            _ if freshness == Some(Freshness::Asleep) => TabState::Silent(Reason::ListAsleep),
            _ if self.memory.muted.contains(&id) => TabState::Silent(Reason::Muted),
            Verdict::Offer(headline) => TabState::Offer(headline),
            Verdict::Nothing(reason) => TabState::Silent(reason),
            Verdict::StandDown(_) => TabState::Silent(Reason::Referred),
        }
    }

    /// Button and card of a tab as its state says.
    pub(super) fn draw(&mut self, tab: TabId, may_show_card: bool, now: i64, out: &mut Outcome) {
        let Some(entry) = self.memory.tabs.get(&tab) else {
            return;
        };
        let painter = self.painter(now);
        let (icon, badge) = match &entry.state {
            TabState::Offer(_) if self.are_figures_hidden(now) => (Icon::Lit, String::new()),
            TabState::Offer(headline) => (Icon::Lit, painter.badge(&headline.rate)),
            TabState::Active => (Icon::Active, "\u{2713}".to_owned()),
            TabState::Empty | TabState::Silent(_) => (Icon::Grey, String::new()),
        };
        out.effect(Effect::SetIcon { tab, icon, badge });
        if self.memory.settings.mode != Some(Mode::Card) || entry.retailer.is_none() {
            return;
        }
        match self.card(tab, now).filter(|_| may_show_card) {
            Some(card) => out.effect(Effect::ShowCard {
                tab,
                card: Box::new(card),
            }),
            None => out.effect(Effect::HideCard { tab }),
        }
    }

    fn card(&self, tab: TabId, now: i64) -> Option<CardView> {
        let entry = self.memory.tabs.get(&tab)?;
        let retailer = self.list.get(entry.retailer?)?;
        let trip = self.trip_of(retailer.id);
        let step = painter::step(trip, now);
        if self.memory.dismissed.contains(&retailer.id) {
            return None;
        }
        let headline = match &entry.state {
            TabState::Offer(headline) => trip
                .and_then(crate::activation::Trip::less_than_shown)
                .unwrap_or(headline)
                .clone(),
            TabState::Active => trip?.promised().clone(),
            _ => return None,
        };
        let headline = Some(&headline).filter(|_| !self.are_figures_hidden(now));
        Some(CardView {
            offer: self.painter(now).offer(retailer, headline),
            step,
        })
    }

    pub(super) fn are_figures_hidden(&self, now: i64) -> bool {
        self.memory
            .portal
            .as_ref()
            .is_none_or(|p| p.freshness(now) != Freshness::Fresh)
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
