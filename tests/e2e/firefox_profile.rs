//! The folder that Firefox starts from. In an empty one it first reads and compiles all of itself, half of what a start costs.
//! So a profile is worn in, without the extension, and every session gets a copy of that.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{failure::Outcome, paths};

/// The address of the browser that has it open; it points to nothing that could be copied.
const LOCK: &str = "lock";

fn folder(own: &Path, name: &str) -> Outcome<PathBuf> {
    let folder = own.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?; // of the session before, or of another version of the browser
    }
    Ok(folder)
}

/// A folder for the browser to wear in, in the driver's own.
pub fn empty(own: &Path) -> Outcome<PathBuf> {
    let folder = folder(own, "worn-in")?;
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// Readies a profile for copying, once its browser has ended.
pub fn worn_in(folder: PathBuf) -> Outcome<PathBuf> {
    match fs::remove_file(folder.join(LOCK)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(folder),
    }
}

/// A copy of the worn-in profile, for the next session.
pub fn copy(own: &Path, worn_in: &Path) -> Outcome<PathBuf> {
    let folder = folder(own, "profile")?;
    paths::copy_folder(worn_in, &folder)?;
    Ok(folder)
}
