//! `Place`: where a list is published, a folder or an address, and how a file is asked for there: as a browser would, with
//! a cap, and without following anyone anywhere else.

use crate::failure::Failure;
use pointback_core::host::is_portal_origin;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

const TIMEOUT: Duration = Duration::from_secs(20);
/// Who asks, as a server sees it: some speak of CORS only to those who say where they come from.
pub(crate) const ORIGIN: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

/// Where a list is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The folder that holds `head.json`.
    Folder(PathBuf),
    /// The address below which `head.json` is.
    Web(Url),
}

/// What a place says when it is asked for a file.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// 200, 404, or whatever else a server says.
    pub(crate) status: u16,
    /// The body, one byte more than the cap at most.
    pub(crate) bytes: Vec<u8>,
    /// Headers of a server, by lower-case name.
    pub(crate) headers: Vec<(String, String)>,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Place {
    /// Reads what an operator gives: an address (a portal's base), or a folder: of the list itself, of a tree made by
    /// `publish --out`, or of a portal's data.
    ///
    /// # Errors
    /// `Argument` when there is no list, or the address is neither https nor on this machine.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        if text.contains("://") {
            let base = format!("{}/rates/v1/", text.trim_end_matches('/'));
            return match Url::parse(&base) {
                Ok(url) if is_portal_origin(&url) => Ok(Self::Web(url)),
                _ => Err(Failure::Argument(format!(
                    "{text} cannot hold a list: give an https address, or http on this machine"
                ))),
            };
        }
        let folder = Path::new(text);
        ["", "rates/v1", "public/rates/v1"]
            .iter()
            .map(|below| folder.join(below))
            .find(|path| path.join("head.json").is_file())
            .map(Self::Folder)
            .ok_or_else(|| {
                Failure::Argument(format!(
                    "{text} holds no published list: there is no rates/v1/head.json in it"
                ))
            })
    }

    /// Asks for a file. Stops reading one byte after the cap, so that the caller sees that there is too much.
    ///
    /// # Errors
    /// `File` or `Fetch` when there is no answer.
    pub(crate) fn ask(&self, path: &str, cap: u64) -> Result<Answer, Failure> {
        match self {
            Self::Folder(folder) => read_capped(&folder.join(path), cap),
            Self::Web(base) => {
                let url = base.join(path).map_err(|cause| Failure::Fetch {
                    what: self.name(path),
                    cause: cause.to_string(),
                })?;
                fetch_capped(&url, cap)
            }
        }
    }

    /// The whole name of a file here.
    pub(crate) fn name(&self, path: &str) -> String {
        match self {
            Self::Folder(folder) => folder.join(path).display().to_string(),
            Self::Web(base) => format!("{base}{path}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name(""))
    }
}

fn read_capped(path: &Path, cap: u64) -> Result<Answer, Failure> {
    let mut answer = Answer::default();
    let file = match File::open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            answer.status = 404;
            return Ok(answer);
        }
        other => other.map_err(|e| Failure::file("read", path, e))?,
    };
    answer.status = 200;
    file.take(cap.saturating_add(1))
        .read_to_end(&mut answer.bytes)
        .map_err(|e| Failure::file("read", path, e))?;
    Ok(answer)
}

/// Asks an address for what is there. Follows nobody elsewhere.
pub(crate) fn fetch_capped(url: &Url, cap: u64) -> Result<Answer, Failure> {
    let failed = |cause: String| Failure::Fetch {
        what: url.to_string(),
        cause,
    };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let mut response = agent
        .get(url.as_str())
        .header("origin", ORIGIN)
        .call()
        .map_err(|e| failed(e.to_string()))?;
    let headers = response.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    let mut answer = Answer {
        status: response.status().as_u16(),
        bytes: Vec::new(),
        headers: headers.collect(),
    };
    response
        .body_mut()
        .as_reader()
        .take(cap.saturating_add(1))
        .read_to_end(&mut answer.bytes)
        .map_err(|e| failed(e.to_string()))?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_without_a_list_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().to_str().unwrap();
        for (text, rule) in [
            (empty, "holds no published list"),
            ("http://portal.example/", "give an https address"),
            ("ftp://portal.example/", "give an https address"),
        ] {
            let sentence = Place::parse(text).unwrap_err().to_string();
            assert!(sentence.contains(rule), "{sentence}");
        }
    }
}
