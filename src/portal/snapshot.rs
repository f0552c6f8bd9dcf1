//! The snapshot: the catalogue as JSON lines in gzip, in a file named after its own hash that never changes.

use crate::catalog;
use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use flate2::{Compression, GzBuilder};
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Part, RETAILERS};
use pointback_core::rate_list::RateList;
use sqlx::SqlitePool;
use std::collections::HashSet;
use std::fs;
use std::io::Write;

/// The content: one line for each listed retailer, in the order of the ids.
pub(crate) async fn content(pool: &SqlitePool) -> Result<Vec<u8>, Failure> {
    let mut raw = Vec::new();
    for line in catalog::lines(pool).await? {
        raw.extend_from_slice(line.as_bytes());
        raw.push(b'\n');
    }
    let list = RateList::decode(&raw).map_err(|cause| Failure::List {
        what: "the catalogue".to_owned(),
        cause,
    })?;
    if list.dropped() > 0 {
        return Err(Failure::Argument(format!(
            "{} retailers of the catalogue cannot be read back: import them again",
            list.dropped()
        )));
    }
    Ok(raw)
}

/// Packs and writes content as version `ver`.
pub(crate) fn write(dir: &DataDir, raw: &[u8], ver: u64) -> Result<Part, Failure> {
    let stored = gzip(raw).map_err(|e| Failure::file("pack", &dir.objects(), e))?;
    let sha256 = sha256_hex(&stored);
    let short = sha256.get(..16).unwrap_or_default();
    let part = Part {
        ver,
        n: raw.iter().filter(|b| **b == b'\n').count() as u64,
        path: format!("o/{RETAILERS}-{ver}-{short}.snap"),
        len: stored.len() as u64,
        raw: raw.len() as u64,
        raw_sha256: sha256_hex(raw),
        sha256,
        deltas: Vec::new(),
    };
    data_dir::write_atomically(&dir.rates().join(&part.path), &stored)?;
    Ok(part)
}

/// The same content gives the same bytes: no time, no file name, no name of the system.
fn gzip(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    packer.write_all(raw)?;
    packer.finish()
}

/// Is the file there, with the bytes that were signed?
pub(crate) fn is_intact(dir: &DataDir, part: &Part) -> bool {
    fs::read(dir.rates().join(&part.path)).is_ok_and(|bytes| sha256_hex(&bytes) == part.sha256)
}

/// Removes the snapshots that are not among `named`.
pub(crate) fn remove_others(dir: &DataDir, named: &[String]) -> Result<(), Failure> {
    let named: HashSet<_> = named.iter().map(|path| dir.rates().join(path)).collect();
    let objects =
        fs::read_dir(dir.objects()).map_err(|e| Failure::file("read", &dir.objects(), e))?;
    for object in objects.flatten().map(|entry| entry.path()) {
        let is_snapshot = object.extension().is_some_and(|e| e == "snap");
        if is_snapshot && !named.contains(&object) {
            fs::remove_file(&object).map_err(|e| Failure::file("remove", &object, e))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let raw = b"{\"id\":1,\"n\":\"A\",\"d\":[\"a.com\"]}\n";
        let first = write(&dir, raw, 1).unwrap();
        let stored = data_dir::read(&dir.rates().join(&first.path)).unwrap();
        assert_eq!(write(&dir, raw, 1).unwrap(), first);
        assert_eq!(
            data_dir::read(&dir.rates().join(&first.path)).unwrap(),
            stored
        );
        assert_eq!(stored.get(4..8), Some([0; 4].as_slice()), "gzip's time");
        assert_eq!((first.n, first.raw), (1, raw.len() as u64));
    }

    #[test]
    fn a_damaged_object_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let part = write(&dir, b"", 1).unwrap();
        assert!(is_intact(&dir, &part));
        fs::write(dir.rates().join(&part.path), "x").unwrap();
        assert!(!is_intact(&dir, &part));
    }
}
