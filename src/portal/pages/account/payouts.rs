//! The payouts so far: what arrived, what came back, and what was carried over.

use super::{account_frame, state};
use crate::{
    pages::{amounts, dates},
    payout::{
        Rail,
        history::{Entry, Outcome, Payment, State},
    },
};
use maud::{Markup, html};
use pointback_core::money::Unit;

pub(crate) fn page(entries: &[Entry], units: &[Unit]) -> Markup {
    account_frame(
        "Payouts",
        "/account/payouts",
        &html! {
            section.card aria-label="Payouts so far" {
                @if entries.is_empty() {
                    p.muted { "None yet. Payouts are made in the middle of February, May, August and November." }
                } @else {
                    ul.rows { @for entry in entries { (row(entry, units)) } }
                }
                p.hint { "What you are paid in, and where it goes, is chosen on your " a href="/account" { "account’s overview" } "." }
            }
        },
    )
}

fn row(entry: &Entry, units: &[Unit]) -> Markup {
    let day = html! { strong { time datetime=(entry.date) { (dates::long(&entry.date)) } } };
    html! {
        li {
            @match &entry.outcome {
                Outcome::Paid(payment) => {
                    span { (day) br; span.muted { (way(payment, units)) (what_then(&payment.state)) } }
                    span.amount { strong { (amount(payment, units)) } br; (state(state_of(&payment.state))) }
                }
                Outcome::CarriedOver(reason) => {
                    span { (day) br; span.muted { "Nothing paid: " (reason.words()) } }
                    span.amount { @if entry.cents > 0 { (amounts::dollars(entry.cents)) br; } (state("carried")) }
                }
            }
        }
    }
}

fn way(payment: &Payment, units: &[Unit]) -> Markup {
    html! {
        @if let Some(way) = &payment.way { (way.brief()) }
        @else {
            @match &payment.rail {
                Rail::Check => "Check",
                Rail::PayPal => "PayPal",
                Rail::Points(unit) => (programme(units, unit)),
            }
        }
    }
}

fn amount(payment: &Payment, units: &[Unit]) -> String {
    match &payment.rail {
        Rail::Check | Rail::PayPal => amounts::dollars(payment.amount),
        Rail::Points(unit) => format!(
            "{} {} points",
            amounts::whole(payment.amount),
            programme(units, unit)
        ),
    }
}

/// The programme's name, or its short name once it is offered no more.
pub(super) fn programme<'a>(units: &'a [Unit], id: &'a str) -> &'a str {
    let mut names = units.iter().filter_map(|unit| match unit {
        Unit::Points { id: own, name, .. } if own == id => Some(name.as_str()),
        Unit::Points { .. } | Unit::Cash { .. } => None,
    });
    names.next().unwrap_or(id)
}

const fn state_of(state: &State) -> &'static str {
    match state {
        State::UnderWay => "in_payout",
        State::Arrived => "paid",
        State::CameBack(_) => "failed",
    }
}

fn what_then(state: &State) -> Markup {
    html! {
        @if let State::CameBack(reason) = state {
            br; "It came back" @if !reason.is_empty() { " (" (reason) ")" } " and is due again on the next payout."
        }
    }
}
