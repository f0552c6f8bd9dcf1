//! `Turn`: one at a time. Whoever comes while another is at it waits.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// The turn, taken by at most one.
#[derive(Default)]
pub struct Turn {
    is_taken: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// Gives the turn back when it is dropped.
pub struct Taken<'a>(&'a Turn);

impl Turn {
    /// Waits for the turn and takes it.
    pub async fn take(&self) -> Taken<'_> {
        poll_fn(|context| {
            if self.is_taken.replace(true) {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        Taken(self)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.is_taken.set(false);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
