//! The end-to-end suite: the real extension, the real portal and demo shops, in Chromium and in Firefox.
//! `cargo test -p pointback-tests --test e2e -- [--browser chromium|firefox] [part of a name]...`

#![expect(
    dead_code,
    reason = "the harness offers what the next scenario may need"
)]

mod browser;
mod certificates;
mod chromium;
mod command;
mod driver;
mod failure;
mod firefox;
mod inside;
mod package;
mod paths;
mod portal;
mod proxy;
mod request_log;
mod runner;
mod scenarios;
mod shadow;
mod wait;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    runner::main(scenarios::ALL)
}
