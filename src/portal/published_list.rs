//! A published list, read from a folder or over the network and verified in the order a client follows.

use crate::failure::Failure;
use crate::gzip;
use pointback_core::Error;
use pointback_core::envelope::MAX_ENVELOPE;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Floor, Head, MAX_OBJECT, Part, Verified};
use pointback_core::host::is_portal_origin;
use pointback_core::rate_list::RateList;
use pointback_core::root::Root;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// Roots that are walked in one run, as in a client.
const MAX_ROOTS: u32 = 32;
const TIMEOUT: Duration = Duration::from_secs(20);

/// Where a list is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The folder that holds `head.json`.
    Folder(PathBuf),
    /// The address below which `head.json` is.
    Web(Url),
}

/// A list that was verified.
#[derive(Debug)]
pub struct PublishedList {
    /// The root it was verified with.
    pub root: Root,
    /// The head, and the hash of what was signed.
    pub head: Verified,
    /// The retailers.
    pub list: RateList,
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

    /// The newest root: the first one is taken as it is, each following one must be signed by the one before.
    ///
    /// # Errors
    /// `File` or `Fetch` when there is none, `List` when one is refused.
    pub fn newest_root(&self) -> Result<Root, Failure> {
        let mut root = Root::pinned(&self.expect("root/1.json", MAX_ENVELOPE as u64)?)
            .map_err(|cause| self.refused("root/1.json", cause))?;
        for number in 2..=MAX_ROOTS {
            let path = format!("root/{number}.json");
            let Some(file) = self.get(&path, MAX_ENVELOPE as u64)? else {
                break;
            };
            root = root
                .successor(&file)
                .map_err(|cause| self.refused(&path, cause))?;
        }
        Ok(root)
    }

    /// The head, signed by the list role of `root`.
    ///
    /// # Errors
    /// `File` or `Fetch` when there is none, `List` when it is refused.
    pub fn head(&self, root: &Root) -> Result<Verified, Failure> {
        let file = self.expect("head.json", MAX_ENVELOPE as u64)?;
        Head::verify(&file, root).map_err(|cause| self.refused("head.json", cause))
    }

    /// Fetches and verifies everything. An expired list is still read: whether that matters, the caller decides.
    ///
    /// # Errors
    /// The first thing that is missing or refused.
    pub fn load(&self) -> Result<PublishedList, Failure> {
        let root = self.newest_root()?;
        let head = self.head(&root)?;
        let before_expiry = head.head.expires.saturating_sub(1);
        head.check_newer(&Floor::default(), &root, before_expiry)
            .map_err(|cause| self.refused("head.json", cause))?;
        let part = head
            .head
            .retailers()
            .map_err(|cause| self.refused("head.json", cause))?;
        let stored = self.expect(&part.path, part.len.min(MAX_OBJECT))?;
        let list = unpack(&stored, part)
            .and_then(|raw| RateList::verified(&raw, part))
            .map_err(|cause| self.refused(&part.path, cause))?;
        Ok(PublishedList { root, head, list })
    }

    fn expect(&self, path: &str, cap: u64) -> Result<Vec<u8>, Failure> {
        self.get(path, cap)?.ok_or_else(|| Failure::Fetch {
            what: self.name(path),
            cause: "it is not there".to_owned(),
        })
    }

    /// A file's bytes, or `None` when it is not there.
    fn get(&self, path: &str, cap: u64) -> Result<Option<Vec<u8>>, Failure> {
        let bytes = match self {
            Self::Folder(folder) => read_capped(&folder.join(path), cap)?,
            Self::Web(base) => {
                let url = base
                    .join(path)
                    .map_err(|_| self.refused(path, Error::BadUrl))?;
                fetch_capped(&url, cap)?
            }
        };
        match bytes {
            Some(bytes) if bytes.len() as u64 > cap => Err(self.refused(path, Error::TooLarge)),
            other => Ok(other),
        }
    }

    fn refused(&self, path: &str, cause: Error) -> Failure {
        let what = self.name(path);
        Failure::List { what, cause }
    }

    fn name(&self, path: &str) -> String {
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

/// Reads one byte more than the cap at most, so that the caller sees that there is too much.
fn read_capped(path: &Path, cap: u64) -> Result<Option<Vec<u8>>, Failure> {
    let file = match File::open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|e| Failure::file("read", path, e))?,
    };
    let mut bytes = Vec::new();
    file.take(cap.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::file("read", path, e))?;
    Ok(Some(bytes))
}

fn fetch_capped(url: &Url, cap: u64) -> Result<Option<Vec<u8>>, Failure> {
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
    let mut answer = agent
        .get(url.as_str())
        .call()
        .map_err(|e| failed(e.to_string()))?;
    match answer.status().as_u16() {
        200 => {}
        404 => return Ok(None),
        status => return Err(failed(format!("the answer is {status}"))),
    }
    let mut bytes = Vec::new();
    answer
        .body_mut()
        .as_reader()
        .take(cap.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| failed(e.to_string()))?;
    Ok(Some(bytes))
}

/// Checks the stored bytes and unpacks them. Bytes without gzip's mark were unpacked on the way by a proxy: then only
/// the hash of the content, checked by the caller, can speak.
fn unpack(stored: &[u8], part: &Part) -> Result<Vec<u8>, Error> {
    if !stored.starts_with(&gzip::MARK) {
        return Ok(stored.to_vec());
    }
    if stored.len() as u64 != part.len || sha256_hex(stored) != part.sha256 {
        return Err(Error::WrongHash);
    }
    gzip::unpack(stored, part.raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::ensure_demo;
    use axum::Router;
    use tokio::net::TcpListener;
    use tower_http::services::ServeDir;

    #[tokio::test]
    async fn a_plain_file_server_is_enough() {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        let address = Url::parse(&base).unwrap();
        let demo = ensure_demo(folder.path(), &address, 1_800_000_000)
            .await
            .unwrap();
        let files = Router::new().fallback_service(ServeDir::new(demo.dir.public()));
        let server = tokio::spawn(async move { axum::serve(listener, files).await });
        let place = Place::parse(&base).unwrap();
        let fetched = tokio::task::spawn_blocking(move || place.load())
            .await
            .unwrap();
        assert!(fetched.unwrap().list.len() > 3_000);
        server.abort();
    }

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
