//! The store in a tab as the popup tells it: its offer, the active trip, or why there is nothing and until when.

use super::Engine;
use crate::activation::{Trip, TripState};
use crate::decision::{Reason, near};
use crate::memory::{Offer, Tab, TabState};
use crate::mutes::Where;
use crate::protocol::TabId;
use crate::settings::Mode;
use crate::standdown::Silence;
use crate::store_id::StoreId;
use crate::subscription::Freshness;
use crate::view::{OfferView, SiteView, StepView};
use url::Url;

impl Engine {
    /// The store in a tab, as the popup shows it.
    #[must_use]
    pub fn site(&self, tab: Option<TabId>, page: Option<&Url>, now: i64) -> SiteView {
        let Some(entry) = tab.and_then(|t| self.memory.tabs.get(&t)) else {
            return self.silence(Reason::NotASite, &[], now);
        };
        let wants_card = self.memory.settings.mode == Some(Mode::Card);
        match &entry.state {
            TabState::Offer(offers) => {
                let mut painted = self.painted(offers, now);
                if painted.is_empty() {
                    return self.silence(Reason::NotListed, &[], now);
                }
                let (offer, step) = painted.remove(0);
                let others = painted.into_iter().map(|(offer, _)| offer).collect();
                SiteView::Offer {
                    offer,
                    step,
                    others,
                    withheld: entry.no_card.filter(|_| wants_card),
                }
            }
            TabState::Active => self.active(entry, now),
            // A trip of ours that was active before goes on, and says what happened to it.
            TabState::Silent(Reason::Referred) => self.active(entry, now),
            TabState::Silent(reason) => self.silence(*reason, &entry.stores, now),
            TabState::Empty => self.unlisted(page, now),
        }
    }

    fn active(&self, entry: &Tab, now: i64) -> SiteView {
        let trip = self.trip_of(&entry.stores).filter(|t| t.is_active(now));
        match (self.paint_active(&entry.stores, now), trip) {
            (
                Some(offer),
                Some(
                    trip @ Trip {
                        state: TripState::Active { until, .. },
                        ..
                    },
                ),
            ) => SiteView::Active {
                offer,
                until: *until,
                health: trip.health(now),
                light: trip.health(now).light(),
            },
            _ if entry.state == TabState::Active => {
                self.silence(Reason::NotListed, &entry.stores, now)
            }
            _ => self.silence(Reason::Referred, &entry.stores, now),
        }
    }

    fn painted(&self, offers: &[Offer], now: i64) -> Vec<(OfferView, StepView)> {
        let ranked = self.ranked(offers, now).into_iter();
        ranked.filter_map(|o| self.paint(o, now)).collect()
    }

    /// Not a page of a store that is listed: one of its neighbours, or none at all.
    fn unlisted(&self, page: Option<&Url>, now: i64) -> SiteView {
        let mut lists = self.lists.in_order(&self.memory);
        let neighbour = page.and_then(|page| {
            lists.find_map(|(portal, list)| {
                let retailer = near(list, page)?.id;
                Some(StoreId { portal, retailer })
            })
        });
        let reason = match neighbour {
            Some(_) => Reason::Excluded,
            None if self.memory.portals.is_empty() => Reason::NoPortal,
            None if self.lists.in_order(&self.memory).next().is_none() => Reason::Unready,
            None => Reason::NotListed,
        };
        self.silence(reason, neighbour.as_slice(), now)
    }

    fn silence(&self, reason: Reason, stores: &[StoreId], now: i64) -> SiteView {
        let hosts = self.hosts_of(stores);
        // The site under which it was muted, so that it can be found again.
        let muted = self.memory.muted.of(&hosts, now);
        let site = match muted {
            Some((Where::At(host), _)) => Some(host),
            _ => stores.first().and_then(|store| self.site_of(*store)),
        };
        let unmuted = muted
            .filter(|_| reason.is_muted())
            .and_then(|(_, until)| until);
        let record = self
            .referral(stores, now)
            .filter(|_| reason == Reason::Referred);
        let silence = record
            .zip(site)
            .and_then(|(r, site)| Silence::of(r, &self.policies, site, &self.memory.session, now));
        let portals = stores.iter().filter_map(|s| self.memory.portal(s.portal));
        let mut asleep = portals.filter(|p| p.freshness(now) == Freshness::Asleep);
        let taken = record.map(|_| self.switchable(stores, now));
        let mut painted = self.painted(&taken.unwrap_or_default(), now).into_iter();
        let (switch, step) = painted.next().unzip();
        SiteView::Silent {
            reason,
            store: site.map(|site| self.kept().named(site)),
            until: silence.as_ref().map(|s| s.until).or(unmuted),
            session: silence.as_ref().is_some_and(|s| s.for_session),
            networks: silence.map(|s| s.by).unwrap_or_default(),
            asleep: asleep
                .next()
                .filter(|_| reason == Reason::ListAsleep)
                .map(|p| (p.root.name.clone(), p.floor.issued * 1000)),
            switch,
            step: step.unwrap_or(StepView::Ready),
        }
    }
}
