//! What a verification found: one line for each step, and the link for shoppers.

use serde::Serialize;
use std::fmt;

/// One step of the verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Stable name, for scripts.
    #[serde(rename = "step")]
    pub name: String,
    /// Does it hold?
    pub ok: bool,
    /// What was found; when it does not hold, what is wrong and what to do.
    pub detail: String,
}

/// All steps in their order.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `portal:<base>#<fingerprint of root 1>`, once root 1 was read.
    pub link: Option<String>,
    /// What was looked at.
    pub steps: Vec<Step>,
}

impl Report {
    /// The names of the steps that do not hold.
    #[must_use]
    pub fn failed(&self) -> Vec<&str> {
        let failed = self.steps.iter().filter(|step| !step.ok);
        failed.map(|step| step.name.as_str()).collect()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, ok, detail } = self;
        if *ok {
            write!(f, "ok {name}: {detail}")
        } else {
            write!(f, "FAILED {name}: {detail}")
        }
    }
}
