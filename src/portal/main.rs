//! The portal's command line; everything it does is in the library.

use clap::Parser;
use pointback_portal::cli::Cli;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("portal: {failure}");
            ExitCode::FAILURE
        }
    }
}
