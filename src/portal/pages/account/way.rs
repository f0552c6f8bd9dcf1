//! Where a payout goes: a postal address or a PayPal account for cash, an account with the programme for points.

use super::{form_token, security::current, state};
use crate::{
    pages::{
        dates,
        field::{Field, alert, beside, described, sentence},
    },
    payout::{
        programme::Account,
        way::{Kind, Way},
    },
    refusal::Refusal,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use pointback_core::money::Unit;
use serde::Deserialize;

/// What was typed into one of the forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) unit: String,
    pub(crate) kind: String,
    payee: String,
    address: String,
    email: String,
    account: String,
    /// The password; never shown again.
    pub(crate) current: String,
}

impl Typed {
    /// The address as it is stored for this kind.
    pub(crate) fn address_for(&self, kind: Kind) -> Result<String, Refusal> {
        match kind {
            Kind::Check if self.payee.trim().is_empty() => Err(Refusal {
                field: "payee",
                sentence: "Enter the name that the check is made out to.",
            }),
            Kind::Check => Ok(format!("{}\n{}", self.payee, self.address)),
            Kind::PayPal => Ok(self.email.clone()),
            Kind::Account => Ok(self.account.clone()),
        }
    }
}

/// What this part of the page shows.
pub(crate) struct View<'a> {
    pub(crate) entered: Option<Way>,
    /// The account with the programme, if it was confirmed.
    pub(crate) confirmed: Option<Account>,
    pub(crate) typed: &'a Typed,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) zone: &'a TimeZone,
    pub(crate) form: &'a str,
}

impl View<'_> {
    /// The refusal, if it is about the form for this kind.
    fn refusal_of(&self, kind: Kind) -> Option<Refusal> {
        self.refusal.filter(|_| self.typed.kind == kind.name())
    }
}

/// The part of the page, for one unit.
pub(crate) fn section(unit: &Unit, view: &View<'_>) -> Markup {
    html! {
        @match unit {
            Unit::Cash { .. } => (for_cash(unit, view)),
            Unit::Points { name, .. } => (for_points(unit, name, view)),
        }
    }
}

fn for_cash(unit: &Unit, view: &View<'_>) -> Markup {
    let title = view
        .entered
        .as_ref()
        .map_or("Where cash goes", |_| "Where cash goes now");
    html! {
        section.card aria-labelledby="where" {
            h2 #where { (title) }
            @match &view.entered {
                None => p { "Nothing can be paid in cash before you have chosen one of the two ways below." },
                Some(way) => {
                    @match way.kind {
                        Kind::PayPal => p { "To the PayPal account " strong { (way.address) } "." },
                        _ => { p { "A check by post to" } p.said { (way.address) } },
                    }
                    p.hint { "Chosen " (dates::day(way.since_ms, view.zone)) "." }
                }
            }
            (in_force())
        }
        div.columns {
            section.card aria-labelledby="check" { h2 #check { "A check by post" } (by_check(unit, view)) }
            section.card aria-labelledby="paypal" { h2 #paypal { "PayPal" } (over_paypal(unit, view)) }
        }
    }
}

fn by_check(unit: &Unit, view: &View<'_>) -> Markup {
    let refusal = view.refusal_of(Kind::Check);
    let address = sentence(refusal, "address");
    let inside = html! {
        (Field {
            name: "payee", label: "Made out to", kind: "text", autocomplete: "name", value: &view.typed.payee,
            maxlength: Some(80), refusal, ..Field::default()
        })
        label for="address" { "Postal address" }
        textarea #address name="address" rows="4" maxlength="400" required autocomplete="street-address"
            aria-invalid=[address.map(|_| "true")] aria-describedby=[described("address", true, address.is_some())] { (view.typed.address) }
        (beside("address", Some("As on an envelope, in two to five lines: street, then city, state and ZIP code."), address))
    };
    form(
        unit,
        Kind::Check,
        "check-",
        view,
        &inside,
        "Pay me by check",
    )
}

fn over_paypal(unit: &Unit, view: &View<'_>) -> Markup {
    let inside = Field {
        name: "email",
        label: "E-mail address of your PayPal account",
        kind: "email",
        autocomplete: "email",
        value: &view.typed.email,
        maxlength: Some(254),
        refusal: view.refusal_of(Kind::PayPal),
        ..Field::default()
    };
    form(
        unit,
        Kind::PayPal,
        "paypal-",
        view,
        &html! { (inside) },
        "Pay me over PayPal",
    )
}

fn for_points(unit: &Unit, name: &str, view: &View<'_>) -> Markup {
    let inside = Field {
        name: "account",
        label: "Account",
        kind: "text",
        autocomplete: "off",
        value: &view.typed.account,
        hint: Some(
            "The number or name by which the programme knows you; another account is confirmed anew.",
        ),
        maxlength: Some(80),
        refusal: view.refusal_of(Kind::Account),
        ..Field::default()
    };
    html! {
        section.card aria-labelledby="where" {
            h2 #where { "Your account with " (name) }
            (account(name, view))
            (form(unit, Kind::Account, "account-", view, &html! { (inside) }, "Save the account"))
            (in_force())
        }
    }
}

fn account(name: &str, view: &View<'_>) -> Markup {
    html! {
        @match (&view.entered, &view.confirmed) {
            (None, _) => p { "None is entered. Points are delivered to it once " (name) " has confirmed it to us." },
            (Some(way), None) => {
                p { strong { (way.address) } " " (state("waiting")) }
                p.muted { "Entered " (dates::day(way.since_ms, view.zone)) ". We ask " (name) " to confirm it; until then your points are kept, and there is nothing left for you to do." }
            }
            (Some(way), Some(confirmed)) => {
                p { strong { (way.address) } " " (state("confirmed")) }
                p.muted {
                    "Entered " (dates::day(way.since_ms, view.zone)) ", confirmed by " (name)
                    @if confirmed.tier.is_empty() { "." } @else { " with the status “" (confirmed.tier) "”." }
                }
            }
        }
    }
}

fn in_force() -> Markup {
    html! { p.hint { "A change is in force from the next payout on. A payout that is under way still goes where it was meant to go." } }
}

/// A form for one kind of way. The password guards it: whoever could change where money goes could take it.
fn form(
    unit: &Unit,
    kind: Kind,
    prefix: &'static str,
    view: &View<'_>,
    inside: &Markup,
    button: &str,
) -> Markup {
    let refusal = view.refusal_of(kind);
    html! {
        (alert(refusal))
        form method="post" action="/account/way" {
            (form_token(view.form))
            input type="hidden" name="unit" value=(unit.id());
            input type="hidden" name="kind" value=(kind.name());
            (inside)
            (current(prefix, refusal))
            button type="submit" { (button) }
        }
    }
}
