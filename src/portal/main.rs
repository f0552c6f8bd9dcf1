//! The portal's command line; everything it does is in the library.

use clap::Parser;
use pointback_portal::cli::Cli;
use std::io::Write;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody may be listening any more.
            let _ = writeln!(std::io::stderr(), "portal: {failure}");
            ExitCode::FAILURE
        }
    }
}
