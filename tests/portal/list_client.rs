//! A portal that publishes other rates each time, and a client that follows it as an extension does, with core's own
//! functions.

use pointback_core::Error;
use pointback_core::delta::apply;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Floor, Head, Verified};
use pointback_core::rate_list::RateList;
use pointback_core::root::Root;
use pointback_portal::data_dir::DataDir;
use pointback_portal::identity::Identity;
use pointback_portal::import::{Options, import};
use pointback_portal::place::Place;
use pointback_portal::verify::verify;
use pointback_portal::{db, gzip, publish, setup};
use std::fs;
use url::Url;

/// When the portal was made, seconds.
pub const NOW: i64 = 1_800_000_000;

pub struct Portal {
    pub folder: tempfile::TempDir,
    pub dir: DataDir,
    pub pool: db::Pool,
    published: u32,
}

impl Portal {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            base: Url::parse("https://portal.example/").unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
            store_page: None,
        };
        let data = folder.path().join("data");
        let (dir, pool) = setup::init(&data, &identity, NOW).await.unwrap();
        let mut portal = Self {
            folder,
            dir,
            pool,
            published: 0,
        };
        portal.publish(NOW).await;
        portal
    }

    /// Publishes with another rate than before.
    pub async fn publish(&mut self, now: i64) {
        self.published += 1;
        let changed = if self.published == 1 { 80 } else { 1 };
        let row = |n: u32| format!("s{n}.com,Store {},{}%\n", n * 7_919, self.published + n % 9);
        let rows: String = (0..changed).map(row).collect();
        let csv = format!("domain,name,rate\n{rows}");
        import(&self.pool, csv.as_bytes(), &Options::default())
            .await
            .unwrap();
        publish::publish(&self.dir, &self.pool, now).await.unwrap();
        let found = verify(&Place::Folder(self.dir.rates()), None, now, &mut |_| {});
        assert!(found.failed().is_empty(), "{found:#?}");
    }

    pub fn root(&self) -> Root {
        publish::root(&self.dir).unwrap()
    }

    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.rates().join(path)).ok()
    }
}

/// What an extension keeps, and its order of steps with core's own functions.
#[derive(Clone)]
pub struct Client {
    pub root: Root,
    pub floor: Floor,
    pub raw: Vec<u8>,
    pub roots_walked: u32,
    pub deltas_taken: u32,
}

impl Client {
    pub fn new(portal: &Portal) -> Self {
        Self {
            root: Root::pinned(&portal.read("root/1.json").unwrap()).unwrap(),
            floor: Floor::default(),
            raw: Vec::new(),
            roots_walked: 0,
            deltas_taken: 0,
        }
    }

    pub fn look(&mut self, portal: &Portal, now: i64) -> Result<(), Error> {
        let file = portal.read("head.json").unwrap();
        let verified = self.verify(portal, &file)?;
        verified.check_newer(&self.floor, &self.root, now)?;
        let part = verified.head.retailers()?;
        let delta = part
            .deltas
            .iter()
            .find(|d| !self.raw.is_empty() && d.from == self.floor.ver);
        let patched = delta.and_then(|delta| {
            let changes = gzip::unpack(&portal.read(&delta.path)?, delta.raw).ok()?;
            let raw = apply(&self.raw, &changes).ok()?;
            (sha256_hex(&raw) == part.raw_sha256).then_some(raw)
        });
        self.deltas_taken += u32::from(patched.is_some());
        let raw = match patched {
            Some(raw) => raw,
            None => gzip::unpack(&portal.read(&part.path).unwrap(), part.raw)?,
        };
        RateList::verified(&raw, part)?;
        (self.raw, self.floor) = (raw, verified.floor()?);
        Ok(())
    }

    pub fn verify(&mut self, portal: &Portal, head: &[u8]) -> Result<Verified, Error> {
        loop {
            let found = Head::verify(head, &self.root);
            let is_settled = match &found {
                Ok(verified) => verified.head.root <= self.root.root,
                Err(error) => *error != Error::BadSignature,
            };
            if is_settled {
                return found;
            }
            let next = format!("root/{}.json", self.root.root + 1);
            let next = portal.read(&next).ok_or(Error::BadSignature)?;
            self.root = self.root.successor(&next)?;
            self.roots_walked += 1;
        }
    }
}
