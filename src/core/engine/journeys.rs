//! Shopping journeys: how often a card may appear at a store whose programme limits prompts, as eBay's does.

use super::Engine;
use super::visits::Seen;
use crate::host::Host;
use crate::protocol::TabId;
use crate::standdown::{Journey, Referrer, classify_referrer};
use crate::store_id::StoreId;
use url::Url;

impl Engine {
    /// May a card appear on this page? One that the shopper asked for is no prompt, and tells nothing of the way.
    pub(super) fn may_prompt(
        &mut self,
        stores: &[StoreId],
        url: &Url,
        seen: &Seen<'_>,
        is_own: bool,
    ) -> bool {
        let Some(retailer) = stores.first().and_then(|s| self.lists.get(*s)) else {
            return true;
        };
        let (Some(site), most) = (retailer.hosts.first().cloned(), self.limit_at(url)) else {
            return true;
        };
        if most.is_none() || seen.is_asked {
            return most.is_none();
        }
        let referrer = match is_own {
            true => Referrer::Portal,
            false => classify_referrer(seen.referrer, retailer)
                .or_portal(seen.referrer, &self.portal_hosts()),
        };
        let journey = Journey::after(self.memory.journeys.remove(&site), referrer);
        let may_prompt = journey.may_prompt(most);
        self.memory.journeys.insert(site, journey);
        may_prompt
    }

    /// A card appeared.
    pub(super) fn prompted(&mut self, tab: TabId) {
        let store = self.memory.tabs.get(&tab).and_then(|t| t.stores.first());
        let site = store.and_then(|s| self.lists.get(*s)?.hosts.first());
        if let Some(journey) = site.and_then(|s| self.memory.journeys.get_mut(s)) {
            journey.prompted();
        }
    }

    fn limit_at(&self, url: &Url) -> Option<u32> {
        self.policies.prompts_at(&Host::of_url(url)?)
    }

    /// Where the shopper's own portals live: coming from there is nobody else's referral.
    pub(super) fn portal_hosts(&self) -> Vec<Host> {
        let roots = self.memory.portals.iter().map(|p| &p.root);
        let hosts = roots.flat_map(|r| r.go.iter());
        hosts.filter_map(|h| Host::parse(h).ok()).collect()
    }
}
