//! Work that is begun before it is waited for: what a waking reads, it reads at the same time.

use std::pin::Pin;
use std::task::{Context, Waker};

/// Begins at once. The work must wait for a promise first, which is never there at the first look.
pub fn ahead<F: Future>(work: F) -> Pin<Box<F>> {
    let mut work = Box::pin(work);
    let begun = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    debug_assert!(begun.is_pending(), "there at the first look");
    work
}
