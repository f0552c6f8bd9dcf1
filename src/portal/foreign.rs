//! What strangers send us, read without database and clock: one call for each reader that the fuzzers of `tests/fuzz` try.

use crate::authorization::{self, Asked};
use crate::{claims::packet::Packet, click_token, payout::answers};
use axum::extract::Query;
use axum::http::Uri;
use url::Url;

pub use click_token::{Opened, open as open_click_token, seal as seal_click_token};

/// Is this a claim packet that may be filed? If so, its amount.
#[must_use]
pub fn claimed(text: &str) -> Option<i64> {
    let packet = Packet::read(text).ok()?;
    packet.check().ok().map(|()| packet.amount_minor)
}

/// Where the browser goes when the query of `/oauth/authorize` is found in order, and where when it is not: only ever to
/// one of `redirects`.
#[must_use]
pub fn sign_in_leads_to(query: &str, redirects: &[String]) -> Option<String> {
    let uri: Uri = format!("/oauth/authorize?{query}").parse().ok()?;
    let Query(asked) = Query::<Asked>::try_from_uri(&uri).ok()?;
    let issuer = Url::parse("https://portal.example/").ok()?;
    match authorization::check(redirects, &issuer, &asked) {
        Ok(request) => Some(request.redirect),
        Err(authorization::Refusal::Tell(address)) => Some(address),
        Err(authorization::Refusal::Show(_)) => None,
    }
}

/// How many items of a payout a rail's report decides.
#[must_use]
pub fn decided(report: &[u8]) -> Option<usize> {
    answers::read(report)
        .ok()
        .map(|report| report.answers.len())
}
