//! A subscription to a portal: how it is added, what is trusted of it, and how far its list has come.

use crate::Error;
use crate::account::Account;
use crate::hash::base32;
use crate::head::{Floor, Verified};
use crate::host::is_portal_origin;
use crate::json;
use crate::money::Unit;
use crate::root::Root;
use crate::store_id::PortalId;
use sha2::{Digest, Sha256};
use url::Url;

/// Most subscriptions.
pub const MOST: usize = 10;
/// Characters of a fingerprint: 256 bits in base 32.
const FINGERPRINT: usize = 52;

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Its number here.
    pub id: PortalId,
    /// Of its first root.
    pub fingerprint: String,
    /// The trusted root.
    pub root: Root,
    /// Nothing older is accepted.
    pub floor: Floor,
    /// Units of the accepted head.
    pub units: Vec<Unit>,
    /// When the accepted head expires, seconds.
    pub expires: i64,
    /// When to look next, milliseconds; 0: at once.
    pub next_sync: i64,
    /// When the shopper last asked for a look, milliseconds.
    pub refreshed: i64,
    /// Failed looks in a row.
    pub failures: u32,
    /// Code of the last failure, until a look succeeds.
    pub trouble: Option<String>,
    /// The signed-in member.
    pub account: Option<Account>,
}

/// How much a list may still promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// As signed.
    Fresh,
    /// Expired: partners are named, figures are hidden.
    Stale,
    /// Expired more than 30 days ago: silence.
    Asleep,
}

/// Where a portal's list lies, and optionally the fingerprint that its first root must have:
/// `portal:https://portal.example/#<fingerprint>`, or a mere address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalLink {
    /// Ends with a slash.
    pub base: String,
    /// In lower case.
    pub fingerprint: Option<String>,
}

/// A portal that the shopper is asked about before it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What was entered.
    pub link: PortalLink,
    /// Its first root with that root's fingerprint, once it was fetched.
    pub found: Option<(String, Root)>,
    /// Why there is none.
    pub trouble: Option<String>,
}

impl Candidate {
    /// Is nothing known of it yet?
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.found.is_none() && self.trouble.is_none()
    }
}

json::object!(Portal {
    id,
    fingerprint,
    root,
    floor,
    units,
    expires,
    next_sync,
    refreshed,
    failures,
    trouble,
    account
});
json::object!(PortalLink { base, fingerprint });
json::object!(Candidate {
    link,
    found,
    trouble
});
json::words!(Freshness {
    "fresh" => Fresh,
    "stale" => Stale,
    "asleep" => Asleep,
});

impl Portal {
    /// A subscription whose list has never been seen.
    #[must_use]
    pub fn new(id: PortalId, fingerprint: String, root: Root) -> Self {
        Self {
            id,
            fingerprint,
            root,
            floor: Floor::default(),
            units: Vec::new(),
            expires: 0,
            next_sync: 0,
            refreshed: 0,
            failures: 0,
            trouble: None,
            account: None,
        }
    }

    /// Takes over what a verified head says, from now on the least that is accepted.
    ///
    /// # Errors
    /// What `Verified::floor` says; then nothing has changed.
    pub fn accept(&mut self, verified: &Verified) -> Result<(), Error> {
        self.floor = verified.floor()?;
        self.units.clone_from(&verified.head.units);
        self.expires = verified.head.expires;
        (self.failures, self.trouble) = (0, None);
        Ok(())
    }

    /// Its list is not there, or not saved: the next look fetches it like a first one. What is older than the last head is
    /// refused all the same.
    pub fn lose_list(&mut self) {
        self.floor.ver = 0;
        self.floor.raw_sha256.clear();
    }

    /// The list's freshness at `now` milliseconds; the clock never counts as earlier than the head's own date.
    #[must_use]
    pub fn freshness(&self, now: i64) -> Freshness {
        const MONTH: i64 = 30 * 86_400;
        let now = (now / 1000).max(self.floor.issued);
        if now < self.expires {
            Freshness::Fresh
        } else if now < self.expires + MONTH {
            Freshness::Stale
        } else {
            Freshness::Asleep
        }
    }
}

impl PortalLink {
    /// Reads what a shopper pasted or typed. A missing scheme is https, a missing slash at the end is added.
    ///
    /// # Errors
    /// `BadLink` for anything but https (plain http on this machine), and for user names, queries and malformed
    /// fingerprints.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let text = text.strip_prefix("portal:").unwrap_or(text);
        let (base, fingerprint) = match text.split_once('#') {
            Some((base, fingerprint)) => (base, Some(fingerprint.to_ascii_lowercase())),
            None => (text, None),
        };
        let slash = if base.ends_with('/') { "" } else { "/" };
        let has_scheme = base
            .split_once(':')
            .is_some_and(|(_, rest)| rest.starts_with("//"));
        let scheme = if has_scheme { "" } else { "https://" };
        let base = Url::parse(&format!("{scheme}{base}{slash}")).map_err(|_| Error::BadLink)?;
        let is_plain =
            base.query().is_none() && base.username().is_empty() && base.password().is_none();
        let is_fingerprint = |f: &String| {
            f.len() == FINGERPRINT && f.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
        };
        if is_plain && is_portal_origin(&base) && fingerprint.as_ref().is_none_or(is_fingerprint) {
            let base = base.into();
            Ok(Self { base, fingerprint })
        } else {
            Err(Error::BadLink)
        }
    }

    /// Where its first root lies.
    #[must_use]
    pub fn first_root(&self) -> String {
        format!("{}rates/v1/root/1.json", self.base)
    }

    /// Reads the first root that was found there, with its fingerprint.
    ///
    /// # Errors
    /// `WrongFingerprint`, or what `Root::pinned` says.
    pub fn check(&self, file: &[u8]) -> Result<(String, Root), Error> {
        let found = fingerprint(file);
        if self.fingerprint.as_ref().is_some_and(|f| *f != found) {
            return Err(Error::WrongFingerprint);
        }
        Ok((found, Root::pinned(file)?))
    }
}

/// What a portal is known by: SHA-256 of its first root's file, in base 32 (RFC 4648, lower case, unpadded).
#[must_use]
pub fn fingerprint(first_root: &[u8]) -> String {
    base32(&Sha256::digest(first_root))
}
