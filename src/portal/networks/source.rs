//! Where a network leaves its report files, and how they are fetched from there.

use crate::{
    failure::Failure,
    network_file::{self, LARGEST},
    place,
};
use pointback_core::host::is_portal_origin;
use std::{
    ffi::OsStr,
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};
use url::Url;

/// Where reports are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: files are handed in by command.
    Command,
    /// CSV files in a folder; new ones may be added at any time.
    Folder(PathBuf),
    /// One CSV file behind an address, with the newest of each order.
    Web(Url),
}

/// A report file that can be read.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// For the operator; of an address only what is not secret.
    pub(crate) name: String,
    at: At,
}

#[derive(Debug, Clone)]
enum At {
    Disk(PathBuf),
    Web(Url),
}

impl Source {
    /// A folder.
    ///
    /// # Errors
    /// `Argument` when it is none.
    pub fn parse_folder(path: &Path) -> Result<Self, Failure> {
        let whole = fs::canonicalize(path).map_err(|e| Failure::file("read", path, e))?;
        if whole.is_dir() && whole.to_str().is_some() {
            Ok(Self::Folder(whole))
        } else {
            Err(Failure::Argument(format!(
                "{} is not a folder: give the folder that the network's files are put into",
                path.display()
            )))
        }
    }

    /// An address.
    ///
    /// # Errors
    /// `Argument` when it is neither https nor on this machine.
    pub fn parse_web(text: &str) -> Result<Self, Failure> {
        match Url::parse(text) {
            Ok(url) if is_portal_origin(&url) => Ok(Self::Web(url)),
            _ => Err(Failure::Argument(format!(
                "{text} cannot hold reports: give an https address, or http on this machine"
            ))),
        }
    }

    /// Reads what `Display` wrote.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        if text.is_empty() {
            Ok(Self::Command)
        } else if text.contains("://") {
            Self::parse_web(text)
        } else {
            // The folder may be away for a while; the network stays.
            Ok(Self::Folder(PathBuf::from(text)))
        }
    }

    /// The files that are there now, not read yet. Waits for the disk: not for an asynchronous task.
    pub(crate) fn files(&self) -> Result<Vec<File>, Failure> {
        match self {
            Self::Command => Ok(Vec::new()),
            Self::Folder(folder) => in_folder(folder),
            Self::Web(url) => Ok(vec![File {
                name: format!("{}{}", url.origin().ascii_serialization(), url.path()),
                at: At::Web(url.clone()),
            }]),
        }
    }
}

impl File {
    /// What is in it. Waits for disk and network: not for an asynchronous task.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        match &self.at {
            At::Disk(path) => on_disk(path),
            At::Web(url) => self.fetched(url),
        }
    }

    fn fetched(&self, url: &Url) -> Result<Vec<u8>, Failure> {
        let failed = |cause: String| Failure::Fetch {
            what: self.name.clone(),
            cause,
        };
        // What the transport says may repeat the address, and with it the operator's key.
        let answer =
            place::fetch_capped(url, LARGEST as u64).map_err(|_| failed("no answer".to_owned()))?;
        match answer.status {
            200 => Ok(answer.bytes),
            status => Err(failed(format!("the answer was {status}"))),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command => Ok(()),
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Web(url) => write!(f, "{url}"),
        }
    }
}

fn in_folder(folder: &Path) -> Result<Vec<File>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| Failure::file("read", folder, e))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension() == Some(OsStr::new("csv")) && path.is_file());
    paths.sort();
    let file = |path: PathBuf| File {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        at: At::Disk(path),
    };
    Ok(paths.into_iter().map(file).collect())
}

/// Refuses a file that is too large before it takes any memory, and one that is still being written.
fn on_disk(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |cause| Failure::file("read", path, cause);
    let file = fs::File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    network_file::check_length(length)?;
    let whole = |file: &fs::File| {
        let mut bytes = Vec::new();
        // It may be growing just now.
        file.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let changes = || {
        let advice = "write it under another name and rename it when it is whole";
        let sentence = format!(
            "{} is being written, and read the next time: {advice}",
            path.display()
        );
        Failure::Argument(sentence)
    };
    unchanged(&file, whole).map_err(failed)?.ok_or_else(changes)
}

/// What was read, unless the file changed meanwhile: the half of a file would pass for all of it.
fn unchanged(
    file: &fs::File,
    read: impl FnOnce(&fs::File) -> io::Result<Vec<u8>>,
) -> io::Result<Option<Vec<u8>>> {
    let state = || file.metadata().and_then(|m| Ok((m.len(), m.modified()?)));
    let before = state()?;
    let bytes = read(file)?;
    Ok((state()? == before).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn only_csv_files_of_a_folder_are_reports() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "note.txt", "c.csv.part"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let source = Source::parse_folder(folder.path()).unwrap();
        let names: Vec<String> = source
            .files()
            .unwrap()
            .into_iter()
            .map(|f| f.name)
            .collect();
        assert_eq!(names, ["a.csv", "b.csv"]);
        assert_eq!(Source::read(&source.to_string()).unwrap(), source);
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_by_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let file = fs::File::create(&path).unwrap();
        file.set_len(LARGEST as u64 + 1).unwrap();
        let refused = on_disk(&path).unwrap_err().to_string();
        assert!(refused.contains("larger than 256 MB"), "{refused}");
        fs::write(&path, "id\n").unwrap();
        assert_eq!(on_disk(&path).unwrap(), b"id\n");
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_left_for_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "id\n1").unwrap();
        let grows = |_: &fs::File| fs::write(&path, "id\n12\n").map(|()| b"id\n1".to_vec());
        let is_touched = |file: &fs::File| {
            file.set_modified(SystemTime::UNIX_EPOCH)?;
            fs::read(&path)
        };
        assert_eq!(
            unchanged(&fs::File::open(&path).unwrap(), grows).unwrap(),
            None
        );
        let file = fs::File::options().write(true).open(&path).unwrap();
        assert_eq!(unchanged(&file, is_touched).unwrap(), None);
        assert_eq!(on_disk(&path).unwrap(), b"id\n12\n");
    }

    #[test]
    fn an_address_is_https_and_an_answer_that_fails_keeps_its_secret() {
        for bad in ["http://n.example/r.csv", "ftp://n.example/r.csv", "r.csv"] {
            assert!(Source::parse_web(bad).is_err(), "{bad}");
        }
        let source = Source::parse_web("http://127.0.0.1:1/r.csv?key=secret").unwrap();
        let [file] = source.files().unwrap().try_into().unwrap();
        let sentence = file.read().unwrap_err().to_string();
        assert!(
            !sentence.contains("secret") && sentence.contains("/r.csv"),
            "{sentence}"
        );
    }
}
