//! Holding a log against itself, on the device and from an exported file alike.

use super::{BEGINNING, Receipt, Receipts, Truncated};
use crate::json::{self, Read, Write};

/// Network, rule and hashes are shorter.
const MAX_TEXT: usize = 160;

/// Where a chain breaks, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Line of the exported file, from 1.
    pub line: usize,
    /// A stable code.
    pub why: &'static str,
}

json::written!(Broken { line, why });

impl core::fmt::Display for Broken {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl Receipts {
    /// Checks every link.
    ///
    /// # Errors
    /// The first that is broken.
    pub fn verify(&self) -> Result<(), Broken> {
        let mut line = 0;
        let (mut n, mut previous) = (0, BEGINNING);
        if let Some(Truncated { truncated, hash }) = &self.truncated {
            (n, previous, line) = (*truncated, hash, 1);
        }
        for receipt in &self.list {
            line += 1;
            let broken = |why| Err(Broken { line, why });
            if !receipt.is_plain() {
                return broken("receipt.unreadable");
            }
            if receipt.n.checked_sub(1) != Some(n) {
                return broken("receipt.wrongNumber");
            }
            if receipt.previous != previous {
                return broken("receipt.wrongPrevious");
            }
            if receipt.hash != receipt.computed_hash() {
                return broken("receipt.wrongHash");
            }
            (n, previous) = (receipt.n, &receipt.hash);
        }
        Ok(())
    }

    /// Reads an exported file and checks every link.
    ///
    /// # Errors
    /// The first line that cannot be read or is broken; an empty file proves nothing and is broken at line 1.
    pub fn import(text: &str) -> Result<Self, Broken> {
        let mut log = Self::default();
        let mut line = 0;
        for text in text.lines() {
            line += 1;
            let truncated = as_written(text).filter(|_| line == 1);
            if truncated.is_some() {
                log.truncated = truncated;
            } else if let Some(receipt) = as_written(text) {
                log.list.push(receipt);
            } else {
                // What is broken before this line is named first.
                log.verify()?;
                let why = "receipt.unreadable";
                return Err(Broken { line, why });
            }
        }
        log.verify()?;
        if log.list.is_empty() {
            return Err(Broken {
                line: line.max(1),
                why: "receipt.none",
            });
        }
        Ok(log)
    }
}

/// Reads a line that says what it says in our own form only: nothing beside it, nothing twice.
fn as_written<T: Read + Write>(text: &str) -> Option<T> {
    json::read(text.as_bytes()).filter(|value: &T| value.write().to_text() == text)
}

impl Receipt {
    /// Free of what would let two receipts have the same lines.
    fn is_plain(&self) -> bool {
        let texts = [
            &self.network,
            &self.rule,
            &self.rules,
            &self.previous,
            &self.hash,
        ];
        let is_plain = |t: &&String| t.len() <= MAX_TEXT && !t.chars().any(char::is_control);
        texts.iter().all(is_plain)
    }
}
