//! The portal's secrets: Ed25519 seeds for root and list, and the key that click-out tokens are made with.
//! Each is one file, base64 of 32 bytes, readable by its owner only. A key is made once and never overwritten.

use crate::data_dir::DataDir;
use crate::failure::Failure;
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const ROOT: &str = "root";
const CLICK: &str = "click.key";

/// A key that signs heads, by its number.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn list(dir: &DataDir, number: u32) -> Result<SigningKey, Failure> {
    read_key(&list_path(dir, number))
}

/// The secret of click-out tokens.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn click(dir: &DataDir) -> Result<[u8; 32], Failure> {
    read(&dir.keys().join(CLICK))
}

/// Makes every key of a new portal that is missing, so that an interrupted `init` can be run again.
///
/// # Errors
/// `NoRandomness`, `ReadOnly`, `File`.
pub fn make_missing(dir: &DataDir, root: &Path) -> Result<(), Failure> {
    for path in [
        root,
        &list_path(dir, 1),
        &list_path(dir, 2),
        &dir.keys().join(CLICK),
    ] {
        make(path)?;
    }
    Ok(())
}

/// Makes a key, unless the file is there already.
///
/// # Errors
/// `NoRandomness`, `ReadOnly`, `File`.
pub fn make(path: &Path) -> Result<(), Failure> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|_| Failure::NoRandomness)?;
    write_new(path, &secret)
}

/// Forgets the keys that speak for the list; the next `make_missing` makes others.
///
/// # Errors
/// `ReadOnly`, `File`.
pub fn forget_signing_keys(dir: &DataDir) -> Result<(), Failure> {
    let folder = dir.keys();
    let files = fs::read_dir(&folder).map_err(|e| Failure::file("read", &folder, e))?;
    for path in files.flatten().map(|file| file.path()) {
        if path != folder.join(CLICK) {
            forget(&path)?;
        }
    }
    Ok(())
}

/// Removes a key's file.
///
/// # Errors
/// `ReadOnly`, `File`.
pub fn forget(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Failure::file("remove", path, e)),
        _ => Ok(()),
    }
}

/// Where a list key is.
#[must_use]
pub fn list_path(dir: &DataDir, number: u32) -> PathBuf {
    dir.keys().join(format!("list-{number}.key"))
}

/// Where a root key is made that speaks from root `number` on, to tell the operator what to move offline.
#[must_use]
pub fn root_path(dir: &DataDir, number: u32) -> PathBuf {
    let name = if number == 1 {
        format!("{ROOT}.key")
    } else {
        format!("{ROOT}-{number}.key")
    };
    dir.keys().join(name)
}

/// The root keys that have not been moved offline yet.
#[must_use]
pub fn roots_here(dir: &DataDir) -> Vec<PathBuf> {
    let files = fs::read_dir(dir.keys()).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = files.map(|file| file.path()).collect();
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(ROOT) && name.ends_with(".key")
    });
    found.sort();
    found
}

/// Reads a signing key from its file, wherever that is.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn read_key(path: &Path) -> Result<SigningKey, Failure> {
    read(path).map(|seed| SigningKey::from_bytes(&seed))
}

fn read(path: &Path) -> Result<[u8; 32], Failure> {
    let text = fs::read(path).map_err(|e| Failure::file("read", path, e))?;
    BASE64
        .decode(text.trim_ascii())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Failure::BadKey(path.to_owned()))
}

fn write_new(path: &Path, secret: &[u8; 32]) -> Result<(), Failure> {
    write_secret(path, &BASE64.encode(secret))
}

/// Writes one line that nobody else may read. A file that is there already is left as it is.
pub(crate) fn write_secret(path: &Path, line: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = match options.open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(e) => Err(e),
        Ok(mut file) => writeln!(file, "{line}").and_then(|()| file.sync_all()),
    };
    written.map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir_with_keys() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        make_missing(&dir, &root_path(&dir, 1)).unwrap();
        (folder, dir)
    }

    #[test]
    fn a_key_is_made_once_and_never_overwritten() {
        let (_folder, dir) = dir_with_keys();
        let all = || (read_key(&root_path(&dir, 1)).unwrap(), click(&dir).unwrap());
        let before = all();
        make_missing(&dir, &root_path(&dir, 1)).unwrap();
        assert_eq!(all(), before);
    }

    #[test]
    fn all_keys_differ() {
        let (_folder, dir) = dir_with_keys();
        let keys = [read_key(&root_path(&dir, 1)), list(&dir, 1), list(&dir, 2)]
            .map(|k| k.unwrap().to_bytes());
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
        assert!(!keys.contains(&click(&dir).unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, dir) = dir_with_keys();
        for entry in fs::read_dir(dir.keys()).unwrap() {
            let mode = entry.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn what_speaks_for_the_list_is_forgotten_and_the_click_key_stays() {
        let (_folder, dir) = dir_with_keys();
        make(&root_path(&dir, 3)).unwrap();
        assert_eq!(roots_here(&dir), [root_path(&dir, 3), root_path(&dir, 1)]);
        forget_signing_keys(&dir).unwrap();
        assert!(roots_here(&dir).is_empty() && list(&dir, 1).is_err() && click(&dir).is_ok());
    }

    #[test]
    fn a_damaged_key_is_named() {
        let (_folder, dir) = dir_with_keys();
        fs::write(root_path(&dir, 1), "short").unwrap();
        let sentence = read_key(&root_path(&dir, 1)).unwrap_err().to_string();
        assert!(sentence.contains("root.key"), "{sentence}");
    }
}
