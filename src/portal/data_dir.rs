//! `DataDir`: the one folder that holds a portal. Names every file in it and says clearly when it cannot be used.

use crate::failure::Failure;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Names the database of every command, in place of the one that the folder names.
pub const DATABASE_URL: &str = "DATABASE_URL";

/// A portal's folder: database, keys, and the tree that may be served to anyone.
#[derive(Debug, Clone)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// Opens a folder that `init` has made.
    ///
    /// # Errors
    /// `NotInitialised` when there is no root in it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let dir = Self {
            path: path.to_owned(),
        };
        if dir.is_initialised() {
            Ok(dir)
        } else {
            Err(Failure::NotInitialised(path.to_owned()))
        }
    }

    /// Makes the folder and those below it, and checks that it can be written to.
    ///
    /// # Errors
    /// `ReadOnly`, or `File` when the path cannot be a folder.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let dir = Self {
            path: path.to_owned(),
        };
        for folder in [dir.path.clone(), dir.keys(), dir.objects(), dir.roots()] {
            fs::create_dir_all(&folder).map_err(|e| Failure::file("create", &folder, e))?;
        }
        tempfile::tempfile_in(path).map_err(|e| Failure::file("write", &path.join("probe"), e))?;
        Ok(dir)
    }

    /// Has `init` finished here? The root is the last thing it writes.
    #[must_use]
    pub fn is_initialised(&self) -> bool {
        self.root_file().is_file()
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The address of the database: what `DATABASE_URL` says, else what was kept when the portal was made, else the
    /// SQLite file in this folder.
    ///
    /// # Errors
    /// `File` when what was kept cannot be read, `Argument` when the folder's own name cannot be part of an address.
    pub fn database_url(&self) -> Result<String, Failure> {
        if let Ok(url) = std::env::var(DATABASE_URL) {
            return Ok(url);
        }
        let kept = self.database_file();
        if kept.is_file() {
            let url = fs::read_to_string(&kept).map_err(|e| Failure::file("read", &kept, e))?;
            return Ok(url.trim().to_owned());
        }
        let file = std::path::absolute(self.path.join("portal.db"))
            .map_err(|e| Failure::file("find", &self.path, e))?;
        let url = url::Url::from_file_path(&file)
            .map_err(|()| Failure::Argument(format!("{} is no path", file.display())))?;
        Ok(format!(
            "{}?mode=rwc",
            url.as_str().replacen("file:", "sqlite:", 1)
        ))
    }

    /// Holds the database's address, where it is not in this folder. It may contain a password.
    #[must_use]
    pub fn database_file(&self) -> PathBuf {
        self.path.join("database.url")
    }

    /// Where the secret keys are.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// Where files for the payment rails are written: names and addresses, for the operator alone.
    #[must_use]
    pub fn payouts(&self) -> PathBuf {
        self.path.join("payouts")
    }

    /// What a web server may serve as the portal's base.
    #[must_use]
    pub fn public(&self) -> PathBuf {
        self.path.join("public")
    }

    /// The rate list's own folder.
    #[must_use]
    pub fn rates(&self) -> PathBuf {
        self.public().join("rates").join("v1")
    }

    /// Immutable snapshots.
    #[must_use]
    pub fn objects(&self) -> PathBuf {
        self.rates().join("o")
    }

    /// Immutable roots.
    #[must_use]
    pub fn roots(&self) -> PathBuf {
        self.rates().join("root")
    }

    /// The first root.
    #[must_use]
    pub fn root_file(&self) -> PathBuf {
        self.roots().join("1.json")
    }

    /// Stand-down rules to publish beside the list.
    #[must_use]
    pub fn rules_file(&self) -> PathBuf {
        self.path.join("standdown.json")
    }

    /// Held by whoever copies the published tree elsewhere.
    #[must_use]
    pub fn mirror_lock(&self) -> PathBuf {
        self.path.join("mirror.lock")
    }

    /// Held by whoever changes keys: of two at once one would write over the other's root.
    pub(crate) fn keys_lock(&self) -> PathBuf {
        self.path.join("keys.lock")
    }

    /// The signed head.
    #[must_use]
    pub fn head_file(&self) -> PathBuf {
        self.rates().join("head.json")
    }
}

/// Replaces a file as a whole: a reader sees the old bytes or the new ones, never half of them.
///
/// # Errors
/// `ReadOnly` or `File`.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    replace(path, bytes, make_readable)
}

/// As `write_atomically`, for what only the operator may read.
///
/// # Errors
/// `ReadOnly` or `File`.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A temporary file is private from the start.
    replace(path, bytes, |_| Ok(()))
}

/// Waits for a turn, and has it until the file is closed: when it is dropped, or when the process dies.
///
/// # Errors
/// `File`.
pub(crate) fn held(lock: &Path) -> Result<fs::File, Failure> {
    let turn = fs::File::create(lock).map_err(|e| Failure::file("write", lock, e))?;
    turn.lock().map_err(|e| Failure::file("lock", lock, e))?;
    Ok(turn)
}

fn replace(
    path: &Path,
    bytes: &[u8],
    prepare: impl Fn(&fs::File) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let failed = |e| Failure::file("write", path, e);
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    prepare(file.as_file()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    sync_folder(folder).map_err(failed)
}

/// A new name outlives a power cut only once its folder is on the disk too. Elsewhere folders cannot be opened.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Temporary files are private; a published file is for everyone, whichever user runs the web server.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Reads a file as a whole.
///
/// # Errors
/// `File`.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| Failure::file("read", path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_is_not_a_portal() {
        let dir = tempfile::tempdir().unwrap();
        let failure = DataDir::open(dir.path()).unwrap_err();
        assert!(matches!(failure, Failure::NotInitialised(_)));
        assert!(failure.to_string().contains("portal init --data"));
    }

    #[test]
    fn a_path_through_a_file_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        let sentence = DataDir::create(&file.join("data")).unwrap_err().to_string();
        assert!(sentence.contains("cannot create"), "{sentence}");
    }

    #[test]
    fn a_replaced_file_holds_the_new_bytes_and_leaves_no_other_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("head.json");
        write_atomically(&path, b"old").unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!(read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
