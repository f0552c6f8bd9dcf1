//! `Summary`: what an import did, in counts and refused rows.

use crate::cells::Refusal;
use std::fmt;

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Retailers that are new on the list.
    pub added: usize,
    /// Retailers of which something changed.
    pub changed: usize,
    /// Retailers that were there, exactly so.
    pub unchanged: usize,
    /// Retailers taken off the list.
    pub delisted: usize,
    /// Rows that were left out, in the order of the file.
    pub refused: Vec<Refusal>,
    /// What is strange about rows that were not, in the order of the file.
    pub warnings: Vec<Refusal>,
    /// Was the catalogue changed at all?
    pub is_stored: bool,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            changed,
            unchanged,
            delisted,
            refused,
            warnings,
            is_stored: _,
        } = self;
        write!(
            f,
            "{added} added, {changed} changed, {unchanged} unchanged, {delisted} taken off the list, {} refused, {} to look at",
            refused.len(),
            warnings.len()
        )
    }
}
