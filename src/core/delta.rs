//! A delta: the way from an older version of a part straight to the newest one, format 1.
//!
//! The file is gzip of JSON lines, each ended by a line feed, ascending by id, one for each changed retailer:
//!
//! ```text
//! {"id":1042,"n":"Macy's",…}              the whole new line: added, or replaced
//! [1042,{"r":[{"k":"p","v":1200}]}]       named fields take these values, in their place; null removes a field;
//!                                         a field that was not there goes to the end (RFC 7386, top level only)
//! [1042]                                  removed
//! ```
//!
//! A patched line holds no `null` at its top level, whoever put it there.
//!
//! Lines that a delta does not name are copied byte for byte. A patched line is written again in the core's own form of
//! JSON, so a publisher sends a patch only where that gives the exact new line, and the whole line elsewhere. Whether the
//! result is the published one, its hash must say: this file only promises never to make anything over the caps.

use crate::Error;
use crate::head::MAX_RAW;
use crate::json::{self, Field, Json};
use crate::rate_list::MAX_LINES;
use crate::retailer::MAX_LINE;

#[cfg(test)]
mod tests;

/// Applies an unpacked delta to the unpacked part it starts from.
///
/// # Errors
/// `BadLines` for anything but ascending, well-formed lines in either, for a change to a retailer that is not there and
/// for a patch of the id; `TooLarge` for a line or a result over the caps.
pub fn apply(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, Error> {
    if base.len().max(delta.len()) as u64 > MAX_RAW {
        return Err(Error::TooLarge);
    }
    let (mut old, mut changes) = (Lines::of(base)?, Lines::of(delta)?);
    let mut result = Output::default();
    let mut kept = old.next()?;
    loop {
        let (id, change) = changes.next()?;
        while kept.0 < id {
            result.push(kept.1)?;
            kept = old.next()?;
        }
        if id == END {
            return Ok(result.bytes);
        }
        let mut known = None;
        if kept.0 == id {
            known = Some(kept.1);
            kept = old.next()?;
        }
        result.change(known, change)?;
    }
}

/// Stands for the id after the last line.
const END: u64 = u64::MAX;

/// Lines with rising ids.
struct Lines<'a> {
    rest: &'a [u8],
    least: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Error> {
        match core::str::from_utf8(bytes) {
            Ok(_) => Ok(Self {
                rest: bytes,
                least: 0,
            }),
            Err(_) => Err(Error::BadLines),
        }
    }

    /// The next line with its id, without the line feed; `END` after the last.
    #[inline(never)]
    fn next(&mut self) -> Result<(u64, &'a [u8]), Error> {
        if self.rest.is_empty() {
            return Ok((END, &[]));
        }
        let end = self.rest.iter().position(|b| *b == b'\n');
        let cut = end.and_then(|at| self.rest.split_at_checked(at));
        let (line, rest) = cut.ok_or(Error::BadLines)?;
        if line.len() > MAX_LINE {
            return Err(Error::TooLarge);
        }
        match id_of(line) {
            Some(id) if id >= self.least => {
                self.rest = rest.get(1..).unwrap_or_default();
                self.least = id + 1;
                Ok((id, line))
            }
            _ => Err(Error::BadLines),
        }
    }
}

/// The number with which any line opens, read without reading the rest.
fn id_of(line: &[u8]) -> Option<u64> {
    let digits = line.strip_prefix(b"{\"id\":").or(line.strip_prefix(b"["))?;
    let mut id = 0;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' if at == 0 || id > 0 => id = id * 10 + u64::from(byte - b'0'),
            b',' | b']' | b'}' if at > 0 => return Some(id),
            _ => return None,
        }
        if id > u64::from(u32::MAX) {
            return None;
        }
    }
    None
}

/// The result in the making.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    lines: usize,
}

impl Output {
    #[inline(never)]
    fn push(&mut self, line: &[u8]) -> Result<(), Error> {
        self.lines += 1;
        let length = self.bytes.len() + line.len() + 1;
        if line.len() > MAX_LINE || length as u64 > MAX_RAW || self.lines > MAX_LINES {
            return Err(Error::TooLarge);
        }
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        Ok(())
    }

    /// Takes in what one line of the delta makes of the line that was there.
    fn change(&mut self, known: Option<&[u8]>, change: &[u8]) -> Result<(), Error> {
        if change.starts_with(b"{") {
            return self.push(change);
        }
        let known = known.ok_or(Error::BadLines)?;
        let Some(Json::List(mut items)) = json::parse(change) else {
            return Err(Error::BadLines);
        };
        match (items.pop(), items.len()) {
            (Some(Json::Natural(_)), 0) => Ok(()),
            (Some(Json::Object(patch)), 1) => self.push(patched(known, patch)?.as_bytes()),
            _ => Err(Error::BadLines),
        }
    }
}

/// A line with the fields of a patch.
fn patched(line: &[u8], patch: Vec<Field<'_>>) -> Result<String, Error> {
    let Some(Json::Object(mut fields)) = json::parse(line) else {
        return Err(Error::BadLines);
    };
    for (name, value) in patch {
        if name == "id" {
            return Err(Error::BadLines);
        }
        match fields.iter_mut().find(|field| field.0 == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields.retain(|(_, value)| !matches!(value, Json::Null));
    Ok(Json::Object(fields).to_text())
}
