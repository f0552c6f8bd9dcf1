//! The snapshot: its bytes, what they unpack to, and every line of it.

use super::Look;
use crate::gzip;
use pointback_core::Error;
use pointback_core::head::Part;
use pointback_core::rate_list::RateList;

impl Look<'_> {
    /// What a part's object unpacks to.
    pub(super) fn unpacked(&mut self, step: &str, part: &Part) -> Option<Vec<u8>> {
        let path = &part.path;
        let stored = self.object(step, path, part.len, &part.sha256)?;
        self.ok(step, format!("{path}, {} bytes", stored.len()));
        let raw = if stored.starts_with(&gzip::MARK) {
            match gzip::unpack(&stored, part.raw) {
                Ok(raw) => raw,
                Err(Error::TooLarge) => {
                    return self.failed("unpacking", format!("{path} unpacks to more than the {} bytes that the head promises: publish again", part.raw));
                }
                Err(cause) => {
                    return self.failed(
                        "unpacking",
                        format!(
                            "{path} does not unpack to {} bytes: publish again ({cause})",
                            part.raw
                        ),
                    );
                }
            }
        } else {
            stored
        };
        self.ok("unpacking", format!("{} bytes", raw.len()));
        Some(raw)
    }

    /// The snapshot's content, if it is the promised one.
    pub(super) fn snapshot(&mut self, part: &Part) -> Option<Vec<u8>> {
        let path = &part.path;
        let raw = self.unpacked("snapshot", part)?;
        let list = match RateList::verified(&raw, part) {
            Ok(list) => list,
            Err(cause @ (Error::WrongHash | Error::TooLarge)) => {
                return self.failed("content", format!("the content of {path} is not what the head promises: publish again ({cause})"));
            }
            Err(cause) => {
                return self.failed("lines", format!("over 1 % of the lines of {path} cannot be used, or there are too many: import the retailers again ({cause})"));
            }
        };
        self.ok("content", "as promised".to_owned());
        let lines = raw
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty())
            .count();
        if lines as u64 != part.n {
            return self.failed(
                "lines",
                format!(
                    "{path} has {lines} lines, and the head promises {}: publish again",
                    part.n
                ),
            );
        }
        self.ok(
            "lines",
            format!(
                "{} retailers, {} lines left out",
                list.len(),
                list.dropped()
            ),
        );
        Some(raw)
    }
}
