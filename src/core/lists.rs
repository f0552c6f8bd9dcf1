//! The rate lists of all portals, looked up as one.

use crate::host::Host;
use crate::memory::Memory;
use crate::rate_list::RateList;
use crate::retailer::Retailer;
use crate::small_map::SmallMap;
use crate::store_id::{PortalId, StoreId};

/// A list for each portal whose list was accepted.
#[derive(Debug, Default)]
pub struct Lists(SmallMap<PortalId, RateList>);

impl Lists {
    /// A portal's list.
    #[must_use]
    pub fn of(&self, portal: PortalId) -> Option<&RateList> {
        self.0.get(&portal)
    }

    /// Replaces a portal's list as a whole.
    pub fn insert(&mut self, portal: PortalId, list: RateList) {
        self.0.insert(portal, list);
    }

    /// Those whose list is not whole, to be asked and supplied.
    pub fn partial(&mut self) -> impl Iterator<Item = (PortalId, &mut RateList)> {
        let all = self.0.iter_mut();
        all.filter(|(_, list)| !list.is_whole())
            .map(|(id, list)| (*id, list))
    }

    /// Forgets a portal's list.
    pub fn remove(&mut self, portal: PortalId) {
        self.0.remove(&portal);
    }

    /// A store.
    #[must_use]
    pub fn get(&self, store: StoreId) -> Option<&Retailer> {
        self.of(store.portal)?.get(store.retailer)
    }

    /// The lists in the shopper's order of portals.
    pub fn in_order<'a>(
        &'a self,
        memory: &'a Memory,
    ) -> impl Iterator<Item = (PortalId, &'a RateList)> {
        memory
            .portals
            .iter()
            .filter_map(|p| Some((p.id, self.of(p.id)?)))
    }

    /// Every host that some list covers, once.
    #[must_use]
    pub fn hosts(&self) -> Vec<&Host> {
        let mut hosts = Vec::new();
        for (at, (_, list)) in self.0.iter().enumerate() {
            let is_new = |host: &&Host| {
                let mut before = self.0.iter().take(at);
                before.all(|(_, other)| other.of_host(host.as_str()).is_empty())
            };
            hosts.extend(list.hosts().into_iter().filter(is_new));
        }
        hosts
    }
}
