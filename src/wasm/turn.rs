//! `Turn`: one at a time, in the order in which they came.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// The turn, taken by at most one for each thing. Nobody waits for what holds up another thing only.
#[derive(Default)]
pub struct Turn {
    /// The number that the next one draws.
    next: Cell<u32>,
    /// Who holds a turn or waits for one, by number and thing, first come first.
    line: RefCell<Vec<(u32, String)>>,
    waiting: RefCell<Vec<Waker>>,
}

/// Gives the turn back when it is dropped.
pub struct Taken<'a>(&'a Turn, u32);

impl Turn {
    /// Waits for the turn for a thing, or for everything when it has no name, and takes it.
    pub async fn take(&self, thing: &str) -> Taken<'_> {
        let mine = self.next.get();
        self.next.set(mine.wrapping_add(1));
        self.line.borrow_mut().push((mine, thing.to_owned()));
        let taken = Taken(self, mine);
        poll_fn(|context| {
            let line = self.line.borrow();
            let is_in_the_way = |(_, other): &&(u32, String)| {
                thing.is_empty() || other.is_empty() || other == thing
            };
            if line
                .iter()
                .find(is_in_the_way)
                .is_some_and(|(number, _)| *number == mine)
            {
                Poll::Ready(())
            } else {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
        taken
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let Self(turn, mine) = self;
        turn.line.borrow_mut().retain(|(number, _)| number != mine);
        for waker in turn.waiting.take() {
            waker.wake();
        }
    }
}
