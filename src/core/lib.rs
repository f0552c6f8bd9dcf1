//! Pointback's rules. Pure: no clock, no randomness, no I/O, no browser types. Time and random bytes are arguments.
//!
//! `Engine::handle(event, context) -> effects` is the only place where the modules meet.

pub mod account;
pub mod activation;
pub mod address;
mod base64;
pub mod checkout;
pub mod claim;
pub mod decision;
pub mod deep_link;
pub mod delta;
pub mod earnings;
pub mod engine;
pub mod envelope;
mod error;
pub mod explain;
pub mod governor;
pub mod hash;
pub mod head;
pub mod history;
pub mod host;
pub mod host_table;
pub mod hundredths;
pub mod json;
pub mod keepsake;
pub mod kept;
pub mod lists;
pub mod local_time;
pub mod memory;
pub mod money;
pub mod mutes;
pub mod pages;
mod painter;
pub mod plain;
pub mod policy;
pub mod protocol;
pub mod rate;
pub mod rate_list;
pub mod receipt;
pub mod requests;
pub mod retailer;
pub mod root;
pub mod search;
pub mod search_result;
pub mod self_test;
pub mod settings;
pub mod small_map;
pub mod standdown;
pub mod store_id;
pub mod subscription;
pub mod task;
pub mod view;
pub mod wallet;
#[cfg(test)]
mod wire_tests;
pub mod worth;

pub use error::Error;
