//! `Turn`: one at a time, in the order in which they came.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// The turn, taken by at most one.
#[derive(Default)]
pub struct Turn {
    /// The number that the next one draws.
    next: Cell<u32>,
    /// The number whose turn it is.
    now: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
}

/// Gives the turn back when it is dropped.
pub struct Taken<'a>(&'a Turn);

impl Turn {
    /// Waits for the turn and takes it.
    pub async fn take(&self) -> Taken<'_> {
        let mine = self.next.get();
        self.next.set(mine.wrapping_add(1));
        poll_fn(|context| {
            if self.now.get() == mine {
                Poll::Ready(())
            } else {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
        Taken(self)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.now.set(self.0.now.get().wrapping_add(1));
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
