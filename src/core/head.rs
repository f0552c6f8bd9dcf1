//! The head: a small signed file that names the newest parts of a list by length and hash. Published at least daily.

mod wire;

use crate::address::climbs;
use crate::envelope::{self, HEAD_TYPE};
use crate::json;
use crate::{Error, money::Unit, root::Root};

/// The client version that `min_client` is compared with.
pub const CLIENT: u32 = 1;
/// Name of the part that holds retailers.
pub const RETAILERS: &str = "retailers";
/// Name of the part that holds stand-down rules.
pub const RULES: &str = "standdown";
/// Largest file of rules accepted, bytes after unpacking.
pub const MAX_RULES: u64 = 256 << 10;
/// Largest object accepted, bytes as stored.
pub const MAX_OBJECT: u64 = 12 << 20;
/// Largest object accepted, bytes after unpacking.
pub const MAX_RAW: u64 = 64 << 20;

/// A head payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Format version, 1.
    pub v: u32,
    /// Whose head.
    pub portal: String,
    /// Must equal the trusted root's.
    pub epoch: u64,
    /// Rises at every signing.
    pub seq: u64,
    /// Number of the newest root.
    pub root: u32,
    /// Seconds UTC.
    pub issued: i64,
    /// Seconds UTC; seven days after `issued`.
    pub expires: i64,
    /// Seconds between two looks, as the portal wishes it.
    pub poll: u32,
    /// Smallest client that understands the list.
    pub min_client: u32,
    /// What rewards can be shown in.
    pub units: Vec<Unit>,
    /// Parts by name. Unknown parts are left alone.
    pub parts: Parts,
}

/// The parts of a head by name, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts(Vec<(String, Part)>);

/// One part: a snapshot, and optionally deltas that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Rises when the content changes.
    pub ver: u64,
    /// Number of lines.
    pub n: u64,
    /// Relative to `rates/v1/`.
    pub path: String,
    /// Bytes as stored.
    pub len: u64,
    /// Of the bytes as stored.
    pub sha256: String,
    /// Bytes after unpacking.
    pub raw: u64,
    /// Of the bytes after unpacking.
    pub raw_sha256: String,
    /// Ways from older versions straight to this one; may be empty.
    pub deltas: Vec<Delta>,
}

/// The form in which an object arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// As stored; to be unpacked with a hard stop at the part's `raw`.
    Gzip,
    /// Unpacked on the way; its content hash is still to be checked.
    Unpacked,
}

/// A way from version `from` to the part's version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Version it starts from.
    pub from: u64,
    /// Relative to `rates/v1/`.
    pub path: String,
    /// Bytes as stored.
    pub len: u64,
    /// Of the bytes as stored.
    pub sha256: String,
    /// Bytes after unpacking.
    pub raw: u64,
}

/// The newest position of a portal that this device has accepted. Nothing below it is taken again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Floor {
    /// Epoch of the accepted head.
    pub epoch: u64,
    /// Sequence of the accepted head.
    pub seq: u64,
    /// SHA-256 of the accepted head's payload, to notice two heads under one number.
    pub head_sha256: String,
    /// Version of the accepted retailers part.
    pub ver: u64,
    /// Raw hash of the accepted retailers part.
    pub raw_sha256: String,
    /// When the accepted head was issued, seconds; a clock set back does not go below it.
    pub issued: i64,
}

/// A verified head with the hash of its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The head.
    pub head: Head,
    /// SHA-256 of the signed bytes.
    pub sha256: String,
}

impl Parts {
    /// A part by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Part> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, part)| part)
    }
}

impl FromIterator<(String, Part)> for Parts {
    fn from_iter<I: IntoIterator<Item = (String, Part)>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Head {
    /// Steps 2 to 4 of the client's order: signature by the root's list role, then parse the same bytes, then identity.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn verify(file: &[u8], root: &Root) -> Result<Verified, Error> {
        let payload = envelope::open(file, HEAD_TYPE, &root.roles.list)?;
        let head: Self = json::read(&payload).ok_or(Error::BadJson)?;
        if head.portal != root.portal {
            return Err(Error::WrongPortal);
        }
        if head.v != 1 || head.min_client > CLIENT {
            return Err(Error::TooNew);
        }
        for unit in &head.units {
            unit.check()?;
        }
        let sha256 = crate::hash::sha256_hex(&payload);
        Ok(Verified { head, sha256 })
    }

