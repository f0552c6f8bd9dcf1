//! `portal doctor`: looks at an installation without changing anything, and says for each finding what to do.

mod database;
mod files;
mod list;
mod surroundings;

use crate::{data_dir::DataDir, failure::Failure};
use serde::Serialize;
use std::{fmt, path::Path};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Works, and should be looked at.
    Warning,
    /// Does not work, or is not safe.
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable name, for scripts.
    pub check: &'static str,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found; where it is not as it should be, what to do.
    pub detail: String,
}

impl Finding {
    fn ok(check: &'static str, detail: impl Into<String>) -> Self {
        Self::new(check, Verdict::Ok, detail)
    }

    fn warning(check: &'static str, detail: impl Into<String>) -> Self {
        Self::new(check, Verdict::Warning, detail)
    }

    fn fault(check: &'static str, detail: impl Into<String>) -> Self {
        Self::new(check, Verdict::Fault, detail)
    }

    fn new(check: &'static str, verdict: Verdict, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self {
            check,
            verdict,
            detail,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Fault => "FAULT",
        };
        write!(f, "{verdict} {}: {}", self.check, self.detail)
    }
}

/// What is to be looked at.
#[derive(Debug, Clone)]
pub struct Visit<'a> {
    /// Folder of the portal.
    pub data: &'a Path,
    /// The addresses that `serve` is given with `--redirect`.
    pub redirects: &'a [String],
    /// Is the public address looked at, too?
    pub is_online: bool,
    /// The time of this machine, seconds.
    pub now: i64,
}

/// Looks at everything, and tells each finding as it comes.
///
/// # Errors
/// `NotInitialised` when there is nothing to look at.
pub async fn examine(
    visit: &Visit<'_>,
    tell: &mut dyn FnMut(&Finding),
) -> Result<Vec<Finding>, Failure> {
    let dir = DataDir::open(visit.data)?;
    let mut found = Vec::new();
    let mut note = |findings: Vec<Finding>| {
        findings.iter().for_each(&mut *tell);
        found.extend(findings);
    };
    note(files::look(&dir));
    note(database::look(&dir, visit.now).await);
    note(list::look(&dir, visit.now));
    note(surroundings::look(&dir, visit));
    Ok(found)
}
