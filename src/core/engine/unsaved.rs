//! The storage is full or broken: what must be remembered does not begin. Everything else goes on from memory, above all the
//! silence that was learnt since.

use super::Engine;
use super::schedule::MINUTE;
use crate::protocol::{Effect, Outcome};
use crate::task::{Fetch, Purpose, Task};

/// What a trip ends with that could not be saved.
const FULL: &str = "memory.full";
/// A list that could not be saved is looked for again after this time, milliseconds.
const AGAIN: i64 = 15 * MINUTE;

impl Engine {
    /// What is left of an outcome that could not be saved. The shopper is told, and may try again.
    #[must_use]
    pub fn unsaved(&mut self, mut outcome: Outcome, now: i64) -> Outcome {
        let mut stayed = Vec::new();
        let orders = &mut self.orders;
        outcome.effects.retain(|effect| match effect {
            Effect::Go { click, .. } => {
                stayed.push(click.clone());
                false
            }
            Effect::Watch { .. } => {
                *orders = orders.saturating_sub(1);
                false
            }
            Effect::LaunchSignIn { .. } => false,
            _ => true,
        });
        if !stayed.is_empty() && outcome.tasks.iter().any(is_receipt) {
            // It says that the shopper left.
            self.receipts.list.pop();
        }
        self.ordered = None;
        // What is there is older than what is known: the next time it is saved, whatever happens then.
        self.snapshot.clear();
        for task in core::mem::take(&mut outcome.tasks) {
            self.undo(&task, now, &mut outcome);
            // Forgetting needs no room.
            if matches!(task, Task::Forget(_) | Task::Wipe) {
                outcome.task(task);
            }
        }
        self.end_what_never_left(&stayed, now, &mut outcome);
        outcome.effect(Effect::NotSaved);
        outcome
    }

    /// Else the memory, which is small enough to be saved the next time, would tell of what never was.
    fn undo(&mut self, task: &Task, now: i64, out: &mut Outcome) {
        match task {
            Task::Fetch(Fetch {
                portal: Some(id), ..
            }) => {
                self.runs.remove(id);
            }
            Task::SaveList(id, list, _) if !list.is_empty() => {
                if let Some(portal) = self.memory.portal_mut(*id) {
                    // What lies there is older, and counts as that after the next waking.
                    portal.lose_list();
                    portal.expires = portal.expires.min(now / 1000);
                    portal.next_sync = now + AGAIN;
                }
                self.set_alarm(out);
            }
            Task::SaveEarnings(id, _) => {
                let portal = self.memory.portal_mut(*id);
                if let Some(account) = portal.and_then(|p| p.account.as_mut()) {
                    account.earned.clear();
                }
            }
            // A page of ours says why nobody is signed in.
            Task::Redeem { portal, .. } => {
                if let Some(portal) = self.memory.portal_mut(*portal) {
                    portal.trouble = Some(FULL.to_owned());
                }
            }
            Task::Call(call) if matches!(call.purpose, Purpose::Claim(_)) => self.end_claims(FULL),
            _ => {}
        }
    }

    fn end_what_never_left(&mut self, stayed: &[String], now: i64, out: &mut Outcome) {
        let mut tabs = Vec::new();
        for trip in &mut self.memory.trips {
            let is_here = !trip.is_decided();
            if stayed.contains(&trip.click) || is_here && trip.is_under_way(now) {
                trip.end(FULL);
                tabs.push(trip.tab);
            }
        }
        for tab in tabs {
            self.draw(tab, true, now, out);
        }
    }
}

fn is_receipt(task: &Task) -> bool {
    matches!(task, Task::SaveReceipts(_))
}
