//! `portal verify`: looks at a published tree from the outside, step by step as the extension does and with the same core
//! code, and says of every step whether it holds, and if not, what to do.

mod deltas;
mod headers;
mod report;
mod rules;
mod signed;
mod snapshot;
#[cfg(test)]
mod tests;

use crate::place::{Answer, Place};
use pointback_core::hash;
use pointback_core::head::{MAX_OBJECT, RULES};
pub use report::{Report, Step};

/// Verifies what is published at `place` at `now` seconds. `pinned` is the fingerprint of root 1 that shoppers were given.
/// Each step is told as it ends.
pub fn verify(
    place: &Place,
    pinned: Option<&str>,
    now: i64,
    tell: &mut dyn FnMut(&Step),
) -> Report {
    let mut look = Look {
        place,
        now,
        answers: Vec::new(),
        report: Report::default(),
        tell,
    };
    let _ = look.list(pinned);
    if matches!(place, Place::Web(_)) {
        look.headers();
    }
    look.report
}

/// One look at a place. Steps that cannot go on return `None`; why is in the report by then.
struct Look<'a> {
    place: &'a Place,
    now: i64,
    /// What was answered for which file, without the bodies.
    answers: Vec<(String, Answer)>,
    report: Report,
    tell: &'a mut dyn FnMut(&Step),
}

impl Look<'_> {
    fn list(&mut self, pinned: Option<&str>) -> Option<()> {
        let root = self.roots(pinned)?;
        let head = self.head(&root)?;
        let part = head.head.retailers().ok()?;
        let raw = self.snapshot(part);
        for delta in &part.deltas {
            self.delta(part, delta, raw.as_deref());
        }
        if let Some(rules) = head.head.parts.get(RULES) {
            self.rules(rules);
        }
        Some(())
    }

    /// An object as stored. A server may have unpacked it; then its own hash cannot be checked.
    fn object(&mut self, step: &str, path: &str, len: u64, sha256: &str) -> Option<Vec<u8>> {
        let is_inside = path.starts_with("o/") && !path.contains("..") && !path.contains('%');
        if !is_inside || len > MAX_OBJECT {
            return self.failed(
                step,
                format!(
                    "the head names {path} with {len} bytes, which no client fetches: publish again"
                ),
            );
        }
        let stored = self.expect(step, path, len)?;
        let length = stored.len() as u64;
        if length != len {
            return self.failed(
                step,
                format!(
                    "{path} has {length} bytes instead of {len}: upload it again, as a binary file"
                ),
            );
        }
        if hash::sha256_hex(&stored) != sha256 {
            return self.failed(step, format!("{path} is not the file that was published, though as long: upload it again, as a binary file"));
        }
        Some(stored)
    }

    fn expect(&mut self, step: &str, path: &str, cap: u64) -> Option<Vec<u8>> {
        match self.ask(step, path, cap)? {
            Some(bytes) => Some(bytes),
            None => self.failed(
                step,
                format!("{path} is not there: upload the whole tree, head.json last"),
            ),
        }
    }

    /// A file, or `Some(None)` when it is not there.
    fn ask(&mut self, step: &str, path: &str, cap: u64) -> Option<Option<Vec<u8>>> {
        let mut answer = match self.place.ask(path, cap) {
            Ok(answer) => answer,
            Err(failure) => return self.failed(step, failure.to_string()),
        };
        let bytes = std::mem::take(&mut answer.bytes);
        let (status, to) = (
            answer.status,
            answer.header("location").unwrap_or("?").to_owned(),
        );
        self.answers.push((path.to_owned(), answer));
        match status {
            404 => Some(None),
            200 if bytes.len() as u64 > cap => {
                self.failed(step, format!("{path} is longer than {cap} bytes: upload it again, as a binary file"))
            }
            200 => Some(Some(bytes)),
            300..=399 => self.failed("redirect", format!("{path} answers {status} to {to}: the extension follows nobody; give shoppers the final address, and pin it in the root")),
            _ => self.failed(step, format!("{path} answers {status} instead of 200")),
        }
    }

    fn ok(&mut self, step: &str, detail: String) {
        self.say(Step {
            name: step.to_owned(),
            ok: true,
            detail,
        });
    }

    fn failed<T>(&mut self, step: &str, detail: String) -> Option<T> {
        self.say(Step {
            name: step.to_owned(),
            ok: false,
            detail,
        });
        None
    }

    fn say(&mut self, step: Step) {
        (self.tell)(&step);
        self.report.steps.push(step);
    }
}
