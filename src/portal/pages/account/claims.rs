//! A member's claims with their answers, and the form for a new one.

use super::{account_frame, form_token, state};
use crate::{
    claims::{Claim, State},
    pages::{
        amounts, dates,
        field::{Field, alert, beside, described, sentence},
    },
    refusal::Refusal,
    trip_log::Trip,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed into the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) click: String,
    pub(crate) order: String,
    pub(crate) amount: String,
    pub(crate) note: String,
    pub(crate) packet: String,
}

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) claims: Vec<Claim>,
    /// What a claim may be about.
    pub(crate) trips: Vec<Trip>,
    pub(crate) typed: &'a Typed,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) zone: &'a TimeZone,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    account_frame(
        "Claims",
        "/account/claims",
        &html! {
            @if !view.claims.is_empty() {
                section aria-label="Your claims" { @for claim in &view.claims { (entry(claim, view)) } }
            }
            section.card aria-labelledby="new" {
                h2 #new { "Something is missing or wrong" }
                p { "Stores usually report a purchase within a few days. If it has not appeared by then, or earned less than promised, say so here: the portal asks the store, which can take some weeks." }
                (alert(view.refusal))
                @if view.trips.is_empty() {
                    p.muted { "A claim is about a trip, and you have none yet." }
                } @else {
                    (by_hand(view))
                }
            }
            @if !view.trips.is_empty() {
                section.card aria-labelledby="packet-title" {
                    h2 #packet-title { "Or send a packet" }
                    (by_packet(view))
                }
            }
        },
    )
}

fn entry(claim: &Claim, view: &View<'_>) -> Markup {
    let is_closed = claim.state() == Some(State::Closed);
    html! {
        article.card {
            div.headline {
                h2 { "Order " (claim.order_number) }
                (state(&claim.state))
            }
            p { (amounts::dollars(claim.amount_minor)) ", filed " (dates::day(claim.created_ms, view.zone)) @if claim.receipt_bytes > 0 { ", with receipts" } }
            @if !claim.note.is_empty() { p.said { (claim.note) } }
            @if !claim.answer.is_empty() {
                h3 { "Answer" @if let Some(at) = claim.answered_ms { span.muted { ", " (dates::day(at, view.zone)) } } }
                p.said { (claim.answer) }
            }
            @if is_closed {
                @if let Some(at) = claim.closed_ms { p.hint { "Closed " (dates::day(at, view.zone)) } }
            } @else {
                form method="post" action={ "/account/claims/" (claim.id) "/close" } {
                    (form_token(view.form))
                    button.quiet.small type="submit" { "Close" span.unseen { " the claim for order " (claim.order_number) } }
                }
            }
        }
    }
}

fn by_hand(view: &View<'_>) -> Markup {
    let (typed, refusal) = (view.typed, view.refusal);
    let note = sentence(refusal, "note");
    html! {
        form method="post" action="/account/claims" {
            (form_token(view.form))
            (trip_choice(view))
            (Field {
                name: "order", label: "Order number", kind: "text", autocomplete: "off", value: &typed.order,
                hint: Some("As the store wrote it in its confirmation."), maxlength: Some(80), refusal, ..Field::default()
            })
            (Field {
                name: "amount", label: "Amount in dollars", kind: "text", autocomplete: "off", inputmode: Some("decimal"),
                value: &typed.amount, hint: Some("Without tax and shipping."), maxlength: Some(16), refusal, ..Field::default()
            })
            label for="note" { "What happened" span.muted { " (may be left empty)" } }
            textarea #note name="note" rows="4" maxlength="2000"
                aria-invalid=[note.map(|_| "true")] aria-describedby=[described("note", false, note.is_some())] { (typed.note) }
            (beside("note", None, note))
            button type="submit" { "File the claim" }
        }
    }
}

fn trip_choice(view: &View<'_>) -> Markup {
    let refusal = sentence(view.refusal, "click");
    html! {
        label for="click" { "Trip" }
        select #click name="click" required aria-invalid=[refusal.map(|_| "true")]
            aria-describedby=[described("click", false, refusal.is_some())] {
            option value="" { "Choose a trip" }
            @for trip in &view.trips {
                option value=(trip.click) selected[trip.click == view.typed.click] {
                    (trip.store()) ", " (dates::minute(trip.clicked_ms, view.zone))
                }
            }
        }
        (beside("click", None, refusal))
    }
}

fn by_packet(view: &View<'_>) -> Markup {
    let refusal = sentence(view.refusal, "packet");
    html! {
        form method="post" action="/account/claims" {
            (form_token(view.form))
            label for="packet" { "Claim packet" }
            textarea #packet name="packet" rows="4" required spellcheck="false"
                aria-invalid=[refusal.map(|_| "true")] aria-describedby=[described("packet", true, refusal.is_some())] { (view.typed.packet) }
            (beside("packet", Some("The extension puts trip, order and receipts together. Paste all of it; what it says counts."), refusal))
            button.quiet type="submit" { "Send the packet" }
        }
    }
}
