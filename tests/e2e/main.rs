//! The end-to-end suite: the real extension, the real portal and demo shops, in Chromium and in Firefox.
//! `cargo test --workspace --test e2e -- [--browser chromium|firefox] [--deaths] [part of a name]...`, `--walkthrough`, or
//! `--bench FOLDER`.

#![expect(
    dead_code,
    reason = "the harness offers what the next scenario may need"
)]

mod axe;
#[path = "../bench/browsers/mod.rs"]
mod bench;
mod browser;
mod certificates;
mod chromium;
mod command;
mod console;
mod contact_sheet;
mod driver;
mod dying;
mod failure;
mod firefox;
mod firefox_profile;
mod firefox_renewal;
mod heard;
mod hop_server;
mod inside;
mod keyboard;
mod list_server;
mod looks;
mod mouse;
mod package;
mod page_server;
mod paths;
mod policies;
mod portal;
mod proxy;
mod publisher;
mod queue;
mod reflow;
mod request_log;
mod runner;
mod scenarios;
mod selection;
mod shadow;
mod surface;
mod wait;
mod walkthrough;
mod world;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    if walkthrough::is_asked_for() {
        return runner::main(scenarios![walkthrough::a_shoppers_round]);
    }
    if env::args().any(|argument| argument == bench::OPTION) {
        return bench::main();
    }
    runner::main(scenarios::ALL)
}
