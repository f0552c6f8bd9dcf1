//! The root: which keys speak for a portal, and where its service and click-out live. Changed rarely, signed offline.

use crate::address::climbs;
use crate::envelope::{self, ROOT_TYPE, Role};
use crate::plain::is_plain;
use crate::{Error, host, json};
use url::Url;

/// Longest name of a portal, bytes.
const MAX_NAME: usize = 100;

/// A root payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Format version, 1.
    pub v: u32,
    /// The portal's name for itself; heads must carry the same.
    pub portal: String,
    /// Number of this root; the next one is one higher and signed by this one too.
    pub root: u32,
    /// Raised after a key loss: heals a fast-forwarded sequence.
    pub epoch: u64,
    /// Seconds UTC.
    pub expires: i64,
    /// Name as shown to shoppers.
    pub name: String,
    /// Where the list may be fetched, first choice first.
    pub bases: Vec<String>,
    /// Base of the service's API. The online list key cannot change it.
    pub api: String,
    /// Hosts that a click-out may open. The online list key cannot change them.
    pub go: Vec<String>,
    /// Who may sign what.
    pub roles: Roles,
    /// Only in a list about a portal that its publisher does not run: that portal's own store page, with `*` where
    /// the store's name there goes. A click opens it; there is no API and nothing is ever sent.
    pub page: Option<String>,
}

/// The two roles of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Signs roots.
    pub root: Role,
    /// Signs heads.
    pub list: Role,
}

json::object!(Root {
    v,
    portal,
    root,
    epoch,
    expires,
    name,
    bases,
    api,
    go,
    roles
} optional { page });
json::object!(Roles { root, list });

impl Root {
    /// Reads a root that is trusted because it is pinned (in the package, or by its fingerprint): it must still be
    /// signed by its own root role, so that a damaged pin is noticed.
    ///
    /// # Errors
    /// What `envelope::open` says, `TooNew`, or `BadJson` for unsound content.
    pub fn pinned(file: &[u8]) -> Result<Self, Error> {
        let claimed = Self::parse(&envelope::peek(file, ROOT_TYPE)?)?;
        envelope::open(file, ROOT_TYPE, &claimed.roles.root)?;
        Ok(claimed)
    }

    /// Reads the root that follows this one: signed by this root's keys **and** its own, one number higher.
    ///
    /// # Errors
    /// `BadSignature`, `WrongPortal`, `Rollback`, `TooNew` or `BadJson`.
    pub fn successor(&self, file: &[u8]) -> Result<Self, Error> {
        let next = Self::parse(&envelope::open(file, ROOT_TYPE, &self.roles.root)?)?;
        envelope::open(file, ROOT_TYPE, &next.roles.root)?;
        if next.portal != self.portal {
            return Err(Error::WrongPortal);
        }
        if next.root != self.root.wrapping_add(1) || next.epoch < self.epoch {
            return Err(Error::Rollback);
        }
        Ok(next)
    }

    /// Address of a list's file, e.g. `head.json`: below the first base at first, below another one after a failure.
    #[must_use]
    pub fn list_url(&self, path: &str, failures: u32) -> Option<Url> {
        let base = (failures as usize).checked_rem(self.bases.len())?;
        Url::parse(self.bases.get(base)?)
            .ok()?
            .join("rates/v1/")
            .ok()?
            .join(path)
            .ok()
    }

    /// Is it about a portal that its publisher does not run?
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.page.is_some()
    }

    /// Address below the API base; none for a portal without one.
    #[must_use]
    pub fn api_url(&self, path: &str) -> Option<Url> {
        if self.is_link() {
            return None;
        }
        Url::parse(&self.api).ok()?.join(path).ok()
    }

    /// May a click-out open this address?
    #[must_use]
    pub fn allows_click_out(&self, url: &Url) -> bool {
        let named = url
            .host_str()
            .is_some_and(|h| self.go.iter().any(|g| g == h));
        named
            && host::is_portal_origin(url)
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// The portal's own page of a store, if that is where a click leads. `name` comes from the list, which may not
    /// reach beyond the one place that the root leaves for it.
    #[must_use]
    pub fn store_page(&self, name: &str) -> Option<Url> {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if name.is_empty() || climbs(name) || !name.bytes().all(is_plain) {
            return None;
        }
        let (before, after) = self.page.as_ref()?.split_once('*')?;
        let url = Url::parse(&[before, name, after].concat()).ok()?;
        self.allows_click_out(&url).then_some(url)
    }

    fn parse(payload: &[u8]) -> Result<Self, Error> {
        let root: Self = json::read(payload).ok_or(Error::BadJson)?;
        if root.v != 1 {
            return Err(Error::TooNew);
        }
        let addresses_are_sound =
            root.bases.iter().chain([&root.api]).all(|b| {
                b.ends_with('/') && Url::parse(b).is_ok_and(|u| host::is_portal_origin(&u))
            });
        let page_is_sound = root.page.is_none() || root.store_page("store").is_some();
        if !addresses_are_sound
            || !page_is_sound
            || !is_plain(&root.name, MAX_NAME)
            || root.bases.is_empty()
            || root.go.is_empty()
        {
            return Err(Error::BadJson);
        }
        root.roles.list.verifying_keys()?;
        Ok(root)
    }
}
