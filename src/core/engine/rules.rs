//! Newer stand-down rules. They come with the list of the packaged portal only: a rule silences every portal at a store,
//! so whoever could add one could silence all others. And they may only see more than what is installed.

use super::Engine;
use super::syncing::Wanted;
use crate::Error;
use crate::hash::sha256_hex;
use crate::head::{Head, Part};
use crate::protocol::Outcome;
use crate::store_id::PortalId;
use crate::task::{ListFile, Task};

impl Engine {
    /// The rules that a head names, unless they are the installed ones.
    pub(super) fn rules_wanted(&self, id: PortalId, head: &Head) -> Result<Option<Wanted>, Error> {
        match head.rules()? {
            Some(part) if id == PortalId::PACKAGED && part.raw_sha256 != self.policies.hash() => {
                let (path, cap) = (part.path.clone(), part.len.max(part.raw));
                self.wanted(id, ListFile::Rules(part.clone()), &path, cap)
            }
            _ => Ok(None),
        }
    }

    /// Takes over rules that are what the head promises and see no less than ours.
    pub(super) fn rules_arrived(
        &mut self,
        part: &Part,
        raw: Vec<u8>,
        out: &mut Outcome,
    ) -> Result<(), Error> {
        if sha256_hex(&raw) != part.raw_sha256 {
            return Err(Error::WrongHash);
        }
        self.policies.update(&raw)?;
        out.task(Task::SaveRules(raw));
        Ok(())
    }
}
