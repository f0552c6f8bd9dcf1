//! The portals that the shopper subscribes to: looking at one, adding it, ordering, removing it with all its data.

use super::Engine;
use crate::account::TOKENS;
use crate::protocol::{Context, Effect, Outcome};
use crate::store_id::PortalId;
use crate::subscription::{Candidate, MOST, Portal, PortalLink};
use crate::task::{Fetch, FetchFailure, ListFile, Task};
use crate::{Error, envelope::MAX_ENVELOPE};

impl Engine {
    /// A link or address was entered: the portal's first root is fetched, shown, and trusted only when confirmed.
    pub(super) fn portal_entered(&mut self, text: &str, out: &mut Outcome) {
        out.effect(Effect::ViewChanged);
        let link = match PortalLink::parse(text) {
            Ok(link) => link,
            Err(error) => {
                let base = text.trim().chars().take(200).collect();
                let link = PortalLink {
                    base,
                    fingerprint: None,
                };
                self.memory.candidate = Some(refused(link, error.code()));
                return;
            }
        };
        if self.memory.portals.len() >= MOST {
            self.memory.candidate = Some(refused(link, "portal.tooManyPortals"));
            return;
        }
        self.memory.candidate = Some(Candidate {
            link,
            found: None,
            trouble: None,
        });
        self.ask_candidate(out);
    }

    /// Asks for what is not known of the candidate: whoever did so before may have died. Only while somebody looks, so that no
    /// visit is followed by it.
    pub(super) fn ask_candidate(&self, out: &mut Outcome) {
        if let Some(candidate) = self.memory.candidate.as_ref().filter(|c| c.is_open()) {
            out.task(Task::Fetch(Fetch {
                portal: None,
                file: ListFile::Root,
                url: candidate.link.first_root(),
                cap: MAX_ENVELOPE as u64,
            }));
        }
    }

    /// Only what was asked for last: what another portal answers late is not shown under this one's address.
    pub(super) fn candidate_fetched(
        &mut self,
        url: &str,
        result: Result<Vec<u8>, FetchFailure>,
        out: &mut Outcome,
    ) {
        let candidate = &mut self.memory.candidate;
        let Some(candidate) = candidate.take_if(|c| {
            let is_wanted = c.found.is_none() && (c.trouble.is_none() || result.is_ok());
            is_wanted && c.link.first_root() == url
        }) else {
            return;
        };
        let found = match result {
            Ok(file) => candidate.link.check(&file).map_err(Error::code),
            Err(FetchFailure::Bad(error)) => Err(error.code()),
            Err(FetchFailure::Unreachable) => Err("net.unreachable"),
            Err(FetchFailure::Status(404, _)) => Err("portal.noList"),
            Err(FetchFailure::Status(..)) => Err("net.failed"),
        };
        let is_known = |fingerprint: &String| {
            let mut known = self.memory.portals.iter();
            known.any(|p| p.fingerprint == *fingerprint)
        };
        self.memory.candidate = Some(match found {
            Ok((fingerprint, _)) if is_known(&fingerprint) => {
                refused(candidate.link, "portal.known")
            }
            Ok(found) => Candidate {
                found: Some(found),
                ..candidate
            },
            Err(code) => refused(candidate.link, code),
        });
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn portal_confirmed(&mut self, context: &Context, out: &mut Outcome) {
        let Some((fingerprint, root)) = self.memory.candidate.take().and_then(|c| c.found) else {
            return;
        };
        // Never a number that another one had: what comes late for that one finds nobody.
        let known = self.memory.portals.iter().map(|p| p.id.0);
        let last = known.fold(self.memory.numbered, u32::max);
        self.memory.numbered = last + 1;
        let id = PortalId(last + 1);
        self.memory.portals.push(Portal::new(id, fingerprint, root));
        self.look(id, context, out);
        self.set_alarm(out);
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn portal_declined(&mut self, out: &mut Outcome) {
        self.memory.candidate = None;
        out.effect(Effect::ViewChanged);
    }

    pub(super) fn portal_preferred(&mut self, id: PortalId, now: i64, out: &mut Outcome) {
        let place = self.memory.portals.iter().position(|p| p.id == id);
        if let Some(at) = place.filter(|at| *at > 0) {
            self.memory.portals.swap(at - 1, at);
        }
        self.settle_tabs(now, out);
        out.effect(Effect::ViewChanged);
    }

    /// Everything of the portal goes: list, keys, account, tokens, trips. What was remembered of stores stays.
    pub(super) fn portal_removed(&mut self, id: PortalId, now: i64, out: &mut Outcome) {
        let left = self.api_url(id, TOKENS);
        self.memory.portals.retain(|p| p.id != id);
        self.forget(left, out);
        self.memory.trips.retain(|t| t.store.portal != id);
        self.memory.signing_in.take_if(|s| s.portal == id);
        self.lists.remove(id);
        self.runs.remove(&id);
        out.task(Task::SaveList(id, Vec::new(), Vec::new()));
        self.watch(out);
        self.settle_tabs(now, out);
        self.set_alarm(out);
        out.effect(Effect::ViewChanged);
    }
}

fn refused(link: PortalLink, code: &str) -> Candidate {
    Candidate {
        link,
        found: None,
        trouble: Some(code.to_owned()),
    }
}
