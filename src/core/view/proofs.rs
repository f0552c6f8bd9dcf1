//! Receipts as the settings draw them. No address, because receipts have none.

use crate::policy::Class;
use crate::receipt::{Action, Broken};

/// All receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptsView {
    /// Newest first.
    pub list: Vec<ReceiptView>,
    /// How many older ones are no longer kept.
    pub dropped: u64,
    /// The first broken link, if there is one.
    pub broken: Option<Broken>,
    /// The file that `portal verify-receipts` reads.
    pub text: String,
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptView {
    /// Its minute, milliseconds.
    pub at: i64,
    /// The store's name, if it is still on the list.
    pub store: Option<String>,
    /// The network's name.
    pub network: String,
    /// Rule id.
    pub rule: String,
    /// What kind of thing was seen.
    pub evidence: Class,
    /// What we did.
    pub action: Action,
}
