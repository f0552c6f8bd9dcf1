//! Waking up with what was saved, or for the first time with what comes in the package.

use super::Engine;
use crate::Error;
use crate::head::{Head, Part};
use crate::lists::Lists;
use crate::memory::Memory;
use crate::policy::Installed;
use crate::protocol::Granted;
use crate::rate_list::RateList;
use crate::receipt::Receipts;
use crate::root::Root;
use crate::small_map::SmallMap;
use crate::store_id::PortalId;
use crate::subscription::{Portal, fingerprint};

/// The list that comes with the package, as files.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// `rates/v1/root/1.json`: the pinned root.
    pub root: &'a [u8],
    /// `rates/v1/head.json`.
    pub head: &'a [u8],
    /// The unpacked snapshot that the head names.
    pub retailers: &'a [u8],
}

impl Package<'_> {
    /// The snapshot that a packaged head names.
    ///
    /// # Errors
    /// The first check of root and head that fails.
    pub fn part(root: &[u8], head: &[u8]) -> Result<Part, Error> {
        let verified = Head::verify(head, &Root::pinned(root)?)?;
        verified.head.retailers().cloned()
    }
}

impl Engine {
    /// Wakes up with what was saved: the memory, and lists that lie there to be read where they are needed. A list that is
    /// missing is fetched anew.
    ///
    /// # Errors
    /// The memory, when the packaged portal's list is lost: go on with `with_package`.
    pub fn restore(
        memory: Memory,
        stored: &[PortalId],
        policies: Installed,
    ) -> Result<Self, Box<Memory>> {
        let engine = Self::with_lists(memory, stored, policies);
        let is_subscribed = engine.memory.portal(PortalId::PACKAGED).is_some();
        if is_subscribed && engine.lists.of(PortalId::PACKAGED).is_none() {
            return Err(Box::new(engine.memory));
        }
        Ok(engine)
    }

    /// Begins with the packaged list. `kept` is an older memory, if there is one: choices, trips and portals survive,
    /// and what was known of the packaged portal's keys and sequence.
    ///
    /// # Errors
    /// The first check of the packaged files that fails; its age is not one of them.
    pub fn with_package(
        package: Package<'_>,
        kept: Option<Memory>,
        stored: &[PortalId],
        policies: Installed,
    ) -> Result<Self, Error> {
        let root = Root::pinned(package.root)?;
        let verified = Head::verify(package.head, &root)?;
        let list = RateList::verified(package.retailers, verified.head.retailers()?)?;
        let mut portal = Portal::new(PortalId::PACKAGED, fingerprint(package.root), root);
        portal.accept(&verified)?;
        let mut memory = kept.unwrap_or_default();
        memory.watched = None;
        let place = memory
            .portals
            .iter()
            .position(|p| p.id == PortalId::PACKAGED);
        let before = place.map(|at| memory.portals.remove(at));
        if let Some(before) = before.filter(|b| b.root.portal == portal.root.portal) {
            // The list was lost, not the knowledge of how far it had come, nor the account.
            if before.floor.epoch != portal.floor.epoch {
                // The package's numbers mean nothing there.
                portal.lose_list();
            }
            (portal.floor.epoch, portal.floor.seq) = (before.floor.epoch, before.floor.seq);
            portal.floor.head_sha256 = before.floor.head_sha256;
            portal.floor.issued = before.floor.issued;
            (portal.root, portal.account) = (before.root, before.account);
        }
        memory.portals.insert(place.unwrap_or(0), portal);
        let there = [stored, &[PortalId::PACKAGED]].concat();
        let mut engine = Self::with_lists(memory, &there, policies);
        engine.lists.insert(PortalId::PACKAGED, list);
        Ok(engine)
    }

    fn with_lists(mut memory: Memory, stored: &[PortalId], policies: Installed) -> Self {
        let mut lists = Lists::default();
        for portal in &mut memory.portals {
            if stored.contains(&portal.id) {
                lists.insert(portal.id, RateList::default());
            } else if !portal.floor.raw_sha256.is_empty() {
                portal.lose_list();
                portal.next_sync = 0;
            }
        }
        Self::of(memory, lists, policies)
    }

    /// An engine that has heard nothing yet. Our own pages have one to look at, and tell it nothing.
    #[must_use]
    pub fn of(memory: Memory, lists: Lists, policies: Installed) -> Self {
        Self {
            snapshot: memory.encode(),
            memory,
            lists,
            policies,
            receipts: Receipts::default(),
            runs: SmallMap::default(),
            redirect: String::new(),
            zone: 0,
            granted: Granted::default(),
            is_over: false,
            ordered: None,
            orders: 0,
            resuming: false,
            started: SmallMap::default(),
            said_idle: String::new(),
            times_said: 0,
        }
    }
}
