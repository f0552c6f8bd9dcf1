//! A memory that cannot be read: it is damaged, or a newer version of ours wrote it before the shopper went back to this
//! one. Its bytes are kept aside for a version that can.

use super::Memory;
use crate::local_time::LocalTime;
use crate::mutes::{Lasting, Where};

impl Memory {
    /// Begins beside what cannot be read. What is known there of referrals is not known here: that is doubt, and so there
    /// is silence everywhere for as long as a referral lasts that nobody comes back to.
    #[must_use]
    pub fn beside_unreadable(now: i64) -> Self {
        let mut memory = Self::default();
        let at = LocalTime { now, zone: 0 };
        memory.muted.add(Where::Everywhere, Lasting::Hour, at);
        // Above all numbers that were given there: lists, histories and earnings of those portals still lie here.
        memory.numbered = u32::try_from(now / 1000).unwrap_or_default();
        // Which permissions are needed is not known either.
        memory.releasing = true;
        memory
    }
}
