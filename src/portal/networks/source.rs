//! Where a network leaves its report files, and how they are fetched from there.

use crate::{data_dir, failure::Failure, network_file::LARGEST, place};
use pointback_core::host::is_portal_origin;
use std::{
    ffi::OsStr,
    fmt, fs,
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

/// A report file.
#[derive(Debug)]
pub(crate) struct File {
    /// For the operator; of an address only what is not secret.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
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

    /// The files that are there now. Waits for disk and network: not for an asynchronous task.
    pub(crate) fn files(&self) -> Result<Vec<File>, Failure> {
        match self {
            Self::Command => Ok(Vec::new()),
            Self::Folder(folder) => in_folder(folder),
            Self::Web(url) => at(url).map(|file| vec![file]),
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
    let file = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(File {
            name: name.into_owned(),
            bytes: data_dir::read(path)?,
        })
    };
    paths.iter().map(file).collect()
}

fn at(url: &Url) -> Result<File, Failure> {
    let name = format!("{}{}", url.origin().ascii_serialization(), url.path());
    let failed = |cause: String| Failure::Fetch {
        what: name.clone(),
        cause,
    };
    // What the transport says may repeat the address, and with it the operator's key.
    let answer =
        place::fetch_capped(url, LARGEST as u64).map_err(|_| failed("no answer".to_owned()))?;
    match answer.status {
        200 => Ok(File {
            name,
            bytes: answer.bytes,
        }),
        status => Err(failed(format!("the answer was {status}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_address_is_https_and_an_answer_that_fails_keeps_its_secret() {
        for bad in ["http://n.example/r.csv", "ftp://n.example/r.csv", "r.csv"] {
            assert!(Source::parse_web(bad).is_err(), "{bad}");
        }
        let source = Source::parse_web("http://127.0.0.1:1/r.csv?key=secret").unwrap();
        let sentence = source.files().unwrap_err().to_string();
        assert!(
            !sentence.contains("secret") && sentence.contains("/r.csv"),
            "{sentence}"
        );
    }
}