    /// The retailers part within the caps.
    ///
    /// # Errors
    /// `BadJson` when it is missing or its path leaves the object folder, `TooLarge` when it exceeds the caps.
    pub fn retailers(&self) -> Result<&Part, Error> {
        self.part(RETAILERS, MAX_RAW)?.ok_or(Error::BadJson)
    }

    /// The part with stand-down rules, if there is one, within the caps.
    ///
    /// # Errors
    /// As `retailers`.
    pub fn rules(&self) -> Result<Option<&Part>, Error> {
        self.part(RULES, MAX_RULES)
    }

    fn part(&self, name: &str, most: u64) -> Result<Option<&Part>, Error> {
        match self.parts.get(name) {
            Some(part) if part.len > MAX_OBJECT || part.raw > most => Err(Error::TooLarge),
            Some(part) if !stays_inside(&part.path) => Err(Error::BadJson),
            part => Ok(part),
        }
    }
}

impl Part {
    /// The way from a version that is there, if it is worth going: well shorter than the snapshot.
    #[must_use]
    pub fn way_from(&self, ver: u64) -> Option<&Delta> {
        let is_worth_it = |d: &&Delta| {
            d.from == ver && d.len * 10 < self.len * 6 && d.raw <= MAX_RAW && stays_inside(&d.path)
        };
        self.deltas.iter().find(is_worth_it)
    }
}

impl Stored {
    /// Step 9: are these the bytes that the head promises, as stored or already unpacked by a proxy on the way?
    ///
    /// # Errors
    /// `TooLarge` or `WrongHash`.
    pub fn check(bytes: &[u8], len: u64, sha256: &str) -> Result<Self, Error> {
        const GZIP: &[u8] = &[0x1f, 0x8b];
        if !bytes.starts_with(GZIP) {
            return Ok(Self::Unpacked);
        }
        if bytes.len() as u64 > len {
            return Err(Error::TooLarge);
        }
        if crate::hash::sha256_hex(bytes) == sha256 {
            Ok(Self::Gzip)
        } else {
            Err(Error::WrongHash)
        }
    }
}

/// Objects lie in one folder; a path may not leave it, spelled out or by escapes.
fn stays_inside(path: &str) -> bool {
    path.starts_with("o/") && !climbs(path) && !path.contains('%')
}

impl Verified {
    /// Steps 6 to 8: newer than the floor, under the root's epoch, not expired, parts not turned back.
    /// `now` is in seconds and already at least the floor's `issued`.
    ///
    /// # Errors
    /// `Rollback`, `Equivocation`, `WrongRoot`, `Expired`, or what `Head::retailers` says.
    pub fn check_newer(&self, floor: &Floor, root: &Root, now: i64) -> Result<(), Error> {
        let head = &self.head;
        if head.epoch != root.epoch {
            return Err(Error::WrongRoot);
        }
        let position = (head.epoch, head.seq);
        if position < (floor.epoch, floor.seq) {
            return Err(Error::Rollback);
        }
        if position == (floor.epoch, floor.seq) && self.sha256 != floor.head_sha256 {
            return Err(Error::Equivocation);
        }
        if head.expires <= now {
            return Err(Error::Expired);
        }
        let part = head.retailers()?;
        if head.epoch == floor.epoch {
            if part.ver < floor.ver {
                return Err(Error::Rollback);
            }
            if part.ver == floor.ver && part.raw_sha256 != floor.raw_sha256 {
                return Err(Error::Equivocation);
            }
        }
        Ok(())
    }

    /// The floor after this head was accepted.
    ///
    /// # Errors
    /// What `Head::retailers` says.
    pub fn floor(&self) -> Result<Floor, Error> {
        let part = self.head.retailers()?;
        Ok(Floor {
            epoch: self.head.epoch,
            seq: self.head.seq,
            head_sha256: self.sha256.clone(),
            ver: part.ver,
            raw_sha256: part.raw_sha256.clone(),
            issued: self.head.issued,
        })
    }
}
