//! What of the stored lists an event asks for, said before it is handled: so the adapter reads a few pieces and never, on a
//! visit, a whole list. It may be more than is used, never less: tests run every story both ways.

use super::Engine;
use crate::address::Address;
use crate::hash::sha256_hex;
use crate::host_table::{Key, each_parent};
use crate::protocol::Event;
use crate::rate_list::RateList;
use crate::search_result::target;
use crate::store_id::{PortalId, StoreId};
use crate::task::{Finding, ListFile};
use url::Url;

/// To be read of a portal's stored list before an event is handled: what these keys lead to, or all of it without keys.
pub type Need = (PortalId, Vec<Key>);

/// Lists of which everything is needed.
#[derive(Clone, Copy)]
enum Whole {
    None,
    Of(PortalId),
    All,
}

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
            | Event::Watched { .. }
            | Event::PageGone { .. }
            | Event::CardPlaced { .. }
            | Event::LearningUndone { .. }
            | Event::AlarmRang
            | Event::RefreshClicked
            | Event::ReceiptsDeleted
            | Event::EverythingDeleted
            | Event::PortalEntered { .. }
            | Event::PortalConfirmed
            | Event::PortalDeclined => return Vec::new(),
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
            | Event::SignInReturned { .. }
            | Event::SignInClosed { .. }
            | Event::SignOutClicked { .. } => {}
        }
        self.gathered(Whole::None, hosts, stores, now)
    }

    /// What must be supplied before this finding is learned.
    pub fn needs_to_learn(&mut self, finding: &Finding, now: i64) -> Vec<Need> {
        let mut hosts = Vec::new();
        let mut whole = Whole::None;
        match finding {
            Finding::ListsRead => whole = Whole::All,
            Finding::Fetched(portal, file, _) => {
                // The run may end here, and then alerts are told.
                for keepsake in &self.memory.keepsakes {
                    hosts.push(Key::of_host(keepsake.site.as_str()));
                }
                // How rates changed is told by the old list.
                if matches!(file, ListFile::Snapshot(_) | ListFile::Delta(_)) {
                    whole = Whole::Of(*portal);
                }
            }
            Finding::Looked(..) => return Vec::new(),
            _ => {}
        }
        self.gathered(whole, hosts, Vec::new(), now)
    }

    /// Whatever else happens, a store that is open in a tab may have to be drawn, and a click under way may end.
    fn gathered(
        &mut self,
        whole: Whole,
        hosts: Vec<Key>,
        mut stores: Vec<StoreId>,
        now: i64,
    ) -> Vec<Need> {
        for (_, tab) in self.memory.tabs.iter() {
            stores.extend_from_slice(&tab.stores);
        }
        for trip in &self.memory.trips {
            if trip.is_under_way(now) || trip.is_asking() {
                stores.push(trip.store);
            }
        }
        let mut needs = Vec::new();
        for (portal, list) in self.lists.partial() {
            if matches!(whole, Whole::All) || matches!(whole, Whole::Of(one) if one == portal) {
                needs.push((portal, Vec::new()));
                continue;
            }
            let mut keys = hosts.clone();
            for store in &stores {
                if store.portal == portal {
                    keys.push(Key::of_number(store.retailer.0));
                }
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
        let is_sound = match read {
            Some(lines) if !keys.is_empty() => list.supply(keys, lines),
            // One that could not be replaced by what was accepted since, or of another epoch, is known by no hash any more.
            Some(raw) if ["", &*sha256_hex(raw)].contains(&&*known.floor.raw_sha256) => {
                RateList::decode(raw).map(|whole| *list = whole).is_ok()
            }
            _ => false,
        };
        if !is_sound {
            known.lose_list();
            // Should it not be possible to delete it, either, it is nothing to rely on.
            known.expires = 0;
            known.next_sync = 0;
            drop(lists);
            self.lists.remove(*portal);
        }
        !is_sound
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
