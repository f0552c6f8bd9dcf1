//! Keeping the list fresh: verify, decode, check newer, then swap. A good list is never lost to a bad one, and the
//! moment of a look depends on the clock and chance alone, never on what is visited.

use super::Engine;
use crate::Error;
use crate::envelope::MAX_ENVELOPE;
use crate::head::{Head, Verified};
use crate::memory::Portal;
use crate::protocol::{Context, Effect, Outcome};
use crate::rate_list::RateList;
use crate::task::{Fetch, FetchFailure, ListFile, Task};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 86_400 * SECOND;
/// A run that dies is begun again after this.
const RUN: i64 = 15 * MINUTE;

impl Engine {
    /// After waking: the first look at once, every other one by alarm. One that is overdue is put off by chance, so
    /// that it does not tell when the browser was started or a store was opened.
    pub(super) fn plan_sync(&mut self, context: &Context, out: &mut Outcome) {
        let Some(portal) = &mut self.memory.portal else {
            return;
        };
        if portal.next_sync == 0 {
            return self.look(context, out);
        }
        if portal.next_sync <= context.now {
            portal.next_sync = context.now + between(30 * SECOND, 5 * MINUTE, context);
        }
        out.effect(Effect::SetAlarm {
            at: portal.next_sync,
        });
    }

    pub(super) fn alarm_rang(&mut self, context: &Context, out: &mut Outcome) {
        let Some(portal) = &self.memory.portal else {
            return;
        };
        // Browsers may ring a little early.
        if portal.next_sync <= context.now + SECOND {
            self.look(context, out);
        } else {
            out.effect(Effect::SetAlarm {
                at: portal.next_sync,
            });
        }
    }

    /// Begins a run, unless one is under way.
    pub(super) fn look(&mut self, context: &Context, out: &mut Outcome) {
        let Some(portal) = &mut self.memory.portal else {
            return;
        };
        let Some(url) = portal.root.list_url("head.json") else {
            return;
        };
        portal.next_sync = context.now + RUN;
        out.effect(Effect::SetAlarm {
            at: portal.next_sync,
        });
        if !self.is_looking {
            self.is_looking = true;
            out.task(fetch(ListFile::Head, url, MAX_ENVELOPE as u64));
        }
    }

    pub(super) fn fetched(
        &mut self,
        file: ListFile,
        result: Result<Vec<u8>, FetchFailure>,
        context: &Context,
        out: &mut Outcome,
    ) {
        let step = match result {
            // No newer root explains the unknown signature: then it is simply a bad one.
            Err(FetchFailure::Status(404, _)) if file == ListFile::Root => {
                Err(FetchFailure::Bad(Error::BadSignature))
            }
            Err(failure) => Err(failure),
            Ok(bytes) => match file {
                ListFile::Head => self.head_arrived(bytes, context, out),
                ListFile::Root => self.root_arrived(&bytes, context, out),
                ListFile::Snapshot(_) => self.snapshot_arrived(bytes, context, out),
            }
            .map_err(FetchFailure::Bad),
        };
        if let Err(failure) = step {
            self.run_failed(failure, context, out);
        }
    }

    fn head_arrived(
        &mut self,
        bytes: Vec<u8>,
        context: &Context,
        out: &mut Outcome,
    ) -> Result<(), Error> {
        let portal = self.memory.portal.as_ref().ok_or(Error::BadMemory)?;
        let verified = match Head::verify(&bytes, &portal.root) {
            Ok(verified) if verified.head.root <= portal.root.root => verified,
            // The head names a newer root, or is signed by keys that only a newer root can name: walk one step.
            Ok(_) | Err(Error::BadSignature) if self.held_head.is_none() => {
                self.held_head = Some(bytes);
                return self.fetch_next_root(out);
            }
            Ok(_) => return Err(Error::WrongRoot),
            Err(error) => return Err(error),
        };
        self.held_head = None;
        let now = (context.now / SECOND).max(portal.floor.issued);
        verified.check_newer(&portal.floor, &portal.root, now)?;
        let part = verified.head.retailers()?.clone();
        if part.raw_sha256 == portal.floor.raw_sha256 {
            return self.accept(&verified, context, out);
        }
        let url = portal.root.list_url(&part.path).ok_or(Error::BadJson)?;
        // A proxy may have unpacked the file on the way: then it is as long as its content.
        let cap = part.len.max(part.raw);
        self.awaited = Some(verified);
        out.task(fetch(ListFile::Snapshot(part), url, cap));
        Ok(())
    }

