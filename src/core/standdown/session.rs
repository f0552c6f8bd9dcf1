//! A session of shopping, as far as a browser tells: its own session, and in it the pages of stores.

use super::INACTIVITY;
use crate::json;

/// The session that the shopper is in. Whatever else they do meanwhile is not known: only pages of stores wake us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// The shim's random name for the browser's session.
    pub name: String,
    /// Counts up.
    pub number: u64,
    /// The last page of a store, milliseconds.
    pub last: i64,
}

json::object!(Session { name, number, last });

impl Session {
    /// The browser is in the session of this name. Is that another one than before?
    pub fn open(&mut self, name: &str) -> bool {
        let is_new = name != self.name;
        if is_new {
            name.clone_into(&mut self.name);
            self.number += 1;
        }
        is_new
    }

    /// A page of a store, or a way that leads to one. Does another session begin with it?
    pub fn shop(&mut self, now: i64) -> bool {
        let is_new = now - self.last > INACTIVITY;
        self.number += u64::from(is_new);
        self.last = self.last.max(now);
        is_new
    }

    /// Is a session over? Nobody sees one end: what a browser keeps for its own session also goes when the extension is
    /// switched off and on.
    #[must_use]
    pub fn is_over(&self, number: u64) -> bool {
        number < self.number
    }
}
