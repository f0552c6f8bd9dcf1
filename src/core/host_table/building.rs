//! Building a table, when a list is accepted.

use super::{HEADER, Key, LEAST_BITS, MAGIC, MOST_BITS, REACH, SLOT, length, parents, walk};
use crate::Error;
use core::ops::ControlFlow;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    key: Key,
    /// Empty for a number.
    host: &'a str,
    position: u32,
}

impl<'a> Entry<'a> {
    /// A host, and where what belongs to it is.
    #[must_use]
    pub fn of_host(host: &'a str, position: u32) -> Self {
        Self {
            key: Key::of_host(host),
            host,
            position,
        }
    }

    /// The same for a number.
    #[must_use]
    pub fn of_number(number: u32, position: u32) -> Self {
        Self {
            key: Key::of_number(number),
            host: "",
            position,
        }
    }
}

/// Builds a table. Entries of one key are found in the order in which they are given.
///
/// # Errors
/// `BadTable` for more entries than a table takes, or so many in one place that they cannot all lie within reach: by chance
/// that does not happen.
pub fn build(entries: &[Entry<'_>]) -> Result<Vec<u8>, Error> {
    let least = (entries.len() * 2).next_power_of_two().trailing_zeros();
    let mut sizes = least.max(LEAST_BITS)..=MOST_BITS;
    sizes
        .find_map(|bits| filled(entries, bits))
        .ok_or(Error::BadTable)
}

fn filled(entries: &[Entry<'_>], bits: u32) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length(bits)];
    for entry in entries {
        walk(entry.host.as_bytes(), |_, name| {
            parents::add(&mut bytes, bits, name);
            ControlFlow::Continue(())
        });
    }
    let (head, slots) = bytes.split_at_mut_checked(HEADER)?;
    let count = u32::try_from(entries.len()).ok()?;
    let numbers = [MAGIC, bits.to_le_bytes(), count.to_le_bytes(), [0; 4]];
    head.copy_from_slice(numbers.as_flattened());
    let slots = slots.as_chunks_mut::<SLOT>().0;
    for Entry { key, position, .. } in entries {
        let start = key.slot(bits);
        let reach = slots.get_mut(start..start + REACH)?;
        let free = reach.iter_mut().find(|slot| slot.starts_with(&[0; 4]))?;
        free.copy_from_slice([key.tag().to_le_bytes(), position.to_le_bytes()].as_flattened());
    }
    Some(bytes)
}
