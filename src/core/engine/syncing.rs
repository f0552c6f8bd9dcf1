//! Keeping the lists fresh: verify, decode, check newer, then swap. A good list is never lost to a bad one, and the
//! moment of a look depends on the clock and chance alone, never on what is visited.

use super::Engine;
use super::schedule::{MINUTE, SECOND, between};
use crate::Error;
use crate::account::TOKENS;
use crate::envelope::MAX_ENVELOPE;
use crate::head::{Head, Verified};
use crate::history;
use crate::protocol::{Context, Effect, Outcome};
use crate::rate_list::RateList;
use crate::store_id::PortalId;
use crate::task::{Fetch, FetchFailure, ListFile, Task};
use core::mem;

/// A run that dies is begun again after this.
const RUN: i64 = 15 * MINUTE;
/// Roots walked in one run.
const MAX_STEPS: u32 = 32;

/// A look at a portal's list.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// A verified head whose list is being fetched.
    awaited: Option<Verified>,
    /// A head whose root must be fetched first.
    held_head: Option<Vec<u8>>,
    /// Roots walked.
    steps: u32,
}

/// The next file of a run: what, below which base, how long at most.
pub(super) type Wanted = (ListFile, String, u64);

impl Engine {
    /// Begins a run, unless one is under way.
    pub(super) fn look(&mut self, id: PortalId, context: &Context, out: &mut Outcome) {
        let Some(portal) = self.memory.portal_mut(id) else {
            return;
        };
        portal.next_sync = context.now + RUN;
        if self.runs.contains_key(&id) {
            return;
        }
        if let Some(url) = self.list_url(id, "head.json") {
            self.runs.insert(id, Run::default());
            fetch(id, (ListFile::Head, url, MAX_ENVELOPE as u64), out);
        }
    }

    pub(super) fn fetched(
        &mut self,
        id: PortalId,
        file: ListFile,
        result: Result<Vec<u8>, FetchFailure>,
        context: &Context,
        out: &mut Outcome,
    ) {
        // The portal was removed meanwhile.
        let Some(mut run) = self.runs.remove(&id) else {
            return;
        };
        let is_list = !matches!(file, ListFile::Rules(_));
        let next = self.step(id, &mut run, file, result, context, out);
        if let Ok(Some(wanted)) = next {
            self.runs.insert(id, run);
            fetch(id, wanted, out);
            return;
        }
        // Rules that did not come take nothing from the list that did.
        if next.is_ok() || !is_list {
            self.tell_alerts(context.now, out);
        }
        if let Err(failure) = next {
            self.run_failed(id, failure, is_list, context);
        }
        self.set_alarm(out);
        out.effect(Effect::ViewChanged);
    }

    /// From one file to the next one that is needed, or to the end of the run.
    fn step(
        &mut self,
        id: PortalId,
        run: &mut Run,
        file: ListFile,
        result: Result<Vec<u8>, FetchFailure>,
        context: &Context,
        out: &mut Outcome,
    ) -> Result<Option<Wanted>, FetchFailure> {
        let next = match (file, result) {
            // No newer root explains the unknown signature: then it is simply a bad one.
            (ListFile::Root, Err(FetchFailure::Status(404, _))) => Err(Error::BadSignature),
            // Whatever is wrong with a delta, the snapshot makes good, once.
            (ListFile::Delta(_), Err(_)) => self.snapshot_wanted(id, run).map(Some),
            (_, Err(failure)) => return Err(failure),
            (ListFile::Rules(part), Ok(raw)) => self.rules_arrived(&part, raw, out).map(|()| None),
            (ListFile::Head, Ok(bytes)) => self.head_arrived(id, run, bytes, context),
            (ListFile::Root, Ok(bytes)) => self.root_arrived(id, run, &bytes, context),
            (ListFile::Delta(_), Ok(raw)) => match self.list_arrived(id, run, raw, context, out) {
                Err(_) => self.snapshot_wanted(id, run).map(Some),
                rules => rules,
            },
            (ListFile::Snapshot(_), Ok(raw)) => self.list_arrived(id, run, raw, context, out),
        };
        next.map_err(FetchFailure::Bad)
    }

