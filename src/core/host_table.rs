//! `HostTable`: hosts in one flat table of bytes, built once when a list is accepted and read in place ever after.
//!
//! A slot is a tag and a position, 32 bits each. One pass over a host, from its end, gives the key of every parent of it;
//! a key says where to look and which tag to look for. The table holds no host itself: it narrows a list down to candidates,
//! which the caller compares. A tag that fits by chance costs one comparison, and its odds are 2^-32 for each slot looked
//! at: of ten billion pages that are not listed, about seven.
//!
//! ```text
//! "PBH2"  bits (u32)  entries (u32)  0 (u32)      then 2^bits + REACH slots of tag (u32), position (u32), then the parents
//! ```
//!
//! Little-endian. At most half of the 2^bits are in use; tag 0 is a free slot. An entry lies less than REACH slots behind
//! where its key points, so that a reader needs one short piece of the table, wherever that is kept. Of nearly
//! every page's last two labels nothing is listed: `parents` says so without the slots.

mod building;
mod parents;
#[cfg(test)]
mod tests;

use crate::Error;
pub use building::{Entry, build};
use core::ops::ControlFlow;

/// An entry lies less than this many slots behind where its key points.
pub const REACH: usize = 128;
/// Bytes before the slots.
pub const HEADER: usize = 16;
const SLOT: usize = 8;
const MAGIC: [u8; 4] = *b"PBH2";
const LEAST_BITS: u32 = 4;
/// Enough for a million entries.
const MOST_BITS: u32 = 21;
/// Longest host name, bytes.
const LONGEST: usize = 253;

/// Where an entry is looked for, and by which tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u64);

/// What a host is to a reader of hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A name whose labels are well-formed.
    Name,
    /// No list can name it: an empty or over-long label, or too many.
    Broken,
    /// Not in the one form in which hosts are compared: upper case, a port, anything but letters, digits, `-`, `_`, `.`
    Odd,
}

/// The answer for a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The first position of the longest parent that is listed.
    At(u32),
    /// Neither the host nor a parent of it is.
    Miss,
    /// Ask the full parser.
    Odd,
}

/// The table, over bytes that lie anywhere.
#[derive(Debug, Clone, Copy)]
pub struct HostTable<B> {
    bytes: B,
    bits: u32,
}

impl Key {
    /// The key of one host.
    #[must_use]
    pub fn of_host(host: &str) -> Self {
        let mut last = Self(0);
        each_parent(host, &mut |_, key| last = key);
        last
    }

    /// The key of a number.
    #[must_use]
    pub fn of_number(number: u32) -> Self {
        Self::mixed(u64::from(number).wrapping_mul(PRIME))
    }

