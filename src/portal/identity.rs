//! `Identity`: who a portal is, and the signed root that tells clients so.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::{keys, publish, roots};
use pointback_core::host::{Host, is_portal_origin};
use pointback_core::plain;
use pointback_core::root::{Roles, Root};
use pointback_core::subscription;
use std::path::Path;
use url::Url;

const MAX_NAME: usize = 80;

/// Who a portal is. Written into its root and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Public address of list and service; ends in a slash.
    pub base: Url,
    /// Name for machines: a host name.
    pub portal_id: String,
    /// Name for people.
    pub name: String,
    /// Only for a list about a portal that its publisher does not run: that portal's own page of a store, with `*` where
    /// the store's name there goes.
    pub store_page: Option<String>,
}

impl Identity {
    /// Refuses what no client would accept.
    ///
    /// # Errors
    /// `Argument` with the rule.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Self {
            base,
            portal_id,
            name,
            store_page,
        } = self;
        let is_plain = base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if !is_portal_origin(base) || !is_plain || !base.path().ends_with('/') {
            return Err(Failure::Argument(format!(
                "{base} cannot be a portal's base: give an https address that ends in a slash, or http on this machine"
            )));
        }
        if Host::parse(portal_id).is_err() {
            return Err(Failure::Argument(format!(
                "`{portal_id}` cannot be a portal's id: give a host name of yours with --portal-id"
            )));
        }
        if name.is_empty() || !plain::is_plain(name, MAX_NAME) {
            return Err(Failure::Argument(format!(
                "a portal's name has 1 to {MAX_NAME} bytes and nothing in it that cannot be seen"
            )));
        }
        if store_page
            .as_deref()
            .is_some_and(|page| page_host(page).is_none())
        {
            return Err(Failure::Argument(
                "a store page is an https address with one * after the host, where the store's name goes: \
                 https://portal.example/shop/*"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The one host that a click may open.
    fn click_host(&self) -> Option<String> {
        match &self.store_page {
            Some(page) => page_host(page),
            None => self.base.host_str().map(str::to_owned),
        }
    }

    /// Signs and writes root 1 with the key in `root_key`.
    pub(crate) fn write_root(
        &self,
        dir: &DataDir,
        root_key: &Path,
        now: i64,
    ) -> Result<(), Failure> {
        let root_key = keys::read_key(root_key)?;
        let root = Root {
            v: 1,
            portal: self.portal_id.clone(),
            root: 1,
            epoch: 1,
            expires: now.saturating_add(roots::LIFETIME),
            name: self.name.clone(),
            bases: vec![self.base.to_string()],
            api: self.base.to_string(),
            go: self.click_host().into_iter().collect(),
            roles: Roles {
                root: roots::role(&[&root_key]),
                list: roots::role(&[&keys::list(dir, 1)?, &keys::list(dir, 2)?]),
            },
            page: self.store_page.clone(),
        };
        roots::write_first(dir, &root, &root_key)
    }
}

/// The host of a store page's address, if that is one.
fn page_host(page: &str) -> Option<String> {
    let (before, after) = page.split_once('*')?;
    let url = Url::parse(&format!("{before}store{after}")).ok()?;
    let host_is_fixed = Url::parse(before).is_ok_and(|u| u.host() == url.host());
    let is_sound = host_is_fixed && !after.contains('*') && is_portal_origin(&url);
    is_sound
        .then(|| url.host_str().map(str::to_owned))
        .flatten()
}

/// The root as people compare it.
///
/// # Errors
/// `File`.
pub fn fingerprint(dir: &DataDir) -> Result<String, Failure> {
    Ok(subscription::fingerprint(&data_dir::read(
        &dir.root_file(),
    )?))
}

/// What shoppers add this portal with: where its list is, and who it must be.
///
/// # Errors
/// `File`, or what `publish::root` says.
pub fn link(dir: &DataDir) -> Result<String, Failure> {
    let root = publish::root(dir)?;
    let base = root.bases.first().map_or(root.api.as_str(), String::as_str);
    Ok(format!("portal:{base}#{}", fingerprint(dir)?))
}
