//! The portal's secrets: Ed25519 seeds for root and list, and the key that click-out tokens are made with.
//! Each is one file, base64 of 32 bytes, readable by its owner only. A key is made once and never overwritten.

use crate::data_dir::DataDir;
use crate::failure::Failure;
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const ROOT: &str = "root.key";
const LIST: &str = "list-1.key";
const NEXT_LIST: &str = "list-2.key";
const CLICK: &str = "click.key";

/// The key that signs roots. It may have been moved offline; only making a new root needs it.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn root(dir: &DataDir) -> Result<SigningKey, Failure> {
    signing_key(dir, ROOT)
}

/// The key that signs heads.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn list(dir: &DataDir) -> Result<SigningKey, Failure> {
    signing_key(dir, LIST)
}

/// The list key that is announced in the root but not used yet, so that a rotation surprises nobody.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn next_list(dir: &DataDir) -> Result<SigningKey, Failure> {
    signing_key(dir, NEXT_LIST)
}

/// The secret of click-out tokens.
///
/// # Errors
/// `File` when it is not there, `BadKey`.
pub fn click(dir: &DataDir) -> Result<[u8; 32], Failure> {
    read(&dir.keys().join(CLICK))
}

/// Makes every key that is missing, so that an interrupted `init` can be run again.
///
/// # Errors
/// `NoRandomness`, `ReadOnly`, `File`.
pub fn make_missing(dir: &DataDir) -> Result<(), Failure> {
    for name in [ROOT, LIST, NEXT_LIST, CLICK] {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|_| Failure::NoRandomness)?;
        write_new(&dir.keys().join(name), &secret)?;
    }
    Ok(())
}

/// Forgets the keys that speak for the list; the next `make_missing` makes others.
///
/// # Errors
/// `ReadOnly`, `File`.
pub fn forget_signing_keys(dir: &DataDir) -> Result<(), Failure> {
    for name in [ROOT, LIST, NEXT_LIST] {
        let path = dir.keys().join(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => {
                return Err(Failure::file("remove", &path, e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where the root key is, to tell the operator what to move offline.
#[must_use]
pub fn root_path(dir: &DataDir) -> PathBuf {
    dir.keys().join(ROOT)
}

fn signing_key(dir: &DataDir, name: &str) -> Result<SigningKey, Failure> {
    read(&dir.keys().join(name)).map(|seed| SigningKey::from_bytes(&seed))
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
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = match options.open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(e) => Err(e),
        Ok(mut file) => writeln!(file, "{}", BASE64.encode(secret)).and_then(|()| file.sync_all()),
    };
    written.map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir_with_keys() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        make_missing(&dir).unwrap();
        (folder, dir)
    }

    #[test]
    fn a_key_is_made_once_and_never_overwritten() {
        let (_folder, dir) = dir_with_keys();
        let before = (root(&dir).unwrap(), click(&dir).unwrap());
        make_missing(&dir).unwrap();
        assert_eq!((root(&dir).unwrap(), click(&dir).unwrap()), before);
    }

    #[test]
    fn all_keys_differ() {
        let (_folder, dir) = dir_with_keys();
        let keys = [root(&dir), list(&dir), next_list(&dir)].map(|k| k.unwrap().to_bytes());
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
    fn a_damaged_key_is_named() {
        let (_folder, dir) = dir_with_keys();
        fs::write(root_path(&dir), "short").unwrap();
        let sentence = root(&dir).unwrap_err().to_string();
        assert!(sentence.contains("root.key"), "{sentence}");
    }
}
