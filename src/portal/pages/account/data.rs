//! A copy of everything, and leaving for good.

use super::{account_frame, form_token, security::current};
use crate::{
    ledger::balances::Balances,
    pages::{
        amounts::dollars,
        field::{alert, beside, sentence},
    },
    refusal::Refusal,
};
use maud::{Markup, html};

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) email: String,
    pub(crate) balances: Balances,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    account_frame(
        "Your data",
        "/account/data",
        &html! {
            section.card aria-labelledby="copy" {
                h2 #copy { "A copy of everything" }
                p { "All that this portal stores about you, as one JSON file: trips with their terms, earnings, every movement of money, claims, sessions, what you elected. No password and no token is in it." }
                p { a.button.quiet href="/account/export" download { "Download the copy" } }
            }
            section.card aria-labelledby="leave" {
                h2 #leave { "Delete your account" }
                p { "At once and for good:" }
                ul {
                    li { "your e-mail address, password, sessions, connected extensions, addresses, claims and the pages your trips led to are deleted;" }
                    li { "store, time and amount of past trips and payouts stay in the books, under a random number that no longer leads to you;" }
                    li { (loss(&view.balances)) }
                    li { "points that were delivered stay with their programme." }
                }
                @if view.balances.in_payout > 0 {
                    p.refusal { (dollars(view.balances.in_payout)) " is on its way to you. The account can be deleted once it has arrived." }
                } @else {
                    (form(view))
                }
            }
        },
    )
}

/// What is lost, in dollars.
fn loss(balances: &Balances) -> Markup {
    html! {
        @match (balances.confirmed, balances.pending) {
            (0, 0) => "nothing is waiting to be paid, so no money is lost;",
            (confirmed, pending) => {
                strong { (dollars(confirmed)) " confirmed and " (dollars(pending)) " pending are forfeited." }
                " To be paid first, wait for the next payout;"
            }
        }
    }
}

fn form(view: &View<'_>) -> Markup {
    let understood = sentence(view.refusal, "understood");
    html! {
        (alert(view.refusal))
        form method="post" action="/account/delete" {
            (form_token(view.form))
            // For password managers: whose password is meant.
            input type="hidden" name="username" autocomplete="username" value=(view.email);
            label.choice {
                input #understood type="checkbox" name="understood" value="yes" required
                    aria-invalid=[understood.map(|_| "true")]
                    aria-describedby=[understood.map(|_| "understood-refusal")];
                span { "I understand that this cannot be undone." }
            }
            (beside("understood", None, understood))
            (current("", view.refusal))
            button.danger type="submit" { "Delete my account" }
        }
    }
}
