//! Stand-down, proven: the published fixtures, scenarios derived from every rule, properties, and false alarms.

mod alarms;
mod derived;
mod fixtures;
mod properties;
mod samples;
mod scenarios;
mod updates;

use pointback_core::policy::{Evidence, Policies};
use pointback_core::standdown::{OwnClick, Referrer, Session, Signals, foreign_evidence};
use serde_json::Value;
use std::path::{Path, PathBuf};
use url::Url;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn policies() -> Policies {
    Policies::packaged().expect("the packaged rules")
}

/// The session of this number.
fn session_of(number: u64) -> Session {
    Session {
        number,
        ..Session::default()
    }
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .map(|v| v.as_str().expect("a text").to_owned())
        .collect()
}

/// An arrival at a store, as a test writes it.
#[derive(Debug, Clone, Default)]
struct Arrival {
    url: String,
    hops: Vec<String>,
    cookies: Vec<String>,
    from_elsewhere: bool,
    own: Option<(String, String)>,
    /// Milliseconds since our own click.
    since_click: i64,
}

impl Arrival {
    fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::default()
        }
    }

    fn of(row: &Value) -> Self {
        let own = &row["own"];
        let part = |name: &str| own[name].as_str().map(str::to_owned);
        Self {
            url: row["url"].as_str().expect("a url").to_owned(),
            hops: texts(&row["hops"]),
            cookies: texts(&row["cookies"]),
            from_elsewhere: row["referrer"] == "other",
            own: part("network").zip(part("ref")),
            since_click: 0,
        }
    }

    fn with_hop(mut self, hop: &str) -> Self {
        self.hops.push(hop.to_owned());
        self
    }

    fn with_cookie(mut self, name: &str) -> Self {
        self.cookies.push(name.to_owned());
        self
    }

    fn after_click(mut self, network: &str, click_ref: &str) -> Self {
        self.own = Some((network.to_owned(), click_ref.to_owned()));
        self
    }

    fn evidence(&self, policies: &Policies) -> Vec<Evidence> {
        let hops: Vec<Url> = self
            .hops
            .iter()
            .filter_map(|h| Url::parse(h).ok())
            .collect();
        let landed = Url::parse(&self.url).unwrap_or_else(|e| panic!("{}: {e}", self.url));
        let own = self.own.clone().map(|(network, click_ref)| OwnClick {
            network,
            click_ref,
            at: 0,
        });
        let signals = Signals {
            has_unreadable_hop: hops.len() < self.hops.len(),
            hops: &hops,
            on_the_way: &[],
            landed: &landed,
            cookies: &self.cookies,
            referrer: if self.from_elsewhere {
                Referrer::Other
            } else {
                Referrer::Direct
            },
            is_degraded: false,
        };
        foreign_evidence(policies, &signals, own.as_ref(), self.since_click)
    }
}
