//! What the shopper can hold us to: receipts of what was done about referrals, and the self-test of the rules.

use super::Engine;
use crate::json::{self, Write};
use crate::protocol::{Effect, Outcome};
use crate::receipt::{Deed, Receipt, Receipts};
use crate::self_test;
use crate::task::Task;
use crate::view::{ReceiptView, ReceiptsView};

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

    pub(super) fn receipts_asked(&self, out: &mut Outcome) {
        let newest_first = self.receipts.list.iter().rev();
        let dropped = self.receipts.truncated.as_ref();
        let receipts = ReceiptsView {
            list: newest_first.map(|r| self.receipt_view(r)).collect(),
            dropped: dropped.map_or(0, |t| t.truncated),
            broken: self.receipts.verify().err(),
            text: self.receipts.export(),
        };
        out.effect(Effect::ReplyReceipts {
            receipts: Box::new(receipts),
        });
    }

    pub(super) fn receipts_deleted(&mut self, out: &mut Outcome) {
        self.receipts = Receipts::default();
        out.task(Task::SaveReceipts(Vec::new()));
        self.receipts_asked(out);
    }

    pub(super) fn self_test_asked(&self, fixtures: &str, out: &mut Outcome) {
        let report = self_test::run(&self.policies, fixtures.as_bytes()).ok();
        out.effect(Effect::ReplySelfTest { report });
    }

    fn receipt_view(&self, receipt: &Receipt) -> ReceiptView {
        ReceiptView {
            at: receipt.minute * 60_000,
            store: self.lists.get(receipt.store).map(|r| r.name.clone()),
            network: self.policies.name_of(&receipt.network),
            rule: receipt.rule.clone(),
            evidence: receipt.evidence,
            action: receipt.action,
        }
    }
}
