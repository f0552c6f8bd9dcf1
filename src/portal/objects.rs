//! The objects of the published tree: gzip files named after their own hash, which never change and stay as long as a
//! client may hold a head that names them.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::gzip;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{MAX_OBJECT, Part, RETAILERS, RULES};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// How the names of rule files end.
const RULE_FILE: &str = "rules";

/// Packs and writes a list as version `ver`.
pub(crate) fn write_snapshot(dir: &DataDir, raw: &[u8], ver: u64) -> Result<Part, Failure> {
    let lines = raw.iter().filter(|b| **b == b'\n').count() as u64;
    write_part(dir, raw, (RETAILERS, "snap"), ver, lines)
}

/// Packs and writes `n` stand-down rules as version `ver`.
pub(crate) fn write_rules(dir: &DataDir, raw: &[u8], ver: u64, n: u64) -> Result<Part, Failure> {
    write_part(dir, raw, (RULES, RULE_FILE), ver, n)
}

fn write_part(
    dir: &DataDir,
    raw: &[u8],
    (kind, ending): (&str, &str),
    ver: u64,
    n: u64,
) -> Result<Part, Failure> {
    let stored = gzip::pack(raw).map_err(|e| Failure::file("pack", &dir.objects(), e))?;
    if stored.len() as u64 > MAX_OBJECT {
        return Err(Failure::Argument(format!(
            "packed, the {kind} are {} bytes long: readers take {MAX_OBJECT} at most",
            stored.len()
        )));
    }
    let part = Part {
        ver,
        n,
        path: write(dir, &format!("{kind}-{ver}"), ending, &stored)?,
        len: stored.len() as u64,
        raw: raw.len() as u64,
        raw_sha256: sha256_hex(raw),
        sha256: sha256_hex(&stored),
        deltas: Vec::new(),
    };
    Ok(part)
}

/// Writes packed bytes under a name with their hash in it, and returns the path as a head names it.
pub(crate) fn write(
    dir: &DataDir,
    name: &str,
    ending: &str,
    stored: &[u8],
) -> Result<String, Failure> {
    let sha256 = sha256_hex(stored);
    let short = sha256.get(..16).unwrap_or_default();
    let path = format!("o/{name}-{short}.{ending}");
    let file = dir.rates().join(&path);
    // The name is the content: a file that is there, and whole, need not be written again.
    if !fs::read(&file).is_ok_and(|there| there == stored) {
        data_dir::write_atomically(&file, stored)?;
    }
    Ok(path)
}

/// The highest version of rules that was ever written, or 0: they stay, so every one that a head has named is there.
pub(crate) fn newest_rules(dir: &DataDir) -> Result<u64, Failure> {
    let folder = dir.objects();
    let objects = fs::read_dir(&folder).map_err(|e| Failure::file("read", &folder, e))?;
    let names = objects
        .flatten()
        .map(|object| object.file_name().to_string_lossy().into_owned());
    Ok(names
        .filter_map(|name| rules_version(&name))
        .max()
        .unwrap_or(0))
}

fn rules_version(name: &str) -> Option<u64> {
    let (ver, _hash) = name
        .strip_prefix(RULES)?
        .strip_prefix('-')?
        .split_once('-')?;
    ver.parse().ok()
}

/// Is the snapshot there, with the bytes that were signed?
pub(crate) fn is_intact(dir: &DataDir, part: &Part) -> bool {
    fs::read(dir.rates().join(&part.path)).is_ok_and(|bytes| sha256_hex(&bytes) == part.sha256)
}

/// The content of an older version, if its snapshot is still there and whole.
pub(crate) fn content(dir: &DataDir, part: &Part) -> Option<Vec<u8>> {
    let stored = fs::read(dir.rates().join(&part.path)).ok()?;
    let raw = gzip::unpack(&stored, part.raw).ok()?;
    (sha256_hex(&raw) == part.raw_sha256).then_some(raw)
}

/// Removes the objects below a `rates/v1` folder that are not among `named`. Files that are not ours stay.
pub(crate) fn remove_others(rates: &Path, named: &HashSet<String>) -> Result<(), Failure> {
    let folder = rates.join("o");
    let objects = fs::read_dir(&folder).map_err(|e| Failure::file("read", &folder, e))?;
    for object in objects.flatten() {
        let name = object.file_name().to_string_lossy().into_owned();
        // Rules are few and small, and no table says which heads named them: they stay.
        let is_rules = name.starts_with(RULES);
        if is_ours(&name) && !is_rules && !named.contains(&format!("o/{name}")) {
            let path = object.path();
            fs::remove_file(&path).map_err(|e| Failure::file("remove", &path, e))?;
        }
    }
    Ok(())
}

/// Is this the name of an object that we write?
pub(crate) fn is_ours(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    match ending {
        Some("snap" | "delta") => name.starts_with(RETAILERS),
        Some(RULE_FILE) => name.starts_with(RULES),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        (folder, dir)
    }

    #[test]
    fn the_same_content_gives_the_same_object() {
        let (_folder, dir) = folder();
        let raw = b"{\"id\":1,\"n\":\"A\",\"d\":[\"a.com\"]}\n";
        let first = write_snapshot(&dir, raw, 1).unwrap();
        assert_eq!(write_snapshot(&dir, raw, 1).unwrap(), first);
        assert_eq!((first.n, first.raw), (1, raw.len() as u64));
        assert_eq!(content(&dir, &first).unwrap(), raw);
    }

    #[test]
    fn what_packs_to_more_than_readers_take_is_not_written() {
        let (_folder, dir) = folder();
        // Numbers without a pattern cannot be packed: xorshift64.
        let next = |n: &u64| {
            let n = n ^ (n << 13);
            let n = n ^ (n >> 7);
            Some(n ^ (n << 17))
        };
        let numbers = std::iter::successors(Some(1_u64), next).take(1_600_000);
        let raw: Vec<u8> = numbers.flat_map(u64::to_le_bytes).collect();
        let refused = write_snapshot(&dir, &raw, 1).unwrap_err();
        assert!(refused.to_string().contains("at most"), "{refused}");
    }

    #[test]
    fn a_damaged_object_is_noticed_and_mended() {
        let (_folder, dir) = folder();
        let part = write_snapshot(&dir, b"", 1).unwrap();
        assert!(is_intact(&dir, &part));
        fs::write(dir.rates().join(&part.path), "x").unwrap();
        assert!(!is_intact(&dir, &part));
        assert_eq!(content(&dir, &part), None);
        write_snapshot(&dir, b"", 1).unwrap();
        assert!(is_intact(&dir, &part));
    }

    #[test]
    fn only_what_is_ours_and_not_named_goes() {
        let (_folder, dir) = folder();
        let old = write_snapshot(&dir, b"", 1).unwrap();
        let new = write_snapshot(&dir, b"{\"id\":1}\n", 2).unwrap();
        let note = dir.objects().join("note.txt");
        fs::write(&note, "mine").unwrap();
        remove_others(&dir.rates(), &[new.path.clone()].into()).unwrap();
        assert!(!is_intact(&dir, &old) && is_intact(&dir, &new) && note.is_file());
    }
}
