//! Why money waits: what kept the last payout from a member, what would keep the next one, and what to do about it.

use crate::{
    pages::{amounts, dates},
    payout::{
        Reason,
        history::{Entry, Outcome},
    },
};
use maud::{Markup, html};

/// What there is to be said.
pub(crate) struct View<'a> {
    /// What the last payout day came to for the member.
    pub(crate) last: Option<Entry>,
    /// What would keep the next payout from them, as things are now.
    pub(crate) now: Option<Reason>,
    /// What they are paid in.
    pub(crate) unit: &'a str,
    /// Cents that wait.
    pub(crate) confirmed: i64,
}

pub(crate) fn notice(view: &View<'_>) -> Markup {
    html! {
        @match (carried(view.last.as_ref()), view.now) {
            (Some((entry, before)), now) => {
                div class=(if now.is_some() { "refusal" } else { "note" }) {
                    p {
                        "On " (dates::long(&entry.date)) " nothing was paid to you"
                        @if entry.cents > 0 { ", and " (amounts::dollars(entry.cents)) " was carried over" }
                        ": " (before.words()) "."
                    }
                    @match now {
                        Some(now) if now != before => p { "The next payout could not be made either: " (now.words()) ". " (advice(now, view.unit)) },
                        Some(now) => p { (advice(now, view.unit)) },
                        None if before == Reason::BelowMinimum => p { "It is kept, and paid on the first payout day that finds enough." },
                        None => p { "This is settled now: the next payout can be made." },
                    }
                }
            }
            (None, Some(now)) if view.confirmed > 0 || now == Reason::QuestionOpen => {
                div.refusal { p { "The next payout could not be made as things are: " (now.words()) ". " (advice(now, view.unit)) } }
            }
            _ => {}
        }
    }
}

fn carried(last: Option<&Entry>) -> Option<(&Entry, Reason)> {
    match last {
        Some(
            entry @ Entry {
                outcome: Outcome::CarriedOver(reason),
                ..
            },
        ) => Some((entry, *reason)),
        _ => None,
    }
}

/// What the member can do.
fn advice(reason: Reason, unit: &str) -> Markup {
    let page = format!("/account/payout?unit={unit}");
    html! {
        @match reason {
            Reason::BelowMinimum => {}
            Reason::NoAddress => a href={ (page) "#where" } { "Enter where it should go" },
            Reason::NoAccount => a href={ (page) "#where" } { "Enter your account" },
            Reason::AccountUnconfirmed => { "We ask the programme. " a href={ (page) "#where" } { "See whether the account is right" } },
            Reason::QuestionOpen => a href=(page) { "Answer it" },
            Reason::NoRate => { "Wait until it has one, or " a href="/account/payout?unit=usd" { "be paid in cash" } },
        }
    }
}
