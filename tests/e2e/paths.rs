//! Where programs and folders are found.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Outcome};

/// The repository's root.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// What `build.sh e2e` prepares and what a run leaves behind.
pub fn prepared() -> PathBuf {
    workspace().join("target/e2e")
}

/// The folder of a driver and its browsers alone.
pub fn own(name: &str) -> PathBuf {
    prepared().join("own").join(name)
}

/// Where the contact sheet is.
pub fn screens() -> PathBuf {
    workspace().join("dist/screens")
}

/// The portal built by `cargo build`.
fn portal() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), PathBuf::from)
        .join("debug/portal")
}

/// The portal to be run: the one that `POINTBACK_PORTAL_BIN` names, else the one built.
pub fn portal_program() -> PathBuf {
    env::var_os("POINTBACK_PORTAL_BIN").map_or_else(portal, PathBuf::from)
}

/// The program that the variable names, else the first candidate that exists; a candidate is a name on `PATH` or a
/// full path.
pub fn program(variable: &str, candidates: &[&str], remedy: &str) -> Outcome<PathBuf> {
    if let Some(given) = env::var_os(variable) {
        return on_path(&given).ok_or_else(|| {
            Failure::new(format!(
                "{variable} names {}, which is not there",
                given.display()
            ))
        });
    }
    candidates
        .iter()
        .find_map(|name| on_path(&OsString::from(name)))
        .ok_or_else(|| {
            Failure::new(format!(
                "none of {} was found: {remedy} or set {variable}",
                candidates.join(", ")
            ))
        })
}

fn on_path(name: &OsString) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    // An absolute name replaces the folder it is joined to.
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// Copies a folder with all that is in it, to where there is nothing yet.
pub fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir(to)?;
    let entries =
        fs::read_dir(from).map_err(|error| Failure::from(error).while_doing(from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
