//! A member's pages: one frame with its own navigation, one file for each page below.

pub(crate) mod chart;
pub(crate) mod claims;
pub(crate) mod data;
pub(crate) mod hindrance;
pub(crate) mod offers;
mod other_earnings;
pub(crate) mod overview;
pub(crate) mod payout;
pub(crate) mod payouts;
pub(crate) mod referral;
pub(crate) mod security;
pub(crate) mod trips;
pub(crate) mod way;

use super::{Visitor, frame};
use maud::{Markup, html};

/// Address and name of each page, in the order of the navigation.
const PAGES: [(&str, &str); 8] = [
    ("/account", "Overview"),
    ("/account/trips", "Trips"),
    ("/account/payouts", "Payouts"),
    ("/account/claims", "Claims"),
    ("/account/referral", "Invite friends"),
    ("/account/offers", "In stores"),
    ("/account/security", "Sign-in and devices"),
    ("/account/data", "Your data"),
];

/// A member's page; `path` is the one of the navigation that it belongs to.
fn account_frame(title: &str, path: &str, body: &Markup) -> Markup {
    frame(
        title,
        Visitor::Member,
        &html! {
            h1 { (title) }
            nav.tabs aria-label="Account" {
                ul {
                    @for (address, name) in PAGES {
                        li { a href=(address) aria-current=[(address == path).then_some("page")] { (name) } }
                    }
                }
            }
            (body)
        },
    )
}

/// The hidden field that every form needs.
fn form_token(value: &str) -> Markup {
    html! { input type="hidden" name="form" value=(value); }
}

/// A state as members read it.
fn state(name: &str) -> Markup {
    let label = match name {
        "processing" => "Processing",
        "pending" => "Pending",
        "confirmed" => "Confirmed",
        "in_payout" => "In payout",
        "paid" => "Paid",
        "ineligible" => "Ineligible",
        "reversed" => "Reversed",
        "failed" => "Came back",
        "carried" => "Carried over",
        "waiting" => "Waiting for confirmation",
        "open" => "Open",
        "answered" => "Answered",
        "closed" => "Closed",
        other => other,
    };
    html! { span class={ "state " (name) } { (label) } }
}
