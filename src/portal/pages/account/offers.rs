//! Linked cards, and the offers that work with them.

use super::{account_frame, form_token, other_earnings};
use crate::{
    card_linked::{
        added::Standing,
        card::Card,
        offer::{Kind, Offer},
    },
    other_earnings::OtherEarning,
    pages::{amounts, dates},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::collections::HashMap;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) cards: Vec<Card>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) standings: HashMap<String, Standing>,
    pub(crate) earnings: Vec<OtherEarning>,
    pub(crate) zone: &'a TimeZone,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    account_frame(
        "In stores and restaurants",
        "/account/offers",
        &html! {
            (cards(view))
            (offers(view, Kind::InStore, "In-store offers", "Add the offer before you pay, and pay with a linked card. Each offer is good for one purchase; add it again to use it again. Orders for pick-up do not count."))
            (offers(view, Kind::Dining, "Dining", "Enable it once; from then on meals paid with a linked card count."))
            @let purchases: Vec<&OtherEarning> = view.earnings.iter().filter(|e| e.is_card_purchase()).collect();
            @if !purchases.is_empty() {
                section.card {
                    h2 { "Card purchases" }
                    (other_earnings::table(&purchases, view.zone))
                }
            }
        },
    )
}

fn cards(view: &View<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Linked cards" }
            ul.rows {
                @for card in view.cards.iter().filter(|card| card.ended_ms.is_none()) {
                    li {
                        span { (card.label) " " small.muted { "known to our partner as " code { (card.id) } } }
                        form method="post" action={ "/account/cards/" (card.id) "/end" } {
                            (form_token(view.form))
                            button.quiet type="submit" aria-label={ "Unlink " (card.label) } { "Unlink" }
                        }
                    }
                }
            }
            form method="post" action="/account/cards" {
                (form_token(view.form))
                label for="label" { "Link a card" }
                input #label type="text" name="label" maxlength="40" autocomplete="off" required aria-describedby="label-hint";
                p.hint #label-hint { "A name, such as \"Blue Visa\". Never the number: this portal does not want to know it." }
                button type="submit" { "Link" }
            }
        }
    }
}

fn offers(view: &View<'_>, kind: Kind, title: &str, rules: &str) -> Markup {
    let offers: Vec<&Offer> = view.offers.iter().filter(|o| o.kind == kind).collect();
    html! {
        section.card {
            h2 { (title) }
            p.muted { (rules) }
            @if offers.is_empty() { p { "There are none at the moment." } }
            ul.rows {
                @for offer in offers {
                    li {
                        span { strong { (offer.store) } " " (terms(offer)) }
                        (add(view, offer))
                    }
                }
            }
        }
    }
}

fn terms(offer: &Offer) -> String {
    let rate = offer
        .rates()
        .ok()
        .and_then(|rates| rates.first().map(amounts::rate))
        .unwrap_or_default();
    let least = match offer.spend {
        0 => String::new(),
        spend => format!(" on purchases from {}", amounts::dollars(spend)),
    };
    format!("{rate}{least}, at most {}", amounts::dollars(offer.most))
}

fn add(view: &View<'_>, offer: &Offer) -> Markup {
    let (verb, done) = match offer.kind {
        Kind::InStore => ("Add", "Added"),
        Kind::Dining => ("Enable", "Enabled"),
    };
    html! {
        @match view.standings.get(&offer.id) {
            Some(Standing::Added { until_ms: i64::MAX }) => span.state.confirmed { (done) },
            Some(Standing::Added { until_ms }) => span.state.confirmed { (done) ", until " (dates::day(*until_ms, view.zone)) },
            _ => form method="post" action={ "/account/offers/" (offer.id) "/add" } {
                (form_token(view.form))
                button type="submit" aria-label={ (verb) " " (offer.store) } { (verb) }
            }
        }
    }
}
