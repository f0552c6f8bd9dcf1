//! What is left to run, for each browser. A second driver may help with it from the other end, but the last scenario is run
//! when nothing else of its browser is under way: it looks at what the others left behind.

use std::{
    collections::VecDeque,
    ops::Deref,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::{driver::Kind, runner::Scenario};

pub struct Queue {
    rows: Mutex<Vec<Row>>,
    ended: Condvar,
}

struct Row {
    kind: Kind,
    waiting: VecDeque<Scenario>,
    under_way: usize,
}

impl Queue {
    pub fn new(kinds: &[Kind], scenarios: &[Scenario]) -> Self {
        let row = |&kind| Row {
            kind,
            waiting: scenarios.iter().copied().collect(),
            under_way: 0,
        };
        Self {
            rows: Mutex::new(kinds.iter().map(row).collect()),
            ended: Condvar::new(),
        }
    }

    /// The next one for a browser's own driver. Waits before the last one.
    pub fn first(&self, kind: Kind) -> Option<Turn<'_>> {
        let is_early =
            |row: &mut Row| row.kind == kind && row.waiting.len() == 1 && row.under_way > 0;
        let rows = self
            .ended
            .wait_while(self.rows(), |rows| rows.iter_mut().any(is_early))
            .unwrap_or_else(PoisonError::into_inner);
        self.take(rows, kind, VecDeque::pop_front)
    }

    /// The next one for a driver that helps, if there is more than the last one.
    pub fn for_helper(&self, kind: Kind) -> Option<Turn<'_>> {
        self.take(self.rows(), kind, |waiting| {
            let at = waiting.len().checked_sub(2)?;
            waiting.remove(at)
        })
    }

    /// The browsers that are not this one.
    pub fn others(&self, kind: Kind) -> Vec<Kind> {
        let kinds = self.rows().iter().map(|row| row.kind).collect::<Vec<_>>();
        kinds.into_iter().filter(|other| *other != kind).collect()
    }

    /// Leaves the rest of a browser undone, and says how many that are.
    pub fn give_up(&self, kind: Kind) -> usize {
        let mut rows = self.rows();
        let row = rows.iter_mut().find(|row| row.kind == kind);
        row.map_or(0, |row| row.waiting.drain(..).len())
    }

    fn take(
        &self,
        mut rows: MutexGuard<'_, Vec<Row>>,
        kind: Kind,
        choose: impl FnOnce(&mut VecDeque<Scenario>) -> Option<Scenario>,
    ) -> Option<Turn<'_>> {
        let row = rows.iter_mut().find(|row| row.kind == kind)?;
        let scenario = choose(&mut row.waiting)?;
        row.under_way += 1;
        Some(Turn {
            scenario,
            kind,
            queue: self,
        })
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A scenario that is under way until this is dropped.
pub struct Turn<'q> {
    scenario: Scenario,
    kind: Kind,
    queue: &'q Queue,
}

impl Deref for Turn<'_> {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        &self.scenario
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        for row in self.queue.rows().iter_mut() {
            row.under_way -= usize::from(row.kind == self.kind);
        }
        self.queue.ended.notify_all();
    }
}
