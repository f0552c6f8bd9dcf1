//! A shopping journey at a store whose programme limits prompts, as eBay's does: its first request decides its source,
//! and only so many prompts belong to it. Whoever keeps it forgets it with the browser session.

use super::Referrer;
use crate::json;

/// A journey at one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// How it began.
    pub began: Referrer,
    /// How often we prompted in it.
    pub prompts: u32,
}

json::object!(Journey { began, prompts });

impl Journey {
    /// The journey after an arrival. Pages of the store itself go on with it; another site's link begins it anew, and
    /// an approved source neither mends that nor gives prompts back. A store's own page without a journey before it was
    /// begun unseen: that counts as another site's.
    #[must_use]
    pub fn after(before: Option<Self>, referrer: Referrer) -> Self {
        let begins = |began| Self { began, prompts: 0 };
        match (before, referrer) {
            (_, Referrer::Other) | (None, Referrer::Internal) => begins(Referrer::Other),
            (Some(journey), _) => journey,
            (None, approved) => begins(approved),
        }
    }

    /// May we prompt once more, when the programme allows `most`? `None` is a programme without a limit.
    #[must_use]
    pub fn may_prompt(&self, most: Option<u32>) -> bool {
        most.is_none_or(|most| self.began.is_approved() && self.prompts < most)
    }

    /// A prompt was shown.
    pub fn prompted(&mut self) {
        self.prompts = self.prompts.saturating_add(1);
    }
}
