//! "Allow Pointback to read balances and record clicks": the one question of the account link.

use super::{Visitor, frame, last_word};
use crate::authorization::{Asked, DELETE, EXPORT};
use maud::{Markup, html};

pub(crate) fn page(asked: &Asked, email: &str, at: &str, form_token: &str) -> Markup {
    frame(
        "Connect Pointback",
        Visitor::SignInWindow,
        &html! {
            section.card.narrow {
                h1 { "Allow Pointback to read balances and record clicks" }
                p { "The Pointback extension in this browser wants to work with the account of " strong { (email) } " at "
                    strong { (at) } "." }
                h2 { "It will be able to" }
                ul.ticks {
                    li { "see your balances, your trips and your next payout" }
                    li { "record a click when you press Activate, so that the purchase is credited to you" }
                    li { "change between cash and points when you ask for it" }
                    @if asks_for(asked, EXPORT) { li { strong { "read everything that is stored about you" } } }
                    @if asks_for(asked, DELETE) { li { strong { "delete your account for good" } } }
                }
                h2 { "It will never" }
                ul.crosses {
                    li { "learn your password" }
                    li { "tell this portal which pages you visit, except the store page on which you press Activate" }
                }
                form method="post" action="/oauth/authorize" {
                    input type="hidden" name="form" value=(form_token);
                    @for (name, value) in asked.fields() {
                        input type="hidden" name=(name) value=(value);
                    }
                    div.choices {
                        button type="submit" name="decision" value="allow" #allow { "Allow" }
                        button.quiet type="submit" name="decision" value="deny" { "Cancel" }
                    }
                }
                form method="post" action="/sign-out" {
                    input type="hidden" name="form" value=(form_token);
                    input type="hidden" name="next" value=(asked.path());
                    p.muted { "Not you? " button.link type="submit" { "Use another account" } }
                }
            }
        },
    )
}

/// Seen where the browser has no window for signing in, until the extension closes the tab.
pub(crate) fn decided(is_allowed: bool) -> Markup {
    if is_allowed {
        last_word(
            "Connected",
            "Pointback goes on by itself and closes this page. If it stays, press Pointback's button here once; should that \
             not help, sign in again from there.",
        )
    } else {
        last_word(
            "Not connected",
            "Pointback was refused. You may close this page.",
        )
    }
}

fn asks_for(asked: &Asked, scope: &str) -> bool {
    asked.scope.split_ascii_whitespace().any(|s| s == scope)
}
