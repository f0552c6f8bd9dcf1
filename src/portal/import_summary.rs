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
}

impl Summary {
    /// Was no row of use?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added + self.changed + self.unchanged == 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            changed,
            unchanged,
            delisted,
            refused,
        } = self;
        write!(
            f,
            "{added} added, {changed} changed, {unchanged} unchanged, {delisted} taken off the list, {} refused",
            refused.len()
        )
    }
}
