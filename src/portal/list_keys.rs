//! Which list keys a portal has and which of them sign now: the current one, the next one (announced in the root, not used
//! yet), and those that were current and sign along for another thirty days, for clients that know only an old root.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::keys;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;

/// How long a key that was replaced signs along.
pub(crate) const SIGNS_ALONG: i64 = 30 * 86_400;

/// The list keys by number. Numbers are never used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListKeys {
    /// The key that signs.
    pub current: u32,
    /// Since when, seconds; 0 for the first one.
    pub since: i64,
    /// The key that will sign after the next rotation.
    pub next: u32,
    /// Keys that were replaced and sign along.
    pub retiring: Vec<Retiring>,
}

/// A key that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retiring {
    /// Its number.
    pub number: u32,
    /// It signs until then, seconds.
    pub until: i64,
}

impl ListKeys {
    /// Reads which keys there are; a portal that never rotated has its first two.
    ///
    /// # Errors
    /// `File`.
    pub fn load(dir: &DataDir) -> Result<Self, Failure> {
        let path = file(dir);
        match data_dir::read(&path) {
            Err(Failure::File { cause, .. }) if cause.kind() == ErrorKind::NotFound => Ok(Self {
                current: 1,
                since: 0,
                next: 2,
                retiring: Vec::new(),
            }),
            Err(failure) => Err(failure),
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| Failure::file("read", &path, IoError::from(e))),
        }
    }

    /// # Errors
    /// `ReadOnly` or `File`.
    pub(crate) fn save(&self, dir: &DataDir) -> Result<(), Failure> {
        let path = file(dir);
        let bytes = serde_json::to_vec_pretty(self)
            .map_err(|e| Failure::file("write", &path, IoError::from(e)))?;
        data_dir::write_atomically(&path, &bytes)
    }

    /// The keys after a rotation at `now` seconds: the next one signs, the current one signs along for a while.
    pub(crate) fn rotated(&self, now: i64) -> Self {
        let mut retiring: Vec<Retiring> = self.retiring.clone();
        retiring.retain(|key| key.until > now);
        retiring.insert(
            0,
            Retiring {
                number: self.current,
                until: now.saturating_add(SIGNS_ALONG),
            },
        );
        Self {
            current: self.next,
            since: now,
            next: self.unused(),
            retiring,
        }
    }

    /// A number that no key has had, higher than all.
    pub(crate) fn unused(&self) -> u32 {
        let retired = self
            .retiring
            .iter()
            .map(|key| key.number)
            .max()
            .unwrap_or(0);
        self.current.max(self.next).max(retired).saturating_add(1)
    }

    /// The numbers of the keys that sign at `now` seconds, the current one first.
    #[must_use]
    pub fn signing_at(&self, now: i64) -> Vec<u32> {
        let along = self.retiring.iter().filter(|key| key.until > now);
        let along = along.map(|key| key.number);
        std::iter::once(self.current).chain(along).collect()
    }
}

/// The keys that sign heads at `now` seconds, the current one first.
///
/// # Errors
/// `File` when one is not there, `BadKey`.
pub fn signers(dir: &DataDir, now: i64) -> Result<Vec<SigningKey>, Failure> {
    let numbers = ListKeys::load(dir)?.signing_at(now);
    numbers
        .into_iter()
        .map(|number| keys::list(dir, number))
        .collect()
}

/// Where the state is; it holds no secret.
pub(crate) fn file(dir: &DataDir) -> PathBuf {
    dir.keys().join("list-keys.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    #[test]
    fn a_replaced_key_signs_along_for_thirty_days() {
        let first = ListKeys {
            current: 1,
            since: 0,
            next: 2,
            retiring: Vec::new(),
        };
        let second = first.rotated(NOW);
        assert_eq!((second.current, second.next), (2, 3));
        assert_eq!(second.signing_at(NOW), [2, 1]);
        assert_eq!(second.signing_at(NOW + SIGNS_ALONG), [2]);
        let third = second.rotated(NOW + 1);
        assert_eq!(third.signing_at(NOW + 2), [3, 2, 1]);
        assert_eq!((third.next, third.unused()), (4, 5));
    }

    #[test]
    fn what_is_saved_is_read_and_a_fresh_folder_has_the_first_two() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let first = ListKeys::load(&dir).unwrap();
        assert_eq!((first.current, first.next), (1, 2));
        first.rotated(NOW).save(&dir).unwrap();
        assert_eq!(ListKeys::load(&dir).unwrap(), first.rotated(NOW));
        std::fs::write(file(&dir), "{}").unwrap();
        assert!(
            ListKeys::load(&dir)
                .unwrap_err()
                .to_string()
                .contains("list-keys.json")
        );
    }
}
