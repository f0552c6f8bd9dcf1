//! Which scenarios are run, in which browsers.

use crate::{
    driver::Kind,
    dying,
    failure::{Failure, Outcome},
    runner::Scenario,
};

/// What the command line asks for: `[--browser chromium|firefox] [--deaths] [part of a name]...`
pub struct Selection {
    pub kinds: Vec<Kind>,
    pub names: Vec<String>,
}

impl Selection {
    pub fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut selection = Self {
            kinds: Kind::ALL.to_vec(),
            names: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            if argument == "--browser" {
                let name = arguments.next().unwrap_or_default();
                selection.kinds.retain(|kind| kind.name() == name);
                if selection.kinds.is_empty() {
                    return Err(Failure::new("--browser takes chromium or firefox"));
                }
            } else if argument == dying::OPTION {
                // The browser looks for it.
            } else if argument.starts_with("--") {
                return Err(Failure::new(format!("unknown option {argument}")));
            } else {
                selection.names.push(argument);
            }
        }
        Ok(selection)
    }

    pub fn takes(&self, scenario: &Scenario) -> bool {
        self.names.is_empty() || self.names.iter().any(|part| scenario.name.contains(part))
    }
}
