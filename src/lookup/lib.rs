//! Is a host listed? JavaScript writes a host into a fixed place and asks; `extension/lookup.js` is the only caller. The
//! table and the reading of it are the core's.
//!
//! Nothing is allocated: the memory behind the module's own is room for one table.
#![cfg(target_family = "wasm")]

use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed};
use pointback_core::host::is_name;
use pointback_core::host_table::{Found, HostTable};
use pointback_core::standdown::is_search_engine;

/// A host and the dot that may follow it are shorter.
const LONGEST: usize = 256;
const PAGE: usize = 1 << 16;

static HOST: [AtomicU8; LONGEST] = [const { AtomicU8::new(0) }; LONGEST];
static TABLE: AtomicUsize = AtomicUsize::new(0);
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Where a host is to be written: behind it are 256 bytes, at whose end the host ends, so that it can be written from its end.
#[unsafe(no_mangle)]
pub extern "C" fn host() -> *const u8 {
    HOST.as_ptr().cast()
}

/// Where a table of this many bytes is to be written, once; 0 when there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> usize {
    let before = core::arch::wasm32::memory_grow(0, length.div_ceil(PAGE));
    let place = before.checked_mul(PAGE).unwrap_or(0);
    if place > 0 {
        TABLE.store(place, Relaxed);
        LENGTH.store(length, Relaxed);
    }
    place
}

/// What was written there: 0 for a table, -1 for none.
#[unsafe(no_mangle)]
pub extern "C" fn check() -> i32 {
    match HostTable::open(table()) {
        Ok(_) => 0,
        Err(_) => -1,
    }
}

/// Is nothing listed at or below the last two labels of a host? So many bytes of its end were written, which begin with a
/// label. 1 or 0, which says nothing.
#[unsafe(no_mangle)]
pub extern "C" fn rules_out(length: usize) -> i32 {
    i32::from(HostTable::open(table()).is_ok_and(|table| table.rules_out(written(length))))
}

/// The position of the longest parent that the table lists of the host that was written, which has this many bytes; -1 for
/// none; -2 when only the full parser can say.
#[unsafe(no_mangle)]
pub extern "C" fn find(length: usize) -> i32 {
    let Ok(table) = HostTable::open(table()) else {
        return -2;
    };
    match table.find(written(length)) {
        Found::At(position) => i32::try_from(position).unwrap_or(-2),
        Found::Miss => -1,
        Found::Odd => -2,
    }
}

/// Is what was written a public host, and no search engine's? To the core all such hosts that no list names are the same.
/// 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn plain(length: usize) -> i32 {
    let host = written(length);
    let name = host.strip_suffix(b".").unwrap_or(host);
    i32::from(is_name(name) && !is_search_engine(name))
}

fn written(length: usize) -> &'static [u8] {
    let length = length.min(LONGEST);
    bytes(host() as usize + LONGEST - length, length)
}

fn table() -> &'static [u8] {
    bytes(TABLE.load(Relaxed), LENGTH.load(Relaxed))
}

fn bytes(place: usize, length: usize) -> &'static [u8] {
    if place == 0 {
        return &[];
    }
    // SAFETY: both callers name memory that is theirs to name: the host's fixed place, or the pages that `room` has added
    // and nothing else uses. It stays for as long as the module, every byte of it is set (memory begins as zeros), and
    // JavaScript writes there only between two calls, never during one.
    unsafe { core::slice::from_raw_parts(place as *const u8, length) }
}