    #[inline]
    fn mixed(hash: u64) -> Self {
        Self((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The slot at which a table of this size begins to look.
    #[inline]
    fn slot(self, bits: u32) -> usize {
        usize::try_from(self.0 >> (64 - bits)).unwrap_or_default()
    }

    fn tag(self) -> u32 {
        let [low, _] = self.halves();
        low.max(1)
    }

    /// The tag's half and the slot's, for whoever reads a stored table in pieces.
    #[must_use]
    pub fn halves(self) -> [u32; 2] {
        let [a, b, c, d, e, f, g, h] = self.0.to_le_bytes();
        [[a, b, c, d], [e, f, g, h]].map(u32::from_le_bytes)
    }
}

const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Goes over a host once, from its end, and hands out where each parent with at least two labels begins and its key, the
/// shortest first, until it is told to stop. What was handed out counts only if the host proves to be a name; of one that
/// was not looked at to its end nothing else is known. One dot at the end is left out.
#[inline]
fn walk(host: &[u8], mut each: impl FnMut(usize, Key) -> ControlFlow<()>) -> Form {
    let host = host.strip_suffix(b".").unwrap_or(host);
    if host.len() > LONGEST {
        return Form::Broken;
    }
    let (mut hash, mut label, mut dots) = (0xcbf2_9ce4_8422_2325_u64, 0_u32, 0_u32);
    for (at, byte) in host.iter().enumerate().rev() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => label += 1,
            b'.' => {
                if !(1..=63).contains(&label) {
                    return Form::Broken;
                }
                if dots > 0 && each(at + 1, Key::mixed(hash)).is_break() {
                    return Form::Name;
                }
                (label, dots) = (0, dots + 1);
            }
            _ => return Form::Odd,
        }
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    if !(1..=63).contains(&label) {
        return Form::Broken;
    }
    if dots > 0 {
        let _last = each(0, Key::mixed(hash));
    }
    Form::Name
}

/// The same for a text, with the parents themselves.
#[inline(never)]
pub fn each_parent(host: &str, each: &mut dyn FnMut(&str, Key)) -> Form {
    walk(host.as_bytes(), |start, key| {
        each(host.get(start..).unwrap_or_default(), key);
        ControlFlow::Continue(())
    })
}

impl<B: AsRef<[u8]>> HostTable<B> {
    /// Looks at the head of a table. Whatever the slots hold, reading them ends.
    ///
    /// # Errors
    /// `BadTable` for anything but a table's head and exactly its slots.
    pub fn open(bytes: B) -> Result<Self, Error> {
        let numbers = bytes.as_ref().as_chunks::<4>().0;
        let [MAGIC, bits, entries, [0, 0, 0, 0], ..] = numbers else {
            return Err(Error::BadTable);
        };
        let (bits, entries) = (u32::from_le_bytes(*bits), u32::from_le_bytes(*entries));
        if !(LEAST_BITS..=MOST_BITS).contains(&bits)
            || entries > 1 << (bits - 1)
            || bytes.as_ref().len() != length(bits)
        {
            return Err(Error::BadTable);
        }
        Ok(Self { bytes, bits })
    }

    /// As `open` took them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    /// Positions of what may have this key.
    pub fn positions(&self, key: Key) -> impl Iterator<Item = u32> {
        let from = HEADER + key.slot(self.bits) * SLOT;
        let reach = self.bytes.as_ref().get(from..from + REACH * SLOT);
        in_reach(reach.unwrap_or_default(), key)
    }

    fn has_below(&self, name: Key) -> bool {
        parents::has(self.bytes.as_ref(), self.bits, name)
    }

    /// Is nothing listed at or below the last two labels of a host, whatever stands before them? Two labels are enough to
    /// ask; with fewer, and with what is odd in them, the answer is no.
    #[must_use]
    pub fn rules_out(&self, end: &[u8]) -> bool {
        let mut is_out = false;
        walk(end, |_, key| {
            is_out = !self.has_below(key);
            ControlFlow::Break(())
        });
        is_out
    }

    /// The longest listed parent of a host, by tags alone.
    #[must_use]
    pub fn find(&self, host: &[u8]) -> Found {
        let mut found = Found::Miss;
        let form = walk(host, |_, key| {
            // Whatever may stand before it: nothing of it is listed.
            if found == Found::Miss && !self.has_below(key) {
                return ControlFlow::Break(());
            }
            if let Some(at) = self.positions(key).next() {
                found = Found::At(at);
            }
            ControlFlow::Continue(())
        });
        match form {
            Form::Name => found,
            Form::Broken => Found::Miss,
            Form::Odd => Found::Odd,
        }
    }
}

/// Positions of what may have a key, in the piece of a table that its key points to.
fn in_reach(slots: &[u8], key: Key) -> impl Iterator<Item = u32> {
    let numbers = slots.as_chunks::<4>().0.as_chunks::<2>().0.iter();
    numbers
        .map(|[tag, position]| (u32::from_le_bytes(*tag), u32::from_le_bytes(*position)))
        .take_while(|(tag, _)| *tag != 0)
        .filter(move |(tag, _)| *tag == key.tag())
        .map(|(_, position)| position)
}

/// Bytes of a table.
const fn length(bits: u32) -> usize {
    parents::start(bits) + parents::length(bits)
}
