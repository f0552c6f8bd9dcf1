//! Receipts of what was done about referrals, and the end of everything that is kept.

use super::Engine;
use crate::account::TOKENS;
use crate::json::{self, Write};
use crate::protocol::{Effect, Outcome};
use crate::receipt::{Deed, Receipts};
use crate::task::Task;

impl Engine {
    /// Takes up the receipts that were saved. They are not part of the memory, which is written after every change.
    #[must_use]
    pub fn with_receipts(mut self, saved: &[u8]) -> Self {
        if let Some(receipts) = json::read(saved) {
            self.receipts = receipts;
        } else if !saved.is_empty() {
            // Begun anew, and said so: a log that starts at 1 again shows it, too.
            self.memory.note(0, "receipts.unreadable");
        }
        self
    }

    pub(super) fn note_deed(&mut self, deed: Deed, now: i64, out: &mut Outcome) {
        if self.receipts.append(deed, &self.policies, now) {
            let bytes = self.receipts.write().to_text().into_bytes();
            out.task(Task::SaveReceipts(bytes));
        }
    }

    /// Nothing of the shopper stays here, and no portal keeps a token that works.
    pub(super) fn everything_deleted(&mut self, out: &mut Outcome) {
        let portals = self.memory.portals.iter_mut();
        let left: Vec<_> = portals
            .map(|portal| {
                portal.account = None;
                portal.root.api_url(TOKENS).map(String::from)
            })
            .collect();
        for address in left {
            self.forget(address, out);
        }
        self.hide_cards(out);
        // Should the end of it never come, all of it is registered again.
        (self.memory.watched, self.ordered) = (None, None);
        self.is_over = true;
        out.task(Task::Wipe);
    }

    pub(super) fn receipts_deleted(&mut self, out: &mut Outcome) {
        self.receipts = Receipts::default();
        out.task(Task::SaveReceipts(Vec::new()));
        out.effect(Effect::ViewChanged);
    }
}
