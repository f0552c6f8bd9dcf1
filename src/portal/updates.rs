//! Which older versions get a delta to the newest: the last six, and of the last fourteen days the one that each day ended
//! with. Every delta leads straight to the newest version, so that a client needs one request and knows no half-way states.

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::publication::Entry;
use crate::{delta, gzip, objects};
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Delta, MAX_OBJECT, Part, RETAILERS};
use std::collections::{BTreeMap, BTreeSet};

const VERSIONS: usize = 6;
/// So many versions back must be known: the newest of them may be the one that is signed again.
pub(crate) const LOOK_BACK: usize = VERSIONS + 1;
const DAY: i64 = 86_400;
const DAYS: i64 = 14;

/// A way from an older version to new content, packed.
#[derive(Debug)]
pub(crate) struct Way {
    from: u64,
    stored: Vec<u8>,
    raw: u64,
}

/// The versions to start from, among the publications so far, at `now` seconds.
fn bases<'e>(entries: &[&'e Entry], now: i64) -> BTreeMap<u64, &'e Part> {
    let versions: BTreeSet<u64> = entries.iter().map(|e| e.part.ver).collect();
    let newest: BTreeSet<u64> = versions.into_iter().rev().take(VERSIONS).collect();
    let mut ended_with: BTreeMap<i64, &Entry> = BTreeMap::new();
    for entry in entries.iter().copied() {
        let day = entry.issued.div_euclid(DAY);
        if entry.issued <= now && now.div_euclid(DAY) - day <= DAYS {
            let last = ended_with.entry(day).or_insert(entry);
            if (last.issued, last.part.ver) < (entry.issued, entry.part.ver) {
                *last = entry;
            }
        }
    }
    let of_days = ended_with.into_values();
    let of_versions = entries
        .iter()
        .copied()
        .filter(|e| newest.contains(&e.part.ver));
    of_days
        .chain(of_versions)
        .map(|e| (e.part.ver, &e.part))
        .collect()
}

/// Makes the deltas to `raw` from those publications (newest first) whose content is still there.
pub(crate) fn ways(dir: &DataDir, entries: &[Entry], raw: &[u8], now: i64) -> Vec<Way> {
    let sha256 = sha256_hex(raw);
    let newest = entries.first().map(|e| &e.part);
    // The very content that is signed again is no base for itself.
    let same = newest
        .filter(|part| part.raw_sha256 == sha256)
        .map(|part| part.ver);
    let older: Vec<&Entry> = entries
        .iter()
        .filter(|e| Some(e.part.ver) != same)
        .collect();
    let mut ways = Vec::new();
    for (from, part) in bases(&older, now) {
        let made = objects::content(dir, part).and_then(|old| delta::diff(&old, raw));
        match made.map(|delta| (delta.len() as u64, gzip::pack(&delta))) {
            Some((raw, Ok(stored))) => ways.push(Way { from, stored, raw }),
            _ => tracing::warn!(version = from, "no delta can be made from this version"),
        }
    }
    ways
}

/// Writes those ways to `part` that save a client something, and returns them as the head names them, newest first.
pub(crate) fn write(dir: &DataDir, part: &Part, ways: &[Way]) -> Result<Vec<Delta>, Failure> {
    let mut deltas = Vec::new();
    for way in ways.iter().rev() {
        let len = way.stored.len() as u64;
        // The client's own rule: from 60 % of the snapshot on, it takes the snapshot.
        if way.from >= part.ver || len * 100 >= part.len * 60 || len > MAX_OBJECT {
            continue;
        }
        let name = format!("{RETAILERS}-{}-{}", way.from, part.ver);
        deltas.push(Delta {
            from: way.from,
            path: objects::write(dir, &name, "delta", &way.stored)?,
            len,
            sha256: sha256_hex(&way.stored),
            raw: way.raw,
        });
    }
    Ok(deltas)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn entry(ver: u64, issued: i64) -> Entry {
        let part = Part {
            ver,
            n: 0,
            path: String::new(),
            len: 0,
            sha256: String::new(),
            raw: 0,
            raw_sha256: String::new(),
            deltas: Vec::new(),
        };
        let (epoch, seq) = (1, ver);
        Entry {
            epoch,
            seq,
            part,
            issued,
        }
    }

    fn chosen(entries: &[Entry]) -> Vec<u64> {
        let entries: Vec<&Entry> = entries.iter().collect();
        bases(&entries, NOW).into_keys().collect()
    }

    #[test]
    fn the_newest_versions_count_however_old_they_are() {
        let old: Vec<Entry> = (1..=20)
            .rev()
            .map(|ver| entry(ver, NOW - 400 * DAY))
            .collect();
        assert_eq!(chosen(&old), [15, 16, 17, 18, 19, 20]);
    }

    #[test]
    fn of_each_recent_day_the_version_it_ended_with_counts() {
        // Four versions a day for twenty days, the newest now.
        let busy: Vec<Entry> = (0..80)
            .map(|n| entry(80 - n, NOW - n as i64 * DAY / 4))
            .collect();
        let chosen = chosen(&busy);
        assert_eq!(chosen.len(), 6 + 13, "{chosen:?}");
        assert!(chosen.windows(2).all(|w| w[1] - w[0] <= 4), "{chosen:?}");
        assert!(chosen[0] <= 80 - 4 * 13, "{chosen:?}");
    }

    #[test]
    fn a_version_that_is_signed_again_each_day_is_one_base() {
        let quiet: Vec<Entry> = (0..30).map(|n| entry(3, NOW - n * DAY)).collect();
        assert_eq!(chosen(&quiet), [3]);
        assert!(chosen(&[]).is_empty());
    }
}
