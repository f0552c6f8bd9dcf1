//! The self-test: known arrivals against the installed rules, so that a shopper, an operator or a tester can see what
//! these very rules detect. The arrivals come from the caller: `extension/fixtures.json`.

use crate::Error;
use crate::json::{self, Object, Read, Reader, Write};
use crate::policy::Policies;
use crate::standdown::{OwnClick, Referrer, Signals, foreign_evidence};
use url::Url;

/// One known arrival.
#[derive(Debug, Clone)]
struct Fixture {
    id: String,
    url: String,
    hops: Vec<String>,
    cookies: Vec<String>,
    referrer: Referrer,
    own: Option<OwnClick>,
    network: Option<String>,
}

/// What came of one arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The arrival's name.
    pub id: String,
    /// The network for which we must stand down, or nobody.
    pub expected: Option<String>,
    /// The rule that fired first.
    pub rule: Option<String>,
    /// As expected?
    pub passed: bool,
}

/// What came of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// SHA-256 of the rules that were tested.
    pub rules: String,
    /// Each arrival, in the order of the file.
    pub outcomes: Vec<Outcome>,
}

/// Replays every arrival.
///
/// # Errors
/// `BadJson` for a file that is damaged or empty: no arrival is no proof.
pub fn run(policies: &Policies, fixtures: &[u8]) -> Result<Report, Error> {
    let fixtures: Vec<Fixture> = json::read(fixtures).ok_or(Error::BadJson)?;
    if fixtures.is_empty() {
        return Err(Error::BadJson);
    }
    Ok(Report {
        rules: policies.hash().to_owned(),
        outcomes: fixtures.into_iter().map(|f| f.replay(policies)).collect(),
    })
}

impl Report {
    /// How many went as expected.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.outcomes.iter().filter(|o| o.passed).count()
    }

    /// Did all?
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.outcomes.iter().all(|o| o.passed)
    }
}

impl Fixture {
    fn replay(self, policies: &Policies) -> Outcome {
        let hops: Vec<Url> = self
            .hops
            .iter()
            .filter_map(|h| Url::parse(h).ok())
            .collect();
        let landed = Url::parse(&self.url).ok();
        let first = landed.as_ref().and_then(|landed| {
            let signals = Signals {
                has_unreadable_hop: hops.len() < self.hops.len(),
                hops: &hops,
                on_the_way: &[],
                landed,
                cookies: &self.cookies,
                referrer: self.referrer,
                is_degraded: false,
            };
            let found = foreign_evidence(policies, &signals, self.own.as_ref(), 0);
            found.into_iter().next()
        });
        Outcome {
            passed: landed.is_some() && first.as_ref().map(|e| &e.network) == self.network.as_ref(),
            id: self.id,
            expected: self.network,
            rule: first.map(|e| e.rule),
        }
    }
}

impl Read for Fixture {
    fn read(from: Reader<'_>) -> Self {
        let referrer: Option<Referrer> = from.get("referrer");
        let own = from.field("own");
        let click = || OwnClick {
            network: own.get("network"),
            click_ref: own.get("ref"),
            at: 0,
        };
        Self {
            id: from.get("id"),
            url: from.get("url"),
            hops: from.get_or_default("hops"),
            cookies: from.get_or_default("cookies"),
            referrer: referrer.unwrap_or(Referrer::Direct),
            own: (*own.json() != json::Json::Null).then(click),
            network: from.get("network"),
        }
    }
}

json::written!(Outcome {
    id,
    expected,
    rule,
    passed
});

impl Write for Report {
    fn write(&self) -> json::Json<'_> {
        let failures = self.outcomes.iter().filter(|o| !o.passed);
        let mut object = Object::default();
        object.put("rules", &self.rules);
        object.push("passed", json::Json::Natural(self.passed() as u64));
        object.push(
            "failed",
            json::Json::List(failures.map(Write::write).collect()),
        );
        object.done()
    }
}

json::serialize!(Report);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PACKAGED;

    #[test]
    fn it_passes_on_the_packaged_arrivals_and_proves_nothing_with_none() {
        let rules = Policies::parse(PACKAGED).unwrap();
        let report = run(&rules, include_bytes!("../../extension/fixtures.json")).unwrap();
        assert!(report.is_sound() && report.passed() > 40);
        assert_eq!(run(&rules, b"[]"), Err(Error::BadJson));
    }
}
