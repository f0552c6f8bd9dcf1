//! When to look for a newer list: by alarm and chance, and later after failures.

use super::Engine;
use crate::protocol::{Context, Effect, Outcome};
use crate::store_id::PortalId;
use crate::subscription::Portal;
use crate::task::FetchFailure;

pub(super) const SECOND: i64 = 1_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
/// The portal answered with `Retry-After`.
const BUSY: &str = "net.busy";
const DAY: i64 = 86_400 * SECOND;
/// No look is planned further ahead than this; one that is was planned before the clock was set back.
const HORIZON: i64 = DAY + DAY / 2;

impl Engine {
    /// After waking: the first look at once, every other one by alarm. One that is overdue is put off by chance, so
    /// that it does not tell when the browser was started or a store was opened; not so while its alarm may be what woke us.
    pub(super) fn plan_sync(&mut self, context: &Context, out: &mut Outcome) {
        let now = context.now;
        let mut never_looked = Vec::new();
        for portal in &mut self.memory.portals {
            if portal.next_sync == 0 {
                never_looked.push(portal.id);
            } else if !(now - MINUTE..now + HORIZON).contains(&portal.next_sync) {
                portal.next_sync = now + between(30 * SECOND, 5 * MINUTE, portal.id, context);
            }
        }
        for portal in never_looked {
            self.look(portal, context, out);
        }
        // Should it not be the alarm that woke us, the next one is put off in the same way.
        let soon = now + between(30 * SECOND, 5 * MINUTE, PortalId::PACKAGED, context);
        if let Some(at) = self.next_look() {
            let at = if at > now { at } else { soon };
            out.effect(Effect::SetAlarm { at });
        }
    }

    pub(super) fn alarm_rang(&mut self, context: &Context, out: &mut Outcome) {
        // Browsers may ring a little early.
        let is_due = |at: i64| at <= context.now + SECOND;
        let due = self.memory.portals.iter().filter(|p| is_due(p.next_sync));
        for portal in due.map(|p| p.id).collect::<Vec<_>>() {
            self.look(portal, context, out);
        }
        self.set_alarm(out);
    }

    /// The shopper wants fresh lists: at most once a minute, but at once again after a look that failed, unless the
    /// portal itself asked for time.
    pub(super) fn refresh(&mut self, context: &Context, out: &mut Outcome) {
        let now = context.now;
        let may_retry = |p: &Portal| p.trouble.as_deref().is_some_and(|code| code != BUSY);
        let is_allowed =
            |p: &Portal| may_retry(p) || !(p.refreshed..p.refreshed + MINUTE).contains(&now);
        let mut wanted = Vec::new();
        for portal in self.memory.portals.iter_mut().filter(|p| is_allowed(p)) {
            portal.refreshed = context.now;
            wanted.push(portal.id);
        }
        for portal in &wanted {
            self.look(*portal, context, out);
        }
        if wanted.is_empty() {
            out.effect(Effect::ViewChanged);
        }
        self.set_alarm(out);
    }

    /// Keeps everything that was there and only moves the next look, if it is the list that did not come. Rules that did not
    /// wait for the look that was planned when the list came: they may be such that this version never takes them.
    pub(super) fn run_failed(
        &mut self,
        id: PortalId,
        failure: FetchFailure,
        is_list: bool,
        context: &Context,
    ) {
        let Some(portal) = self.memory.portal_mut(id) else {
            return;
        };
        portal.failures = portal.failures.saturating_add(u32::from(is_list));
        let longest = ((5 * MINUTE) << portal.failures.min(9)).min(DAY);
        let back_off = between(0, longest, id, context);
        let (code, wait) = match failure {
            FetchFailure::Unreachable => ("net.unreachable", back_off),
            FetchFailure::Status(404, _) => (
                "net.missing",
                between(10 * MINUTE, 30 * MINUTE, id, context),
            ),
            FetchFailure::Status(_, Some(seconds)) => {
                (BUSY, (i64::from(seconds) * SECOND).min(DAY))
            }
            FetchFailure::Status(_, None) => ("net.failed", back_off),
            FetchFailure::Bad(error) => (error.code(), back_off),
        };
        portal.trouble = Some(code.to_owned());
        if is_list {
            portal.next_sync = context.now + wait.max(30 * SECOND);
        }
        self.memory.note(context.now, code);
    }

    /// The one alarm rings for the portal that is due first.
    pub(super) fn set_alarm(&self, out: &mut Outcome) {
        if let Some(at) = self.next_look() {
            out.effect(Effect::SetAlarm { at });
        }
    }

    fn next_look(&self) -> Option<i64> {
        self.memory.portals.iter().map(|p| p.next_sync).min()
    }
}

/// Evenly between two durations, by the context's random bytes, other ones for every portal.
pub(super) fn between(least: i64, most: i64, portal: PortalId, context: &Context) -> i64 {
    let at = portal.0 as usize % (context.random.len() - 7);
    let bytes = context.random.get(at..).and_then(<[u8]>::first_chunk::<8>);
    let dice = bytes.map_or(0, |b| u64::from_le_bytes(*b) >> 1);
    let span = (most - least).max(1);
    least + i64::try_from(dice).unwrap_or(0) % span
}
