//! A published list, read from a folder or over the network and verified in the order a client follows.

use crate::failure::Failure;
use crate::gzip;
use crate::place::Place;
use pointback_core::Error;
use pointback_core::envelope::MAX_ENVELOPE;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Floor, Head, MAX_OBJECT, Part, Verified};
use pointback_core::rate_list::RateList;
use pointback_core::root::Root;

/// More roots than any portal makes.
const MAX_ROOTS: u32 = 1_000;

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
    /// The newest root, which is in force.
    ///
    /// # Errors
    /// `File` or `Fetch` when there is none, `List` when one is refused.
    pub fn newest_root(&self) -> Result<Root, Failure> {
        self.roots()?
            .pop()
            .ok_or_else(|| self.refused("root/1.json", Error::WrongRoot))
    }

    /// All roots: the first one is taken as it is, each following one must be signed by the one before.
    ///
    /// # Errors
    /// `File` or `Fetch` when there is none, `List` when one is refused.
    pub fn roots(&self) -> Result<Vec<Root>, Failure> {
        let first = Root::pinned(&self.expect("root/1.json", MAX_ENVELOPE as u64)?)
            .map_err(|cause| self.refused("root/1.json", cause))?;
        let mut roots = vec![first];
        for number in 2..=MAX_ROOTS {
            let path = format!("root/{number}.json");
            let Some(file) = self.get(&path, MAX_ENVELOPE as u64)? else {
                break;
            };
            let next = roots.last().map(|root| root.successor(&file));
            let next = next.unwrap_or(Err(Error::WrongRoot));
            roots.push(next.map_err(|cause| self.refused(&path, cause))?);
        }
        Ok(roots)
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
        let answer = self.ask(path, cap)?;
        match answer.status {
            200 if answer.bytes.len() as u64 > cap => Err(self.refused(path, Error::TooLarge)),
            200 => Ok(Some(answer.bytes)),
            404 => Ok(None),
            status => Err(Failure::Fetch {
                what: self.name(path),
                cause: format!("the answer is {status}"),
            }),
        }
    }

    fn refused(&self, path: &str, cause: Error) -> Failure {
        let what = self.name(path);
        Failure::List { what, cause }
    }
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
    use crate::demo_data::ensure_demo;
    use axum::Router;
    use tokio::net::TcpListener;
    use tower_http::services::ServeDir;
    use url::Url;

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
}
