//! The rules in force: those of the package, or an update of them. An update is held against the package and not against
//! the update before it, so that a rule that silenced too much can be taken back.

use super::{Narrowing, Policies};
use crate::Error;

/// The rules in force.
#[derive(Debug)]
pub struct Installed {
    /// The file that came with the package: what an update may never see less than.
    packaged: Vec<u8>,
    current: Policies,
}

impl Installed {
    /// The packaged rules, or an update that was saved, if it still sees no less: the package may be the newer of the two.
    ///
    /// # Errors
    /// `BadPolicy` when the packaged file is damaged.
    pub fn new(packaged: Vec<u8>, saved: &[u8]) -> Result<Self, Error> {
        let reviewed = parse(&packaged)?;
        // What was saved was taken once. If it is too narrow by now, the package stays in force.
        let updated = match core::str::from_utf8(saved) {
            Ok(text) if !text.is_empty() => reviewed.broadened_by(text).ok(),
            _ => None,
        };
        let current = updated.unwrap_or(reviewed);
        Ok(Self { packaged, current })
    }

    /// Takes over an update.
    ///
    /// # Errors
    /// `BadPolicy` when it is no rule file; `NarrowPolicy` when it sees less than the packaged rules.
    pub fn update(&mut self, file: &[u8]) -> Result<(), Error> {
        let text = core::str::from_utf8(file).map_err(|_| Error::BadPolicy)?;
        let updated = parse(&self.packaged)?.broadened_by(text);
        self.current = updated.map_err(|why| match why {
            Narrowing::Unreadable => Error::BadPolicy,
            _ => Error::NarrowPolicy,
        })?;
        Ok(())
    }
}

impl core::ops::Deref for Installed {
    type Target = Policies;

    fn deref(&self) -> &Policies {
        &self.current
    }
}

fn parse(file: &[u8]) -> Result<Policies, Error> {
    core::str::from_utf8(file).map_or(Err(Error::BadPolicy), Policies::parse)
}
