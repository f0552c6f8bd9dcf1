//! A memory that cannot be read: it is damaged, or a newer version of ours wrote it before the shopper went back to this
//! one. Its bytes are kept aside, and whoever can read them takes them back.

use super::Memory;
use crate::local_time::LocalTime;
use crate::mutes::{Lasting, Where};

impl Memory {
    /// Begins beside what cannot be read. What is known there of referrals is not known here: that is doubt, and so there
    /// is silence everywhere for as long as a referral lasts that nobody comes back to.
    #[must_use]
    pub fn beside_unreadable(at: LocalTime) -> Self {
        let mut memory = Self {
            is_beside: true,
            ..Self::default()
        };
        memory.muted.add(Where::Everywhere, Lasting::Hour, at);
        memory.note(at.now, "memory.unreadable");
        memory
    }

    /// Takes back what was kept aside. What is here is newer and stays; only what is missing comes back.
    pub fn take_back(&mut self, aside: Self) {
        self.is_beside = false;
        if self.settings.mode.is_none() {
            self.settings = aside.settings;
        }
        for portal in aside.portals {
            match self.portal_mut(portal.id) {
                None => self.portals.push(portal),
                Some(here) if here.root.portal == portal.root.portal => here.take_back(portal),
                Some(_) => {}
            }
        }
        for trip in aside.trips {
            if self.trips.iter().all(|t| t.click != trip.click) {
                self.trips.push(trip);
            }
        }
        self.trips.sort_by_key(|t| t.at);
        for (host, record) in aside.records.iter() {
            if !self.records.contains_key(host) {
                self.records.insert(host.clone(), record.clone());
            }
        }
        for keepsake in aside.keepsakes {
            if self.keepsake(&keepsake.site).is_none() {
                self.keepsakes.push(keepsake);
            }
        }
        if self.cards.is_empty() {
            self.cards = aside.cards;
        }
        self.muted.take_back(aside.muted);
    }
}
