//! Parents: the names at or below which a host is listed, one bit for each. Four bits belong to a slot; the key of a name says
//! which is its. A bit that is set may be another name's: of names of which nothing is listed about one in sixteen, since a list
//! has as many numbers as hosts, and few hosts have more than one parent. A bit that is not set says that nothing is.

use super::{HEADER, Key, REACH, SLOT};

/// Bits for a slot are 2 to the power of this.
const SHARE: u32 = 2;

/// Where the bits begin: behind the slots.
pub(super) const fn start(bits: u32) -> usize {
    HEADER + ((1 << bits) + REACH) * SLOT
}

/// How many bytes they are.
pub(super) const fn length(bits: u32) -> usize {
    (1 << (bits + SHARE)) / 8
}

/// Where a name's bit is.
#[inline]
fn place(bits: u32, name: Key) -> (usize, u8) {
    let number = name.slot(bits + SHARE);
    (start(bits) + number / 8, 1 << (number % 8))
}

/// May anything at or below this name be listed?
#[inline]
pub(super) fn has(table: &[u8], bits: u32, name: Key) -> bool {
    let (at, bit) = place(bits, name);
    table.get(at).is_none_or(|byte| byte & bit != 0)
}

/// Something is.
pub(super) fn add(table: &mut [u8], bits: u32, name: Key) {
    let (at, bit) = place(bits, name);
    if let Some(byte) = table.get_mut(at) {
        *byte |= bit;
    }
}
