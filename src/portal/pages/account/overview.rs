//! The account at a glance: balances, the next payout, what it is paid in, and the newest trips.

use super::{account_frame, chart, form_token, state};
use crate::{
    earned::Month,
    pages::{amounts, dates},
    payout_calendar::Estimate,
    programme_terms::Terms,
    summary::Summary,
    trip_log::Trip,
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use pointback_core::money::Unit;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) email: String,
    pub(crate) summary: Summary,
    pub(crate) months: Vec<Month>,
    pub(crate) trips: Vec<Trip>,
    /// What the present election still waits for.
    pub(crate) question: Option<Terms>,
    pub(crate) units: &'a [Unit],
    pub(crate) zone: &'a TimeZone,
    pub(crate) now_s: i64,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    account_frame(
        "Your account",
        "/account",
        &html! {
            div.headline {
                p.muted { "Signed in as " (view.email) }
                form method="post" action="/sign-out" {
                    (form_token(view.form))
                    button.quiet.small type="submit" { "Sign out" }
                }
            }
            (open_question(view))
            (balances(view))
            div.columns {
                (next_payout(view))
                (paid_in(view))
            }
            (chart::of(&view.months))
            (trips(view))
        },
    )
}

fn open_question(view: &View<'_>) -> Markup {
    html! {
        @if let Some(terms) = &view.question {
            p.refusal {
                "One question is open before your points can be sent. "
                a href={ "/account/payout?unit=" (terms.unit) } { "Answer it" }
            }
        }
    }
}

fn balances(view: &View<'_>) -> Markup {
    let b = &view.summary.balances;
    let shown = [
        (
            "Pending",
            b.pending,
            "Reported by the store, not certain yet",
        ),
        ("Confirmed", b.confirmed, "Yours, paid at the next payout"),
        ("In payout", b.in_payout, "On its way to you"),
        ("Paid", b.paid, "All payouts so far"),
    ];
    html! {
        section aria-label="Balances" {
            dl.figures {
                @for (name, cents, meaning) in shown {
                    div.card {
                        dt { (name) }
                        dd.figure { (amounts::dollars(cents)) }
                        dd.muted { (meaning) }
                    }
                }
            }
            @for delivered in &view.summary.delivered {
                p.muted { (amounts::points(delivered.points)) " were delivered to " (programme(view.units, &delivered.unit)) " so far." }
            }
            @if b.to_offset > 0 {
                p.refusal { (amounts::dollars(b.to_offset)) " was paid for purchases that were returned later. Your next cash back makes up for it." }
            }
        }
    }
}

fn programme<'a>(units: &'a [Unit], id: &'a str) -> &'a str {
    let mut names = units.iter().filter_map(|unit| match unit {
        Unit::Points { id: own, name, .. } if own == id => Some(name.as_str()),
        Unit::Points { .. } | Unit::Cash { .. } => None,
    });
    names.next().unwrap_or(id)
}

fn next_payout(view: &View<'_>) -> Markup {
    let next = &view.summary.next_payout;
    let confirmed = view.summary.balances.confirmed;
    let day = next.date.parse::<Date>().map_or_else(
        |_| next.date.clone(),
        |date| date.strftime("%B %-d, %Y").to_string(),
    );
    html! {
        section.card aria-labelledby="next" {
            h2 #next { "Next payout" }
            p.figure { time datetime=(next.date) { (day) } }
            @if next.missing > 0 {
                p { (amounts::dollars(next.missing)) " more must be confirmed for a payout; until then it is carried over." }
                progress max=(next.min) value=(confirmed) aria-label="Confirmed towards the smallest payout" {}
                p.muted { (amounts::dollars(confirmed)) " of " (amounts::dollars(next.min)) }
            } @else {
                p { "At least " strong { (estimate(&next.estimate)) } ", if nothing changes." }
            }
        }
    }
}

fn estimate(estimate: &Estimate) -> String {
    match (estimate.minor, estimate.points) {
        (Some(cents), _) => amounts::dollars(cents),
        (_, points) => amounts::points(points.unwrap_or(0)),
    }
}

fn paid_in(view: &View<'_>) -> Markup {
    let elected = &view.summary.election.unit;
    html! {
        section.card aria-labelledby="paid-in" {
            h2 #paid-in { "Paid in" }
            form method="get" action="/account/payout" {
                fieldset {
                    legend.unseen { "Paid in" }
                    @for unit in view.units {
                        label.choice {
                            input type="radio" name="unit" value=(unit.id()) checked[unit.id() == elected];
                            span {
                                (unit_name(unit))
                                @if let Some(per) = unit.per_unit_at(view.now_s) {
                                    br; span.muted { "better than cash if a point is worth more than " (amounts::break_even_cents(per)) " cents to you" }
                                }
                            }
                        }
                    }
                }
                button.quiet type="submit" { "Change …" }
            }
            p.hint { "Nothing changes before the next page has told you what it means." }
            // The way in which cash is paid (a check's address, a PayPal address) is shown and chosen here.
        }
    }
}

/// A unit as members know it.
pub(super) fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::Cash { cur, .. } => format!("Cash ({cur})"),
        Unit::Points { name, .. } => format!("{name} points"),
    }
}

fn trips(view: &View<'_>) -> Markup {
    html! {
        section.card aria-labelledby="newest" {
            h2 #newest { "Newest trips" }
            @if view.trips.is_empty() {
                p.muted { "No trips yet. Visit a store and press Activate in the extension." }
            } @else {
                ul.rows {
                    @for trip in &view.trips {
                        li {
                            span { strong { (trip.store()) } br; span.muted { (dates::day(trip.clicked_ms, view.zone)) } }
                            span.amount {
                                (state(trip.state().name()))
                                @if let Some(posted) = trip.posted { br; (amounts::dollars(posted.base + posted.boost)) }
                            }
                        }
                    }
                }
                p { a href="/account/trips" { "All trips, with promised and posted rates" } }
            }
        }
    }
}
