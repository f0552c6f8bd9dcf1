//! Making roots: the first, signed by itself, and each further one, signed by the keys of the root before it and by its own.
//! Nothing is written that the core's own reader would not follow.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::{keys, publish};
use data_encoding::BASE64;
use ed25519_dalek::{SigningKey, VerifyingKey};
use pointback_core::envelope::{self, ROOT_TYPE, Role, key_id};
use pointback_core::root::Root;
use std::path::PathBuf;

/// How long a root is valid. Long, because a forgotten root silences every shopper of a small portal.
pub(crate) const LIFETIME: i64 = 5 * 365 * 86_400;

/// Any one of these keys may sign.
pub(crate) fn role(keys: &[&SigningKey]) -> Role {
    Role {
        need: 1,
        keys: keys.iter().map(|key| public(key)).collect(),
    }
}

/// A key as roots name it.
pub(crate) fn public(key: &SigningKey) -> String {
    BASE64.encode(key.verifying_key().as_bytes())
}

/// The short name of a key, from the form in which roots name it.
pub(crate) fn short_name(public: &str) -> String {
    let bytes = BASE64.decode(public.as_bytes()).ok();
    let key = bytes.and_then(|b| VerifyingKey::from_bytes(&b.try_into().ok()?).ok());
    key.map_or_else(|| "unreadable".to_owned(), |key| key_id(&key))
}

/// Signs and writes root 1.
pub(crate) fn write_first(dir: &DataDir, root: &Root, key: &SigningKey) -> Result<(), Failure> {
    let file = seal(root, &[key])?;
    Root::pinned(&file).map_err(refused)?;
    data_dir::write_atomically(&dir.root_file(), &file)
}

/// Signs and writes the root that follows the newest one: that one, with what `change` does to it. Returns it.
pub(crate) fn write_next(
    dir: &DataDir,
    signers: &[SigningKey],
    now: i64,
    change: impl FnOnce(&mut Root),
) -> Result<Root, Failure> {
    let newest = publish::root(dir)?;
    let mut next = newest.clone();
    next.root = newest.root.saturating_add(1);
    next.expires = now.saturating_add(LIFETIME);
    change(&mut next);
    let file = seal(&next, &signers.iter().collect::<Vec<_>>())?;
    let next = newest.successor(&file).map_err(refused)?;
    let path = dir.roots().join(format!("{}.json", next.root));
    data_dir::write_atomically(&path, &file)?;
    Ok(next)
}

/// The keys that may sign the root after `root`: from the files given, or those that were not moved offline yet.
///
/// # Errors
/// `Argument` that says which keys are needed and how to give them.
pub(crate) fn signers(
    dir: &DataDir,
    root: &Root,
    given: &[PathBuf],
) -> Result<Vec<SigningKey>, Failure> {
    let role = &root.roles.root;
    let names: Vec<String> = role.keys.iter().map(|key| short_name(key)).collect();
    let names = names.join(", ");
    let mut signers: Vec<SigningKey> = Vec::new();
    let here = keys::roots_here(dir);
    for path in if given.is_empty() { &here } else { given } {
        let key = keys::read_key(path)?;
        let is_known = role.keys.contains(&public(&key));
        if is_known && !signers.contains(&key) {
            signers.push(key);
        } else if !is_known && !given.is_empty() {
            return Err(Failure::Argument(format!(
                "{} is key {}, and root {} is signed by {names}: give that one with --root-key",
                path.display(),
                key_id(&key.verifying_key()),
                root.root
            )));
        }
    }
    if signers.len() < role.need {
        return Err(Failure::Argument(format!(
            "this needs the root key {names}, which is not in {}: fetch it from where you keep it offline and give its file with --root-key FILE{}",
            dir.keys().display(),
            if role.need > 1 {
                format!(" ({} of them)", role.need)
            } else {
                String::new()
            }
        )));
    }
    Ok(signers)
}

fn seal(root: &Root, keys: &[&SigningKey]) -> Result<Vec<u8>, Failure> {
    let payload = serde_json::to_vec(root).map_err(|_| refused(pointback_core::Error::BadJson))?;
    Ok(envelope::seal(keys, ROOT_TYPE, &payload).into_bytes())
}

fn refused(cause: pointback_core::Error) -> Failure {
    Failure::List {
        what: "the new root".to_owned(),
        cause,
    }
}
