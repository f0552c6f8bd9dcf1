//! What of the stored lists an event asks for, said before it is handled: so the adapter reads a few pieces and never, on a
//! visit, a whole list. It may be more than is used, never less: tests run every story both ways.

use super::Engine;
use crate::activation::TripState;
use crate::address::Address;
use crate::hash::sha256_hex;
use crate::host_table::{Key, each_parent};
use crate::memory::Memory;
use crate::protocol::Event;
use crate::rate_list::RateList;
use crate::search_result::target;
use crate::store_id::{PortalId, StoreId};
use crate::task::{Finding, ListFile};
use url::Url;

/// To be read of a portal's stored list before an event is handled: what these keys lead to, or all of it without keys.
pub type Need = (PortalId, Vec<Key>);

impl Engine {
    /// What must be supplied before this event is handled.
    pub fn needs(&mut self, event: &Event, now: i64) -> Vec<Need> {
        let mut hosts = Vec::new();
        let mut stores = Vec::new();
        match event {
            Event::HopSeen { .. }
            | Event::NavigationStarted { .. }
            | Event::TabOpened { .. }
            | Event::Went { .. }
            | Event::CardPlaced { .. }
            | Event::LearningUndone { .. }
            | Event::AlarmRang
            | Event::RefreshClicked
            | Event::ReceiptsDeleted
            | Event::EverythingDeleted
            | Event::PortalEntered { .. }
            | Event::PortalConfirmed
            | Event::PortalDeclined
            | Event::SignInReturned { .. } => return Vec::new(),
            Event::PageSeen { url, .. }
            | Event::NavigationCommitted { url, .. }
            | Event::HopLed { to: url, .. }
            | Event::SurfaceOpened { url: Some(url), .. } => {
                parents(Url::parse(url).ok(), &mut hosts)
            }
            Event::ResultsSeen { links } => {
                for link in links {
                    let link = Url::parse(link).ok();
                    parents(link.and_then(|url| target(&url)), &mut hosts);
                }
            }
            Event::KeepsakeChanged { keepsake } => hosts.push(Key::of_host(keepsake.site.as_str())),
            Event::ActivateClicked { store, .. }
            | Event::Dismissed { store }
            | Event::StoreChosen { store } => stores.push(*store),
            Event::Started { .. }
            | Event::Installed { .. }
            | Event::PermissionsChanged { .. }
            | Event::ClaimMade { .. }
            | Event::Muted { .. }
            | Event::Unmuted { .. }
            | Event::SettingsChanged { .. }
            | Event::CardsChanged { .. }
            | Event::SurfaceOpened { url: None, .. }
            | Event::PortalPreferred { .. }
            | Event::PortalRemoved { .. }
            | Event::SignInClicked { .. }
            | Event::SignInClosed
            | Event::SignOutClicked { .. } => {}
        }
        self.gathered(Vec::new(), hosts, stores, now)
    }

    /// What must be supplied before this finding is learned.
    pub fn needs_to_learn(&mut self, finding: &Finding, now: i64) -> Vec<Need> {
        let mut hosts = Vec::new();
        let whole = match finding {
            Finding::ListsRead => self.lists.partial().map(|(id, _)| id).collect(),
            Finding::Fetched(Some(portal), file, _) => {
                // The run may end here, and then alerts are told.
                let kept = self.memory.keepsakes.iter();
                hosts.extend(kept.map(|k| Key::of_host(k.site.as_str())));
                // How rates changed is told by the old list.
                let is_list = matches!(file, ListFile::Snapshot(_) | ListFile::Delta(_));
                let mut partial = self.lists.partial();
                let is_partial = partial.any(|(id, _)| id == *portal);
                (is_list && is_partial)
                    .then_some(*portal)
                    .into_iter()
                    .collect()
            }
            Finding::Fetched(None, ..) | Finding::Wiped => return Vec::new(),
            Finding::Answered(..) | Finding::SignedIn(_) | Finding::SignedOut(_) => Vec::new(),
        };
        self.gathered(whole, hosts, Vec::new(), now)
    }

    /// Whatever else happens, a store that is open in a tab may have to be drawn, and a click under way may end.
    fn gathered(
        &mut self,
        whole: Vec<PortalId>,
        hosts: Vec<Key>,
        mut stores: Vec<StoreId>,
        now: i64,
    ) -> Vec<Need> {
        let Memory { tabs, trips, .. } = &self.memory;
        stores.extend(tabs.iter().flat_map(|(_, tab)| &tab.stores));
        let open = trips
            .iter()
            .filter(|t| t.is_under_way(now) || t.state == TripState::Asking);
        stores.extend(open.map(|t| t.store));
        let mut needs = Vec::new();
        for (portal, list) in self.lists.partial() {
            if whole.contains(&portal) {
                needs.push((portal, Vec::new()));
                continue;
            }
            let mut keys = hosts.clone();
            for store in stores.iter().filter(|s| s.portal == portal) {
                keys.push(Key::of_number(store.retailer.0));
            }
            let unasked = list.unasked(&keys);
            if !unasked.is_empty() {
                needs.push((portal, unasked));
            }
        }
        needs
    }

    /// Takes in what was read of a portal's stored list. One that could not be read, or whole is not what was accepted, is
    /// lost, and looked for again. Is it?
    pub fn supply(&mut self, (portal, keys): &Need, read: Option<&[u8]>) -> bool {
        let mut lists = self.lists.partial();
        let list = lists.find(|(id, _)| id == portal).map(|(_, list)| list);
        let known = self.memory.portals.iter_mut().find(|p| p.id == *portal);
        let (Some(list), Some(known)) = (list, known) else {
            return false;
        };
        match read {
            Some(lines) if !keys.is_empty() => list.supply(keys, lines),
            Some(raw) if sha256_hex(raw) == known.floor.raw_sha256 => {
                *list = RateList::decode(raw).unwrap_or_default();
            }
            _ => {
                known.next_sync = 0;
                drop(lists);
                self.lists.remove(*portal);
                return true;
            }
        }
        false
    }

    /// The index of a portal's list, to be saved beside it.
    #[must_use]
    pub fn index_of(&self, portal: PortalId) -> &[u8] {
        self.lists.of(portal).map_or(&[], RateList::index)
    }
}

/// The keys of a page's host and of all its parents.
fn parents(url: Option<Url>, keys: &mut Vec<Key>) {
    if let Some(page) = url.as_ref().and_then(Address::of) {
        each_parent(page.host, &mut |_, key| keys.push(key));
    }
}
