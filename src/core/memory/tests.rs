//! What was saved by any version is read by every later one, and what cannot be read is not lost.

use super::{Memory, VERSION};
use crate::host::Host;
use crate::local_time::LocalTime;
use crate::mutes::Where;
use crate::store_id::PortalId;

/// A memory with something in every part, for each version that was ever released. A new version adds its own, and never
/// takes one away.
const RELEASED: [u32; 1] = [1];
const AT: LocalTime = LocalTime {
    now: 1_790_000_000_000,
    zone: 0,
};

fn saved_by(version: u32) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/memory");
    std::fs::read(format!("{folder}/{version}.json")).expect("the fixture of this version")
}

fn nike() -> Vec<Host> {
    vec![Host::parse("nike.com").unwrap()]
}

#[test]
fn every_released_version_is_read() {
    assert_eq!(RELEASED.last(), Some(&VERSION));
    for version in RELEASED {
        let memory = Memory::decode(&saved_by(version)).expect("readable");
        assert_eq!(memory.trips.len(), 6, "one in each state: {version}");
        assert_eq!(memory.tabs.iter().count(), 4, "{version}");
        assert_eq!(memory.portals.len(), 2, "{version}");
        assert!(
            memory.portal(PortalId::PACKAGED).unwrap().account.is_some(),
            "{version}"
        );
        assert!(memory.muted.of(&nike(), AT.now).is_some(), "{version}");
        assert_eq!(memory.records.len(), 1, "{version}");
        assert_eq!(memory.keepsakes.len(), 1, "{version}");
        assert_eq!(memory.cards.len(), 1, "{version}");
        let again = Memory::decode(&memory.encode()).unwrap();
        assert_eq!(again, memory, "{version}");
    }
}

#[test]
fn a_newer_version_and_every_damage_is_refused_whole() {
    let bytes = saved_by(VERSION);
    let text = core::str::from_utf8(&bytes).unwrap();
    for newer in ["[2,", "[4294967295,", "[0,", "[-1,", "[\"1\","] {
        assert!(Memory::decode(text.replacen("[1,", newer, 1).as_bytes()).is_err());
    }
    let whole = text.trim_end().len();
    for end in (0..whole).step_by(7) {
        assert!(Memory::decode(&bytes[..end]).is_err(), "cut at {end}");
    }
    for other in [
        &b"\0\0\0\0"[..],
        b"null",
        b"[1]",
        b"[1,{}]",
        b"[1,[]]",
        b"{}",
        &[0xff; 64],
    ] {
        assert!(Memory::decode(other).is_err());
    }
}

#[test]
fn beside_what_cannot_be_read_there_is_silence_for_an_hour() {
    let memory = Memory::beside_unreadable(AT.now);
    let (site, until) = memory.muted.of(&nike(), AT.now).unwrap();
    assert_eq!(
        (site, until),
        (&Where::Everywhere, Some(AT.now + 3_600_000))
    );
    assert!(memory.muted.of(&nike(), AT.now + 3_600_000).is_none());
    assert!(
        i64::from(memory.numbered) == AT.now / 1000,
        "above all portals' numbers there"
    );
    assert!(
        memory.releasing,
        "nor is known which permissions are needed"
    );
    assert_eq!(Memory::decode(&memory.encode()), Ok(memory));
}
