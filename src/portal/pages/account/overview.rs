//! The account at a glance: balances, the next payout, what it is paid in, and the newest trips.

use super::{account_frame, chart, form_token, hindrance, payouts::programme, state};
use crate::{
    earned::Month,
    pages::{amounts, dates},
    payout::{
        programme::Account,
        way::{Kind, Way},
    },
    payout_calendar::Estimate,
    summary::Summary,
    trip_log::Trip,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use pointback_core::money::Unit;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) email: String,
    pub(crate) summary: Summary,
    pub(crate) months: Vec<Month>,
    pub(crate) trips: Vec<Trip>,
    pub(crate) hindrance: hindrance::View<'a>,
    /// Where payouts go now.
    pub(crate) way: Option<Way>,
    /// The account with the programme, if it was confirmed.
    pub(crate) confirmed: Option<Account>,
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
            (hindrance::notice(&view.hindrance))
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

fn balances(view: &View<'_>) -> Markup {
    let b = &view.summary.balances;
    let confirmed = if view.summary.next_payout.held > 0 {
        "Yours, paid at the next payouts"
    } else {
        "Yours, paid at the next payout"
    };
    let shown = [
        (
            "Pending",
            b.pending,
            "Reported by the store, not certain yet",
        ),
        ("Confirmed", b.confirmed, confirmed),
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

fn next_payout(view: &View<'_>) -> Markup {
    let next = &view.summary.next_payout;
    let payable = view.summary.balances.confirmed - next.held;
    html! {
        section.card aria-labelledby="next" {
            h2 #next { "Next payout" }
            p.figure { time datetime=(next.date) { (dates::long(&next.date)) } }
            @if next.missing > 0 {
                p { (amounts::dollars(next.missing)) " more must be confirmed for a payout; until then it is carried over." }
                progress max=(next.min) value=(payable) aria-label="Confirmed towards the smallest payout" {}
                p.muted { (amounts::dollars(payable)) " of " (amounts::dollars(next.min)) }
            } @else {
                p { "At least " strong { (estimate(&next.estimate)) } ", if nothing changes." }
            }
            @if next.held > 0 {
                p { (amounts::dollars(next.held)) " of what is confirmed was reported too late for that day; a later payout brings it." }
            }
            (where_it_goes(view))
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
        }
    }
}

fn where_it_goes(view: &View<'_>) -> Markup {
    let page = format!("/account/payout?unit={}#where", view.hindrance.unit);
    html! {
        h3 { "Where it goes" }
        @match &view.way {
            None => p { a href=(page) { "Choose where payouts go" } },
            Some(way) => {
                p {
                    (way.brief())
                    @if way.kind == Kind::Account { " " (state(if view.confirmed.is_some() { "confirmed" } else { "waiting" })) }
                }
                p { a href=(page) { "Change where it goes" } }
            }
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
