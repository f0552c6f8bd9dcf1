//! What the operator decides before the service starts. Checked here, so that the rest can rely on it.

use crate::limits::Limits;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use url::Url;

/// The one client that may ask for an account link.
pub const CLIENT_ID: &str = "pointback-extension";

/// Settings of a running portal.
#[derive(Debug, Clone)]
pub struct Config {
    /// Public address without a path. Requests for other hosts go to the demo shops, if those are on.
    pub base: Url,
    /// Folder whose `rates/v1` is the published tree.
    pub public: PathBuf,
    /// The operator's time zone: payout days begin and end here.
    pub zone: TimeZone,
    /// Where a sign-in may send its code; compared exactly.
    pub redirects: Vec<String>,
    /// Key of click-out tokens and form tokens.
    pub click_key: [u8; 32],
    /// How often things may be done.
    pub limits: Limits,
    /// Lets devices without a browser ask for a link, by a code that the member enters here (RFC 8628).
    pub device_grant: bool,
    /// Runs the simulated network and the demo shops. Loopback only.
    pub simulated: bool,
}

/// A setting that cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadBase;

impl std::fmt::Display for BadBase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the base address must be https, or http on this machine, without a path")
    }
}

impl std::error::Error for BadBase {}

impl Config {
    /// Refuses an address that browsers would not trust with a sign-in.
    ///
    /// # Errors
    /// `BadBase`.
    pub fn check(&self) -> Result<(), BadBase> {
        let sound = pointback_core::host::is_portal_origin(&self.base)
            && self.base.path() == "/"
            && self.base.query().is_none();
        if sound { Ok(()) } else { Err(BadBase) }
    }

    /// Are pages served over https, so that cookies can insist on it?
    pub(crate) fn is_https(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// Is a `Host` header meant for the portal itself rather than for a demo shop?
    pub(crate) fn is_portal_host(&self, header: &str) -> bool {
        let name = header
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(header, |(name, _)| name);
        let base = self.base.host_str().unwrap_or_default();
        [base, "127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|ours| name.eq_ignore_ascii_case(ours))
    }

    /// An address of ours, from a path without a leading slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(base: &str) -> Config {
        Config {
            base: Url::parse(base).unwrap(),
            public: PathBuf::new(),
            zone: TimeZone::UTC,
            redirects: Vec::new(),
            click_key: [0; 32],
            limits: Limits::default(),
            device_grant: false,
            simulated: true,
        }
    }

    #[test]
    fn portal_hosts_are_the_base_and_loopback() {
        let config = config("https://portal.example/");
        for ours in [
            "portal.example",
            "Portal.Example:443",
            "127.0.0.1:8787",
            "localhost",
            "[::1]:80",
        ] {
            assert!(config.is_portal_host(ours), "{ours}");
        }
        for other in [
            "books.localhost:8787",
            "www.etsy.com",
            "portal.example.evil.example",
            "",
        ] {
            assert!(!config.is_portal_host(other), "{other}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(config("http://127.0.0.1:8787/").check().is_ok());
        assert!(config("https://portal.example/").check().is_ok());
        assert!(config("http://portal.example/").check().is_err());
        assert!(config("https://portal.example/x").check().is_err());
    }
}
