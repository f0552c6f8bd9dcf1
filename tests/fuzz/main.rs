//! Hostile bytes for every reader of foreign bytes: no panic, no endless work, and what is read comes out again as it went in.
//! The target is named by `POINTBACK_FUZZ`, so that all of them are one program.

#![no_main]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a finding is told"
)]

mod addresses;
mod portal;
mod targets;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let name = std::env::var("POINTBACK_FUZZ").unwrap_or_default();
    let known = targets::ALL.iter().find(|(known, _)| *known == name);
    let names: Vec<&str> = targets::ALL.iter().map(|(name, _)| *name).collect();
    known
        .unwrap_or_else(|| panic!("POINTBACK_FUZZ names one of {}", names.join(", ")))
        .1
});

fuzz_target!(|bytes: &[u8]| TARGET(bytes));
