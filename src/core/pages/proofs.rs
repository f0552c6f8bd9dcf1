//! What the shopper can hold us to: receipts of what was done about referrals.

use crate::kept::Kept;
use crate::policy::Policies;
use crate::receipt::{Receipt, Receipts};
use crate::view::{ReceiptView, ReceiptsView};

impl Kept<'_> {
    /// All receipts, held against each other.
    #[must_use]
    pub fn receipts(self, receipts: &Receipts, policies: &Policies) -> ReceiptsView {
        let newest_first = receipts.list.iter().rev();
        let dropped = receipts.truncated.as_ref();
        ReceiptsView {
            list: newest_first.map(|r| self.receipt(r, policies)).collect(),
            dropped: dropped.map_or(0, |t| t.truncated),
            broken: receipts.verify().err(),
            text: receipts.export(),
        }
    }

    fn receipt(self, receipt: &Receipt, policies: &Policies) -> ReceiptView {
        ReceiptView {
            at: receipt.minute * 60_000,
            store: self.lists.get(receipt.store).map(|r| r.name.clone()),
            network: policies.name_of(&receipt.network),
            rule: receipt.rule.clone(),
            evidence: receipt.evidence,
            action: receipt.action,
        }
    }
}
