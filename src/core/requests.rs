//! The log of every request that the extension has made, as the background writes it down before one leaves: JSON lines,
//! oldest first.
//!
//! ```json
//! {"dropped":3,"carried":[["https://portal.example/v1/clicks",1]]}
//! {"at":1796000000000,"url":"https://portal.example/v1/me","page":false,"sent":28,"got":412}
//! ```
//!
//! `page` says whether the address of a page went along; `got` is missing while nothing has come, or nothing did. The first
//! line stands there once older ones were dropped; `carried` says to where, and how often, some of those took a page along.

use crate::json::{self, Read, Reader};
use url::Url;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Milliseconds.
    pub at: i64,
    /// To whom.
    pub host: String,
    /// What for.
    pub why: Why,
    /// Did the address of a page go along?
    pub page: bool,
    /// Bytes of address and body.
    pub sent: u64,
    /// Bytes of the answer's body.
    pub got: Option<u64>,
}

/// What a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A list, or what it is signed with.
    List,
    /// Balances.
    Balances,
    /// What became of trips.
    Trips,
    /// The shopper's click.
    Click,
    /// The shopper's claim.
    Claim,
    /// Signing in, and staying so.
    SignIn,
    /// Signing out.
    SignOut,
    /// Something that no part of ours asks for.
    Other,
}

json::words!(Why {
    "list" => List,
    "balances" => Balances,
    "trips" => Trips,
    "click" => Click,
    "claim" => Claim,
    "signIn" => SignIn,
    "signOut" => SignOut,
    "other" => Other,
});
json::written!(Request {
    at,
    host,
    why,
    page,
    sent,
    got
});

/// All of them, newest first, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requests {
    /// As far as they are kept.
    pub list: Vec<Request>,
    /// How many are not any more.
    pub dropped: u64,
    /// Pages whose address went to anybody without a click of the shopper's: none, or something is wrong.
    pub pages: u64,
    /// Pages whose address went along with the shopper's own clicks.
    pub clicks: u64,
}

json::written!(Requests {
    list,
    dropped,
    pages,
    clicks
});

/// A line of the log.
struct Line {
    request: Option<Request>,
    dropped: u64,
    carried: Vec<(String, u64)>,
}

impl Read for Line {
    fn read(from: Reader<'_>) -> Self {
        let url = from.get_or_default::<String>("url");
        let request = Url::parse(&url).ok().map(|url| Request {
            at: from.get("at"),
            host: url.host_str().unwrap_or_default().to_owned(),
            why: Why::of(url.path()),
            page: from.get("page"),
            sent: from.get("sent"),
            got: from.get("got"),
        });
        Self {
            request,
            dropped: from.get_or_default("dropped"),
            carried: from.get_or_default("carried"),
        }
    }
}

impl Why {
    fn of(path: &str) -> Self {
        let is = |end: &str| path.ends_with(end);
        match () {
            () if path.split('/').any(|part| part == "rates") => Self::List,
            () if is("/v1/me") => Self::Balances,
            () if is("/v1/earnings") => Self::Trips,
            () if is("/v1/clicks") => Self::Click,
            () if is("/v1/claims") => Self::Claim,
            () if is("/oauth/token") => Self::SignIn,
            () if is("/oauth/revoke") => Self::SignOut,
            () => Self::Other,
        }
    }
}

impl Requests {
    /// Reads the log; lines that are damaged are left out and counted as dropped.
    #[must_use]
    pub fn read(saved: &[u8]) -> Self {
        let mut all = Self::default();
        for line in saved.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let Some(line) = json::read::<Line>(line) else {
                all.dropped += 1;
                continue;
            };
            all.dropped = all.dropped.saturating_add(line.dropped);
            for (url, times) in line.carried {
                let why = Url::parse(&url).map_or(Why::Other, |url| Why::of(url.path()));
                all.carry(why, times);
            }
            if let Some(request) = line.request {
                all.carry(request.why, request.page.into());
                all.list.push(request);
            }
        }
        all.list.reverse();
        all
    }

    /// Only the shopper's own click may take a page along.
    fn carry(&mut self, why: Why, times: u64) {
        let count = match why {
            Why::Click => &mut self.clicks,
            _ => &mut self.pages,
        };
        *count = count.saturating_add(times);
    }
}

#[cfg(test)]
mod tests;
