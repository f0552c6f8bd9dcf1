//! Every trip with the rate that was promised and the one that was posted, and why they differ where they do.

use super::{account_frame, state};
use crate::{
    pages::{amounts, dates},
    promise::{self, Posted, Reason},
    trip_log::{Log, Trip},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use pointback_core::{money::BasisPoints, rate::Rate};

pub(crate) fn page(log: &Log, is_continued: bool, zone: &TimeZone) -> Markup {
    account_frame(
        "Your trips",
        "/account/trips",
        &html! {
            @if log.trips.is_empty() && !is_continued {
                section.card {
                    p { "No trips yet. Visit a store and press Activate in the extension; the trip appears here at once, the purchase when the store has reported it." }
                }
            }
            @for trip in &log.trips { (entry(trip, zone)) }
            nav.pager aria-label="Pages" {
                @if is_continued { a.button.quiet href="/account/trips" { "Newest" } }
                @if let Some(next) = &log.next {
                    a.button.quiet rel="next" href={ "/account/trips?after=" (next.text()) } { "Older" }
                }
            }
        },
    )
}

fn entry(trip: &Trip, zone: &TimeZone) -> Markup {
    html! {
        article.card {
            div.headline {
                h2 { a href={ "/stores/" (trip.retailer) } { (trip.store()) } }
                (state(trip.state().name()))
            }
            dl.facts {
                div { dt { "Activated" } dd { (dates::minute(trip.clicked_ms, zone)) } }
                div { dt { "Promised" } dd { (promised(trip)) } }
                @if let Some(posted) = &trip.posted {
                    div { dt { "Posted" } dd { (posted_rate(trip, posted)) } }
                }
            }
            (reason(trip))
            p.hint { a href={ "/account/claims?trip=" (trip.click) } { "Something missing or wrong?" span.unseen { " Trip to " (trip.store()) } } }
        }
    }
}

fn promised(trip: &Trip) -> Markup {
    let boost = trip.terms.boost.as_ref();
    let cap = boost.and_then(|boost| boost.cap);
    html! {
        @match promise::promised(&trip.terms) {
            Some(rate) => (amounts::rate(&rate)),
            None => "No rate",
        }
        @if boost.is_some() { ", boosted" }
        @if let Some(cap) = cap { " (the boost adds at most " (amounts::dollars(i64::from(cap))) ")" }
    }
}

fn posted_rate(trip: &Trip, posted: &Posted) -> Markup {
    let is_percent = matches!(promise::promised(&trip.terms), Some(Rate::Percent { .. }));
    html! {
        strong { (amounts::dollars(posted.base + posted.boost)) }
        @if posted.sale_minor > 0 { " on " (amounts::dollars(posted.sale_minor)) }
        @if let (true, Some(share @ BasisPoints(1..))) = (is_percent, promise::posted_share(posted)) {
            ", that is " (amounts::percent(share))
        }
    }
}

fn reason(trip: &Trip) -> Markup {
    let reason = trip
        .posted
        .as_ref()
        .and_then(|p| promise::difference(&trip.terms, p));
    html! {
        @if let Some(reason) = reason {
            p.note {
                (reason.sentence())
                @if let Reason::CapReached(cut) = reason { " That is " (amounts::dollars(cut)) " less." }
            }
        }
    }
}
