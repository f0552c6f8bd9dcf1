//! What only browsers can tell, measured with the parts of the end-to-end suite: one part after the other, in one browser
//! after the other. `--bench FOLDER [--quick] [--browser chromium|firefox] [part of a name]...`; FOLDER is what
//! `build.sh bench` prepares, and where the figures go.

mod figures;
mod heap;
mod lookup;
mod memory;
mod pages;
mod quiet;
mod wake;

use std::{env, path::PathBuf, process::ExitCode};

use tokio::runtime;

use crate::{
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    paths,
};
use figures::Figures;

pub const OPTION: &str = "--bench";

/// What is asked for.
pub struct Wanted {
    pub folder: PathBuf,
    pub is_quick: bool,
    kinds: Vec<Kind>,
    parts: Vec<String>,
}

impl Wanted {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut wanted = Self {
            folder: PathBuf::new(),
            is_quick: false,
            kinds: Kind::ALL.to_vec(),
            parts: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                OPTION => wanted.folder = arguments.next().unwrap_or_default().into(),
                "--quick" => wanted.is_quick = true,
                "--browser" => {
                    let name = arguments.next().unwrap_or_default();
                    wanted.kinds.retain(|kind| kind.name() == name);
                }
                _ => wanted.parts.push(argument),
            }
        }
        Ok(wanted)
    }

    fn takes(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

/// Measures all that is asked for, and writes what each browser says to a file of its own.
pub fn main() -> ExitCode {
    let measured = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(measure()));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Outcome {
    let wanted = Wanted::from_arguments(env::args().skip(1))?;
    for &kind in &wanted.kinds {
        let driver = Driver::start(kind, paths::own(kind.name())).await?;
        for part in ["lookup", "wake", "quiet", "pages", "memory"] {
            if !wanted.takes(part) {
                continue;
            }
            let mut figures = Figures::of(part, kind);
            let measured = match part {
                "lookup" => lookup::measure(&driver, &wanted, &mut figures).await,
                "wake" => wake::measure(&driver, &wanted, &mut figures).await,
                "quiet" => quiet::measure(&driver, &wanted, &mut figures).await,
                "pages" => pages::measure(&driver, &wanted, &mut figures).await,
                _ => memory::measure(&driver, &wanted, &mut figures).await,
            };
            // Also what was measured before something failed.
            figures.write(&wanted.folder)?;
            measured.map_err(|failure| failure.while_doing(format!("{part} in {kind}")))?;
        }
    }
    Ok(())
}
