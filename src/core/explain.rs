//! What the extension would decide for an address, as one JSON object: for operators, bug reports and tests.

use crate::decision::{Arrival, Reason, Verdict, judge, why_unlisted};
use crate::host::Host;
use crate::json::Write;
use crate::policy::{Class, Evidence, Policies};
use crate::rate::Headline;
use crate::rate_list::RateList;
use crate::retailer::RetailerId;
use crate::standdown::{Record, Session, Silence};
use crate::{Error, deep_link};
use serde::{Deserialize, Serialize};
use url::Url;

/// The question. Only `url` is needed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Query {
    /// Address of the page.
    pub url: String,
    /// Addresses requested on the way to it.
    #[serde(default)]
    pub hops: Vec<String>,
    /// Names of the store's own cookies.
    #[serde(default)]
    pub cookies: Vec<String>,
    /// The page's referrer.
    #[serde(default)]
    pub referrer: Option<String>,
    /// Seconds UTC; the caller's clock if absent.
    #[serde(default)]
    pub now: Option<i64>,
}

impl Query {
    /// A question about an address, and nothing else.
    #[must_use]
    pub fn about(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            hops: Vec::new(),
            cookies: Vec::new(),
            referrer: None,
            now: None,
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The retailer that covers the address.
    pub retailer: Option<Named>,
    /// What would be shown.
    pub offer: Option<Offer>,
    /// `offer`, `stand_down` or `nothing`.
    pub decision: &'static str,
    /// Why, as a stable word.
    pub reason: String,
    /// The stand-down rule that fired, with its source.
    pub rule: Option<Rule>,
}

/// A retailer by number and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Number on the list.
    pub id: RetailerId,
    /// Name.
    pub name: String,
}

/// An offer as it would be shown, and where a click would lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The headline rate.
    #[serde(flatten)]
    pub headline: Headline,
    /// The address a click-out would be asked for, reduced.
    pub destination: Option<String>,
}

/// A stand-down rule and where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Rule id.
    pub id: String,
    /// Network id.
    pub network: String,
    /// What kind of thing was seen.
    pub evidence: Class,
    /// Further networks that the same arrival spoke for.
    pub others: Vec<String>,
    /// For whom, until when, and whether the shopper may change that.
    pub silence: Option<Silence>,
    /// Where the rule was read; nothing for doubt.
    #[serde(flatten)]
    pub origin: Option<Origin>,
}

/// Where a rule was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Address of the document.
    pub source: String,
    /// Its date, or the day it was read.
    pub date: String,
    /// A: the rule-maker's own text. B: an implementer's. C: second-hand, or weak.
    pub confidence: String,
    /// What a reader should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Answers one question at `now` seconds.
///
/// # Errors
/// `BadUrl` when the address cannot be read at all.
pub fn explain(
    list: &RateList,
    policies: &Policies,
    query: &Query,
    now: i64,
) -> Result<Explanation, Error> {
    let url = Url::parse(&query.url).map_err(|_| Error::BadUrl)?;
    let arrival = Arrival {
        url: &url,
        hops: &query.hops,
        on_the_way: &[],
        cookies: &query.cookies,
        referrer: query.referrer.as_deref().unwrap_or_default(),
        portals: &[],
        is_degraded: false,
        own: None,
        now: query.now.unwrap_or(now).saturating_mul(1000),
    };
    let (retailer, verdict) = judge(list, policies, &arrival);
    let named = retailer.map(|r| Named {
        id: r.id,
        name: r.name.clone(),
    });
    let silent = |decision, reason, rule| Explanation {
        retailer: named.clone(),
        offer: None,
        decision,
        reason,
        rule,
    };
    Ok(match verdict {
        Verdict::Offer(headline) => {
            let destination = retailer
                .and_then(|r| deep_link::reduce(&query.url, r))
                .map(String::from);
            let offer = Some(Offer {
                headline,
                destination,
            });
            let reason = "listed".to_owned();
            Explanation {
                retailer: named,
                offer,
                decision: "offer",
                reason,
                rule: None,
            }
        }
        Verdict::StandDown(evidence) => {
            let origin = policies.origin(&evidence.rule).map(|o| Origin {
                source: o.source.to_owned(),
                date: o.date.to_owned(),
                confidence: o.confidence.to_owned(),
                note: o.note.map(str::to_owned),
            });
            let rule = Rule {
                silence: silence_for(&evidence, policies, &url, arrival.now),
                evidence: evidence.class(),
                others: evidence.others,
                id: evidence.rule,
                network: evidence.network,
                origin,
            };
            silent("stand_down", "referred".to_owned(), Some(rule))
        }
        Verdict::Nothing(Reason::NotListed) => {
            silent("nothing", word(why_unlisted(list, &url)), None)
        }
        Verdict::Nothing(reason) => silent("nothing", word(reason), None),
    })
}

/// How long this arrival alone would silence us, in a session of its own.
fn silence_for(evidence: &Evidence, policies: &Policies, url: &Url, now: i64) -> Option<Silence> {
    let mut record = None;
    Record::add(&mut record, evidence, 0, now);
    Silence::of(
        &record?,
        policies,
        &Host::of_url(url)?,
        &Session::default(),
        now,
    )
}

fn word(reason: Reason) -> String {
    reason.write().text().unwrap_or_default().to_owned()
}