    fn head_arrived(
        &mut self,
        id: PortalId,
        run: &mut Run,
        bytes: Vec<u8>,
        context: &Context,
    ) -> Result<Option<Wanted>, Error> {
        let portal = self.memory.portal(id).ok_or(Error::BadMemory)?;
        let verified = match Head::verify(&bytes, &portal.root) {
            Ok(verified) if verified.head.root <= portal.root.root => verified,
            // The head names a newer root, or is signed by keys that only a newer root can name: walk one step.
            Ok(_) | Err(Error::BadSignature) if run.steps < MAX_STEPS => {
                run.steps += 1;
                run.held_head = Some(bytes);
                let next = u64::from(portal.root.root) + 1;
                let path = format!("root/{next}.json");
                return self.wanted(id, ListFile::Root, &path, MAX_ENVELOPE as u64);
            }
            Ok(_) => return Err(Error::WrongRoot),
            Err(error) => return Err(error),
        };
        // A clock that goes back makes no old head new. A new epoch begins anew, whatever was signed in the one before.
        let clock = context.now / SECOND;
        let now = match verified.head.epoch == portal.floor.epoch {
            true => clock.max(portal.floor.issued),
            false => clock,
        };
        verified.check_newer(&portal.floor, &portal.root, now)?;
        let part = verified.head.retailers()?;
        // What breaks the caps is refused before anything of it is fetched.
        verified.head.rules()?;
        let is_there = self.lists.of(id).is_some() && portal.floor.ver > 0;
        if is_there && part.raw_sha256 == portal.floor.raw_sha256 {
            return self.accept(id, &verified, context);
        }
        let way = part
            .way_from(portal.floor.ver)
            .filter(|_| is_there)
            .cloned();
        run.awaited = Some(verified);
        match way {
            Some(delta) => {
                let (path, cap) = (delta.path.clone(), delta.len.max(delta.raw));
                self.wanted(id, ListFile::Delta(delta), &path, cap)
            }
            None => self.snapshot_wanted(id, run).map(Some),
        }
    }

    fn snapshot_wanted(&self, id: PortalId, run: &Run) -> Result<Wanted, Error> {
        let verified = run.awaited.as_ref().ok_or(Error::BadEnvelope)?;
        let part = verified.head.retailers()?.clone();
        // A proxy may have unpacked the file on the way: then it is as long as its content.
        let (path, cap) = (part.path.clone(), part.len.max(part.raw));
        let url = self.list_url(id, &path).ok_or(Error::BadJson)?;
        Ok((ListFile::Snapshot(part), url, cap))
    }

    pub(super) fn wanted(
        &self,
        id: PortalId,
        file: ListFile,
        path: &str,
        cap: u64,
    ) -> Result<Option<Wanted>, Error> {
        let url = self.list_url(id, path).ok_or(Error::BadJson)?;
        Ok(Some((file, url, cap)))
    }

    fn list_url(&self, id: PortalId, path: &str) -> Option<String> {
        let portal = self.memory.portal(id)?;
        let url = portal.root.list_url(path, portal.failures)?;
        Some(url.into())
    }

    /// One step of the root walk. The head is looked at again; it may ask for one step more.
    fn root_arrived(
        &mut self,
        id: PortalId,
        run: &mut Run,
        bytes: &[u8],
        context: &Context,
    ) -> Result<Option<Wanted>, Error> {
        let portal = self.memory.portal_mut(id).ok_or(Error::BadMemory)?;
        let next = portal.root.successor(bytes)?;
        let before = mem::replace(&mut portal.root, next);
        // Tokens from another address are of no use; the next waking forgets them.
        if let Some(left) = before
            .api_url(TOKENS)
            .filter(|_| before.api != portal.root.api)
        {
            self.memory.leave(left.as_str());
        }
        let head = run.held_head.take().ok_or(Error::BadEnvelope)?;
        self.head_arrived(id, run, head, context)
    }

    /// A whole list, from a snapshot or by a delta.
    fn list_arrived(
        &mut self,
        id: PortalId,
        run: &Run,
        raw: Vec<u8>,
        context: &Context,
        out: &mut Outcome,
    ) -> Result<Option<Wanted>, Error> {
        let verified = run.awaited.as_ref().ok_or(Error::BadEnvelope)?;
        let list = RateList::verified(&raw, verified.head.retailers()?)?;
        let signed = self.memory.portal(id).map_or(0, |p| p.floor.issued);
        let rules = self.accept(id, verified, context)?;
        if let Some(old) = self.lists.of(id) {
            let changes = history::changes(old, signed, &list, verified.head.issued);
            if !changes.is_empty() {
                out.task(Task::SaveHistory(id, changes));
            }
        }
        out.task(Task::SaveList(id, raw, list.index().to_vec()));
        self.lists.insert(id, list);
        self.watch(out);
        Ok(rules)
    }

    /// The list is up to date; what may follow are newer rules, from where the head came.
    pub(super) fn accept(
        &mut self,
        id: PortalId,
        verified: &Verified,
        context: &Context,
    ) -> Result<Option<Wanted>, Error> {
        let rules = self.rules_wanted(id, &verified.head)?;
        let portal = self.memory.portal_mut(id).ok_or(Error::BadMemory)?;
        portal.accept(verified)?;
        let poll = i64::from(verified.head.poll).clamp(900, 86_400) * SECOND;
        portal.next_sync = context.now + between(poll * 4 / 5, poll * 6 / 5, id, context);
        Ok(rules)
    }
}

fn fetch(portal: PortalId, (file, url, cap): Wanted, out: &mut Outcome) {
    let portal = Some(portal);
    out.task(Task::Fetch(Fetch {
        portal,
        file,
        url,
        cap,
    }));
}
