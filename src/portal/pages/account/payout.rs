//! Between cash and points: what the choice means, said before it is made.

use super::{account_frame, form_token, overview::unit_name};
use crate::{
    pages::{amounts, field::beside},
    programme_terms::Terms,
    summary::Summary,
};
use maud::{Markup, html};
use pointback_core::money::{PerUnit, Unit, points};

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) summary: Summary,
    pub(crate) unit: Unit,
    /// The question that the member has not agreed to yet.
    pub(crate) terms: Option<Terms>,
    pub(crate) now_s: i64,
    pub(crate) refusal: Option<&'a str>,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let is_elected = view.summary.election.unit == view.unit.id();
    let title = format!("Paid in {}", unit_name(&view.unit));
    account_frame(
        &title,
        "/account",
        &html! {
            section.card {
                @match view.unit.per_unit_at(view.now_s) {
                    Some(per) => (points_mean(view, per)),
                    None => (cash_means()),
                }
                @if is_elected && view.terms.is_none() {
                    p.note { "This is what you are paid in already." }
                    p { a href="/account" { "Back to your account" } }
                } @else {
                    form method="post" action="/account/election" {
                        (form_token(view.form))
                        input type="hidden" name="unit" value=(view.unit.id());
                        (question(view))
                        div.choices {
                            button type="submit" { "Pay me in " (unit_name(&view.unit)) }
                            a.button.quiet href="/account" { "Keep things as they are" }
                        }
                    }
                }
            }
        },
    )
}

fn points_mean(view: &View<'_>, per: &PerUnit) -> Markup {
    let confirmed = view.summary.balances.confirmed;
    html! {
        ul {
            li { "$1.00 becomes " (amounts::points(points(100, 2, per))) "." }
            @if confirmed > 0 {
                li { "The " (amounts::dollars(confirmed)) " that is confirmed now would be " (amounts::points(points(confirmed, 2, per))) "." }
            }
            li { "Points are the better choice if one is worth more to you than " (amounts::break_even_cents(per)) " cents. At less than that, cash is." }
            li { "What is in force on payout day decides for everything confirmed and not yet paid." }
        }
        p.refusal {
            strong { "One way only. " }
            "Points that were delivered cannot be turned back into cash. You can change what future payouts are paid in at any time."
        }
    }
}

fn cash_means() -> Markup {
    html! {
        ul {
            li { "Everything confirmed and not yet paid is paid in cash from the next payout on." }
            li { "Points that were delivered stay points: they cannot be turned back." }
        }
    }
}

fn question(view: &View<'_>) -> Markup {
    html! {
        @if let Some(terms) = &view.terms {
            fieldset {
                legend { "Who can take part" }
                label.choice {
                    input #agreed type="checkbox" name="agreed" value=(terms.version) required
                        aria-invalid=[view.refusal.map(|_| "true")]
                        aria-describedby=[view.refusal.map(|_| "agreed-refusal")];
                    span { (terms.question) }
                }
                (beside("agreed", None, view.refusal))
                p.hint { "Wording: " (terms.version) }
            }
        }
    }
}
