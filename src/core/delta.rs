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
    while let Some((id, change)) = changes.next()? {
        while let Some((at, line)) = kept
            && at < id
        {
            result.push(line)?;
            kept = old.next()?;
        }
        let mut known = None;
        if let Some((at, line)) = kept
            && at == id
        {
            known = Some(line);
            kept = old.next()?;
        }
        result.change(known, change)?;
    }
    while let Some((_, line)) = kept {
        result.push(line)?;
        kept = old.next()?;
    }
    Ok(result.bytes)
}

/// Lines with rising ids.
struct Lines<'a> {
    rest: &'a str,
    least: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Error> {
        let rest = core::str::from_utf8(bytes).map_err(|_| Error::BadLines)?;
        Ok(Self { rest, least: 0 })
    }

    /// The next line with its id, without the line feed.
    fn next(&mut self) -> Result<Option<(u64, &'a str)>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (line, rest) = self.rest.split_once('\n').ok_or(Error::BadLines)?;
        if line.len() > MAX_LINE {
            return Err(Error::TooLarge);
        }
        let id = id_of(line)
            .filter(|id| *id >= self.least)
            .ok_or(Error::BadLines)?;
        (self.rest, self.least) = (rest, id + 1);
        Ok(Some((id, line)))
    }
}

/// The number with which any line opens, read without reading the rest.
fn id_of(line: &str) -> Option<u64> {
    let rest = line.strip_prefix("{\"id\":").or(line.strip_prefix('['))?;
    let end = rest.find([',', ']', '}'])?;
    let digits = rest.get(..end)?;
    let is_plain = digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.len() == 1 || !digits.starts_with('0'));
    let id: u32 = digits.parse().ok().filter(|_| is_plain)?;
    Some(id.into())
}

/// The result in the making.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    lines: usize,
}

impl Output {
    fn push(&mut self, line: &str) -> Result<(), Error> {
        self.lines += 1;
        let length = self.bytes.len() + line.len() + 1;
        if line.len() > MAX_LINE || length as u64 > MAX_RAW || self.lines > MAX_LINES {
            return Err(Error::TooLarge);
        }
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.push(b'\n');
        Ok(())
    }

    /// Takes in what one line of the delta makes of the line that was there.
    fn change(&mut self, known: Option<&str>, change: &str) -> Result<(), Error> {
        if change.starts_with('{') {
            return self.push(change);
        }
        let known = known.ok_or(Error::BadLines)?;
        let Some(Json::List(mut items)) = json::parse(change.as_bytes()) else {
            return Err(Error::BadLines);
        };
        match (items.pop(), items.len()) {
            (Some(Json::Natural(_)), 0) => Ok(()),
            (Some(Json::Object(patch)), 1) => self.push(&patched(known, patch)?),
            _ => Err(Error::BadLines),
        }
    }
}

/// A line with the fields of a patch.
fn patched(line: &str, patch: Vec<Field<'_>>) -> Result<String, Error> {
    let Some(Json::Object(mut fields)) = json::parse(line.as_bytes()) else {
        return Err(Error::BadLines);
    };
    for (name, value) in patch {
        let place = fields.iter().position(|(n, _)| *n == name);
        match (place, value) {
            // What is no number of ours could not be written again either.
            (Some(0), _) | (_, Json::Other) => return Err(Error::BadLines),
            (Some(at), Json::Null) => drop(fields.remove(at)),
            (None, Json::Null) => {}
            (Some(at), value) => {
                if let Some(field) = fields.get_mut(at) {
                    field.1 = value;
                }
            }
            (None, value) => fields.push((name, value)),
        }
    }
    Ok(Json::Object(fields).to_text())
}
