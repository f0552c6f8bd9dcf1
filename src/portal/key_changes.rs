//! Changes of keys. Each ends in a new root, so each needs the root key; heads signed afterwards follow it. A change that was
//! interrupted is completed by running it again.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::list_keys::ListKeys;
use crate::{keys, publish, roots};
use ed25519_dalek::SigningKey;
use pointback_core::envelope::Role;
use pointback_core::root::Root;
use std::path::{Path, PathBuf};

/// The next list key becomes the current one, and a new next one is announced.
///
/// # Errors
/// `Argument` when the root key is not there, else what cannot be read or written.
pub fn rotate_list(dir: &DataDir, root_keys: &[PathBuf], now: i64) -> Result<Root, Failure> {
    let _turn = data_dir::held(&dir.keys_lock())?;
    let signers = roots::signers(dir, &publish::root(dir)?, root_keys)?;
    let rotated = ListKeys::load(dir)?.rotated(now);
    keys::make(&keys::list_path(dir, rotated.next))?;
    let announced = list_role(dir, &rotated)?;
    // The root first: until the state is written too, the old key signs, which the new root still names.
    let root = roots::write_next(dir, &signers, now, |root| {
        let before = std::mem::replace(&mut root.roles.list, announced);
        keep_others(&mut root.roles.list, before);
    })?;
    rotated.save(dir)?;
    Ok(root)
}

/// Takes a list key out of the root: one that was replaced, or the next one, for which another is made.
///
/// # Errors
/// `Argument` for the current key and for one that the root does not name.
pub fn drop_list(
    dir: &DataDir,
    id: &str,
    root_keys: &[PathBuf],
    now: i64,
) -> Result<Root, Failure> {
    let _turn = data_dir::held(&dir.keys_lock())?;
    let root = publish::root(dir)?;
    let signers = roots::signers(dir, &root, root_keys)?;
    let named = root.roles.list.keys.iter();
    let dropped: Vec<&String> = named.filter(|key| roots::short_name(key) == id).collect();
    let [dropped] = dropped.as_slice() else {
        return Err(Failure::Argument(format!(
            "root {} names no list key {id}: `portal keys list` shows them",
            root.root
        )));
    };
    let mut held = ListKeys::load(dir)?;
    let is_it =
        |number: u32| keys::list(dir, number).is_ok_and(|key| roots::public(&key) == **dropped);
    if is_it(held.current) {
        return Err(Failure::Argument(format!(
            "{id} signs the list now: replace it first with `portal keys rotate list`"
        )));
    }
    let mut forgotten: Vec<u32> = held.retiring.iter().map(|key| key.number).collect();
    forgotten.retain(|number| is_it(*number));
    held.retiring.retain(|key| !forgotten.contains(&key.number));
    if is_it(held.next) {
        forgotten.push(held.next);
        held.next = held.unused();
        keys::make(&keys::list_path(dir, held.next))?;
    }
    let announced = list_role(dir, &held)?;
    held.save(dir)?;
    let root = roots::write_next(dir, &signers, now, |root| {
        let before = std::mem::replace(&mut root.roles.list, announced);
        keep_others(&mut root.roles.list, before);
        root.roles.list.keys.retain(|key| key != *dropped);
    })?;
    for number in forgotten {
        keys::forget(&keys::list_path(dir, number))?;
    }
    Ok(root)
}

/// A new root key takes over. It is made in `new_key`, or read from there.
///
/// # Errors
/// `Argument` when the root key is not there, else what cannot be read or written.
pub fn rotate_root(
    dir: &DataDir,
    root_keys: &[PathBuf],
    new_key: &Path,
    now: i64,
) -> Result<Root, Failure> {
    let _turn = data_dir::held(&dir.keys_lock())?;
    let mut signers = roots::signers(dir, &publish::root(dir)?, root_keys)?;
    keys::make(new_key)?;
    let new = keys::read_key(new_key)?;
    let role = roots::role(&[&new]);
    signers.push(new);
    roots::write_next(dir, &signers, now, |root| root.roles.root = role)
}

/// A new epoch: what was counted in the old one no longer binds anyone. All list keys are replaced at once, unless they are
/// to be kept: whoever could count too far had one of them.
///
/// # Errors
/// `Argument` when the root key is not there, else what cannot be read or written.
pub fn new_epoch(
    dir: &DataDir,
    root_keys: &[PathBuf],
    keep_list_keys: bool,
    now: i64,
) -> Result<Root, Failure> {
    let _turn = data_dir::held(&dir.keys_lock())?;
    let signers = roots::signers(dir, &publish::root(dir)?, root_keys)?;
    let mut held = ListKeys::load(dir)?;
    if !keep_list_keys {
        let current = held.unused();
        let next = current.saturating_add(1);
        held = ListKeys {
            current,
            since: now,
            next,
            retiring: Vec::new(),
        };
        for number in [current, next] {
            keys::make(&keys::list_path(dir, number))?;
        }
    }
    let announced = list_role(dir, &held)?;
    held.save(dir)?;
    roots::write_next(dir, &signers, now, |root| {
        root.epoch = root.epoch.saturating_add(1);
        root.roles.list = announced;
    })
}

/// The role of these list keys, the current one first.
fn list_role(dir: &DataDir, held: &ListKeys) -> Result<Role, Failure> {
    let along = held.retiring.iter().map(|key| key.number);
    let numbers = [held.current, held.next].into_iter().chain(along);
    let keys: Result<Vec<SigningKey>, Failure> =
        numbers.map(|number| keys::list(dir, number)).collect();
    Ok(roots::role(&keys?.iter().collect::<Vec<_>>()))
}

/// Keys that the root named before stay until they are dropped: a held head may be signed by one of them.
fn keep_others(role: &mut Role, before: Role) {
    for key in before.keys {
        if !role.keys.contains(&key) {
            role.keys.push(key);
        }
    }
}
