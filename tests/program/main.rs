//! The real program as a process: what an operator types, and what happens when it dies on the way.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic as the tests themselves may"
)]

mod books;
mod killed;
mod members;
mod operator;
mod process;
#[expect(dead_code, reason = "shared with the tests over HTTP")]
#[path = "../portal/world.rs"]
mod world;

use std::path::Path;

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            std::fs::copy(&entry, &target).unwrap();
        }
    }
}
