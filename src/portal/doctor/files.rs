//! The folder: who may read and write it, which keys are in it, and whether there is room.

use super::Finding;
use crate::{data_dir::DataDir, keys};
use std::{fs, path::Path, process::Command};

/// Below this a day of the database's growth may not fit, KiB.
const SCARCE_KIB: u64 = 1024 * 1024;
const FULL_KIB: u64 = 64 * 1024;

pub(super) fn look(dir: &DataDir) -> Vec<Finding> {
    vec![writable(dir), private(dir), secrets(dir), room(dir.path())]
}

fn writable(dir: &DataDir) -> Finding {
    let path = dir.path().display();
    match tempfile::tempfile_in(dir.path()) {
        Ok(_) => Finding::ok("folder", format!("{path} can be written to")),
        Err(cause) => Finding::fault(
            "folder",
            format!(
                "{path} cannot be written to ({cause}): run the service as its owner, or give this user write access"
            ),
        ),
    }
}

/// Whoever reads a key can speak for the portal; whoever writes to the folder can put another key in its place.
#[cfg(unix)]
fn private(dir: &DataDir) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.permissions().mode());
    let key_files = fs::read_dir(dir.keys()).into_iter().flatten().flatten();
    let open_keys = key_files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|e| e == "key"))
        // The database's address may hold a password.
        .chain([dir.database_file()])
        .filter(|path| mode(path) & 0o077 != 0)
        .map(|path| format!("chmod 600 {}", path.display()));
    let open_folders = [dir.path().to_owned(), dir.keys()]
        .into_iter()
        .filter(|path| mode(path) & 0o022 != 0)
        .map(|path| format!("chmod go-w {}", path.display()));
    let mut remedies: Vec<String> = open_keys.chain(open_folders).collect();
    remedies.sort();
    if remedies.is_empty() {
        Finding::ok("permissions", "only the owner may read keys and write")
    } else {
        let remedies = remedies.join("; ");
        Finding::fault(
            "permissions",
            format!("others may read keys or write here: {remedies}"),
        )
    }
}

#[cfg(not(unix))]
fn private(_: &DataDir) -> Finding {
    Finding::warning(
        "permissions",
        "not known on this system: see to it that only the service's user may read the keys",
    )
}

fn secrets(dir: &DataDir) -> Finding {
    if let Err(failure) = keys::click(dir) {
        return Finding::fault(
            "secrets",
            format!("{failure}: restore it from a backup; without it nobody can click or sign in"),
        );
    }
    match keys::roots_here(dir).first() {
        None => Finding::ok("secrets", "the click key is here, the root key is offline"),
        Some(root) => Finding::warning(
            "secrets",
            format!(
                "the root key {} is on this machine: move it offline, the service never needs it",
                root.display()
            ),
        ),
    }
}

fn room(path: &Path) -> Finding {
    match free_kib(path) {
        None => Finding::warning("disk", "`df` did not say how much is free: look yourself"),
        Some(free) => {
            let left = format!("{} MiB are free", free / 1024);
            let advice = "make room, or move the folder to a larger disk";
            if free < FULL_KIB {
                Finding::fault("disk", format!("only {left}: {advice}"))
            } else if free < SCARCE_KIB {
                Finding::warning("disk", format!("{left}: {advice}"))
            } else {
                Finding::ok("disk", left)
            }
        }
    }
}

/// What the system's own `df` says, in the form that POSIX gives it.
fn free_kib(path: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(path).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    free_in(&text)
}

fn free_in(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::free_in;

    #[test]
    fn df_is_read_as_posix_writes_it() {
        let text = "Filesystem 1024-blocks  Used Available Capacity Mounted on\n/dev/sda1   1000000 40000    960000       4% /\n";
        assert_eq!(free_in(text), Some(960_000));
        assert_eq!(free_in("df: /x: No such file"), None);
    }
}
