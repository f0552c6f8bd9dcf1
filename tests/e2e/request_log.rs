//! What the browser asked for, in order. This log is the proof that the extension sends nothing it has not announced.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use hyper::{HeaderMap, Method};

/// Hosts that a browser calls on its own account and that no preference silences. Exact names; keep it short.
const NOISE: &[&str] = &[
    "accounts.google.com",
    "clients2.google.com",
    "update.googleapis.com",
    "firefox.settings.services.mozilla.com",
];

/// One request as it left the browser.
#[derive(Clone, Debug)]
pub struct Request {
    /// Position in time among everything logged, from 0.
    pub order: usize,
    pub method: Method,
    /// `https` inside a tunnel, else `http`; a tunnel itself (method CONNECT) has none.
    pub scheme: &'static str,
    /// Lower case, without port.
    pub host: String,
    /// Path and query; empty for a tunnel.
    pub path: String,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The `Referer` header.
    pub referrer: Option<String>,
    /// `Sec-Fetch-Mode` and `Sec-Fetch-Dest`, such as `navigate document` or `cors empty`.
    pub fetch: String,
    pub user_agent: Option<String>,
    pub body: String,
    /// The host is not routed: the browser got a 502 and nothing was fetched.
    pub refused: bool,
}

impl Request {
    /// Whether it opened a tunnel for later requests, which are logged on their own.
    fn is_accepted_tunnel(&self) -> bool {
        self.method == Method::CONNECT && !self.refused
    }

    /// The full address.
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.path)
    }

    /// Whether the request names an extension as its origin. A GET by an extension that holds host access need not.
    pub fn names_an_extension(&self) -> bool {
        self.origin
            .as_deref()
            .is_some_and(|o| o.starts_with("chrome-extension:") || o.starts_with("moz-extension:"))
    }

    /// Whether the browser itself asked for the icon to draw on a tab.
    pub fn is_tab_icon(&self) -> bool {
        self.path == "/favicon.ico" && self.fetch == "no-cors image"
    }

    /// Whether the browser called home on its own account.
    pub fn is_noise(&self) -> bool {
        NOISE.contains(&self.host.as_str()) && !self.names_an_extension()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>4} {} {}", self.order, self.method, self.url())?;
        if self.refused {
            f.write_str(" REFUSED")?;
        }
        if !self.fetch.is_empty() {
            write!(f, " [{}]", self.fetch)?;
        }
        if let Some(origin) = &self.origin {
            write!(f, " from {origin}")?;
        }
        if !self.body.is_empty() {
            write!(f, " body {:?}", self.body)?;
        }
        Ok(())
    }
}

/// A point in the log; the default is its beginning.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark(usize);

/// Everything that passed so far.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<Vec<Request>>);

impl RequestLog {
    fn entries(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn mark(&self) -> Mark {
        Mark(self.entries().len())
    }

    /// Requests after a mark, without tunnels that were only opened and without the browser's own noise.
    pub fn since(&self, mark: Mark) -> Vec<Request> {
        self.entries()
            .iter()
            .skip(mark.0)
            .filter(|request| !request.is_accepted_tunnel() && !request.is_noise())
            .cloned()
            .collect()
    }

    /// Everything, noise and tunnels included.
    pub fn everything(&self) -> Vec<Request> {
        self.entries().clone()
    }

    pub(crate) fn push(&self, seen: Seen<'_>) {
        let header = |name: &str| {
            seen.headers
                .get(name)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let fetch = [header("sec-fetch-mode"), header("sec-fetch-dest")];
        let mut entries = self.entries();
        let order = entries.len();
        entries.push(Request {
            order,
            method: seen.method.clone(),
            scheme: seen.scheme,
            host: seen.host.to_owned(),
            path: seen.path.to_owned(),
            origin: header("origin"),
            authorization: header("authorization"),
            referrer: header("referer"),
            fetch: fetch.into_iter().flatten().collect::<Vec<_>>().join(" "),
            user_agent: header("user-agent"),
            body: String::from_utf8_lossy(seen.body).into_owned(),
            refused: seen.refused,
        });
    }
}

/// A request as the proxy meets it.
pub(crate) struct Seen<'a> {
    pub method: &'a Method,
    pub scheme: &'static str,
    pub host: &'a str,
    pub path: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    pub refused: bool,
}