    fn fetch_next_root(&mut self, out: &mut Outcome) -> Result<(), Error> {
        let portal = self.memory.portal.as_ref().ok_or(Error::BadMemory)?;
        let next = portal.root.root.wrapping_add(1);
        let url = portal
            .root
            .list_url(&format!("root/{next}.json"))
            .ok_or(Error::BadJson)?;
        out.task(fetch(ListFile::Root, url, MAX_ENVELOPE as u64));
        Ok(())
    }

    /// One step of the root walk. The head is looked at again; it may ask for one step more.
    fn root_arrived(
        &mut self,
        bytes: &[u8],
        context: &Context,
        out: &mut Outcome,
    ) -> Result<(), Error> {
        let portal = self.memory.portal.as_mut().ok_or(Error::BadMemory)?;
        portal.root = portal.root.successor(bytes)?;
        let head = self.held_head.take().ok_or(Error::BadEnvelope)?;
        self.head_arrived(head, context, out)
    }

    fn snapshot_arrived(
        &mut self,
        raw: Vec<u8>,
        context: &Context,
        out: &mut Outcome,
    ) -> Result<(), Error> {
        let verified = self.awaited.take().ok_or(Error::BadEnvelope)?;
        self.list = RateList::verified(&raw, verified.head.retailers()?)?;
        self.accept(&verified, context, out)?;
        out.task(Task::SaveList(raw));
        self.watch_sites(out);
        Ok(())
    }

    fn accept(
        &mut self,
        verified: &Verified,
        context: &Context,
        out: &mut Outcome,
    ) -> Result<(), Error> {
        let portal = self.memory.portal.as_mut().ok_or(Error::BadMemory)?;
        let poll = i64::from(verified.head.poll).clamp(900, 86_400) * SECOND;
        *portal = Portal {
            root: portal.root.clone(),
            floor: verified.floor()?,
            units: verified.head.units.clone(),
            expires: verified.head.expires,
            next_sync: context.now + between(poll * 4 / 5, poll * 6 / 5, context),
            failures: 0,
            trouble: None,
        };
        self.run_ended(out);
        Ok(())
    }

    /// Keeps everything that was there and only moves the next look.
    fn run_failed(&mut self, failure: FetchFailure, context: &Context, out: &mut Outcome) {
        (self.awaited, self.held_head) = (None, None);
        let Some(portal) = &mut self.memory.portal else {
            return;
        };
        portal.failures = portal.failures.saturating_add(1);
        let longest = ((5 * MINUTE) << portal.failures.min(9)).min(DAY);
        let (code, wait) = match failure {
            FetchFailure::Unreachable => ("net.unreachable", between(0, longest, context)),
            FetchFailure::Status(404, _) => {
                ("net.missing", between(10 * MINUTE, 30 * MINUTE, context))
            }
            FetchFailure::Status(_, Some(seconds)) => {
                ("net.busy", (i64::from(seconds) * SECOND).min(DAY))
            }
            FetchFailure::Status(_, None) => ("net.failed", between(0, longest, context)),
            FetchFailure::Bad(error) => (error.code(), between(0, longest, context)),
        };
        portal.trouble = Some(code.to_owned());
        portal.next_sync = context.now + wait.max(30 * SECOND);
        self.memory.note(context.now, code);
        self.run_ended(out);
    }

    fn run_ended(&mut self, out: &mut Outcome) {
        self.is_looking = false;
        let Some(portal) = &self.memory.portal else {
            return;
        };
        out.effect(Effect::SetAlarm {
            at: portal.next_sync,
        });
        out.effect(Effect::ViewChanged);
    }
}

fn fetch(file: ListFile, url: url::Url, cap: u64) -> Task {
    Task::Fetch(Fetch {
        file,
        url: url.into(),
        cap,
    })
}

/// Evenly between two durations, by the context's random bytes.
fn between(least: i64, most: i64, context: &Context) -> i64 {
    let dice = context
        .random
        .last_chunk::<8>()
        .map_or(0, |b| u64::from_le_bytes(*b) >> 1);
    let span = (most - least).max(1);
    least + i64::try_from(dice).unwrap_or(0) % span
}
