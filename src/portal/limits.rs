//! What is limited, and how much. Each server counts for itself, in memory: with several servers behind one address a
//! client may get as many times as much. Nothing here is written to a disk or a log.
//!
//! Behind an https server of the operator's, every connection comes from this machine. Only if the operator says that
//! this server names the client in `X-Forwarded-For` is a single client limited too; its address is kept as a hash with
//! a secret that dies with the process.

use crate::{
    error::Error,
    state::Portal,
    throttle::{Rule, Throttle},
};
use axum::http::HeaderMap;
use std::{net::IpAddr, time::Duration};

/// The rules of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wrong passwords for one e-mail address.
    pub sign_in: Rule,
    /// Sign-ins, all together: fewer than passwords can be checked, so that nobody waits behind a flood.
    pub sign_ins: Rule,
    /// Sign-ins by one client, whatever the addresses.
    pub client_sign_ins: Rule,
    /// New accounts, all together.
    pub sign_up: Rule,
    /// New accounts by one client.
    pub client_sign_up: Rule,
    /// Clicks of one member. A second limit lets twenty times as many pass at once, and they come back within a day.
    pub clicks: Rule,
    /// Requests for tokens, all together.
    pub token: Rule,
    /// Requests for tokens by one client.
    pub client_token: Rule,
    /// Codes of devices that one member enters.
    pub device_code: Rule,
    /// How long a request may take, its body included.
    pub request: Duration,
    /// Does the server in front name the client in `X-Forwarded-For`?
    pub is_forwarded: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Rule::new(10, 90_000),
            sign_ins: Rule::new(1_000, 20),
            client_sign_ins: Rule::new(30, 10_000),
            sign_up: Rule::new(100, 1_000),
            client_sign_up: Rule::new(5, 60_000),
            clicks: Rule::new(60, 1_000),
            token: Rule::new(1_000, 10),
            client_token: Rule::new(30, 1_000),
            device_code: Rule::new(5, 60_000),
            request: Duration::from_secs(20),
            is_forwarded: false,
        }
    }
}

/// The buckets of a running portal.
#[derive(Debug)]
pub(crate) struct Doors {
    pub(crate) sign_in: Throttle,
    pub(crate) sign_ins: Door,
    pub(crate) sign_up: Door,
    clicks: Throttle,
    clicks_in_a_day: Throttle,
    pub(crate) token: Door,
    pub(crate) device_code: Throttle,
    pub(crate) intake: Throttle,
}

/// What one network pushes and is kept of it: 64 KiB at most each time, so a hundred megabytes a day.
const INTAKE: Rule = Rule::new(100, 60_000);

/// Every click is kept, and exported: whoever clicks on and on must not fill the disk.
const fn in_a_day(clicks: Rule) -> Rule {
    let most = 20 * clicks.burst;
    Rule::new(most, 86_400_000 / most)
}

impl Doors {
    pub(crate) fn new(limits: &Limits) -> Self {
        let door = |all, client| Door {
            all: Throttle::new(all),
            client: limits.is_forwarded.then(|| Throttle::new(client)),
        };
        Self {
            sign_in: Throttle::new(limits.sign_in),
            sign_ins: door(limits.sign_ins, limits.client_sign_ins),
            sign_up: door(limits.sign_up, limits.client_sign_up),
            clicks: Throttle::new(limits.clicks),
            clicks_in_a_day: Throttle::new(in_a_day(limits.clicks)),
            token: door(limits.token, limits.client_token),
            device_code: Throttle::new(limits.device_code),
            intake: Throttle::new(INTAKE),
        }
    }

    /// Lets a member's click through, or says how long to wait.
    pub(crate) fn click(&self, member: &str, now_ms: i64) -> Result<(), Error> {
        [&self.clicks, &self.clicks_in_a_day]
            .into_iter()
            .try_for_each(|limit| limit.take(member, now_ms))
            .map_err(Error::TooMany)
    }
}

/// A door for people who have not said yet who they are.
#[derive(Debug)]
pub(crate) struct Door {
    all: Throttle,
    client: Option<Throttle>,
}

impl Door {
    /// Lets a request through, or says how long to wait.
    pub(crate) fn pass(&self, portal: &Portal, headers: &HeaderMap) -> Result<(), Error> {
        let now = portal.now_ms();
        // The client first: who is refused there takes nothing from the others.
        if let Some((throttle, client)) = self.client.as_ref().zip(client(headers)) {
            throttle.take(&client, now).map_err(Error::TooMany)?;
        }
        self.all.take("", now).map_err(Error::TooMany)
    }
}

/// Who the server in front says that asks: the last address of the list is the one it has added itself. A household of
/// IPv6 counts as one.
fn client(headers: &HeaderMap) -> Option<String> {
    let list = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = list.to_str().ok()?.rsplit(',').next()?.trim();
    match last.parse().ok()? {
        IpAddr::V4(address) => Some(address.to_string()),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => Some(address.to_string()),
            None => Some(format!("{:x}", address.to_bits() >> 64)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::client;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn the_client_is_who_the_last_server_saw() {
        for (sent, expected) in [
            (&["192.0.2.1"][..], Some("192.0.2.1")),
            (&["203.0.113.9, 192.0.2.1"], Some("192.0.2.1")),
            (&["203.0.113.9", "192.0.2.1"], Some("192.0.2.1")),
            (&["::ffff:192.0.2.1"], Some("192.0.2.1")),
            (&["2001:db8:1:2:3:4:5:6"], Some("20010db800010002")),
            (&["unknown"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append("x-forwarded-for", HeaderValue::from_static(value));
            }
            assert_eq!(client(&headers).as_deref(), expected, "{sent:?}");
        }
    }
}
