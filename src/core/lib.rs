//! Pointback's rules. Pure: no clock, no randomness, no I/O, no browser types. Time and random bytes are arguments.
//!
//! `Engine::handle(event, context) -> effects` is the only place where the modules meet.

pub mod deep_link;
pub mod envelope;
mod error;
pub mod hash;
pub mod head;
pub mod host;
pub mod money;
pub mod rate;
pub mod rate_list;
pub mod retailer;
pub mod root;

pub use error::Error;
