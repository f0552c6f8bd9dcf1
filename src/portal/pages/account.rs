//! A member's page: what is on the way, when it is paid, and which extensions may act for them.

use super::{Visitor, amounts, frame};
use crate::{payout_calendar::Estimate, summary::Summary, tokens::OpenLink, trips::Trip};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use pointback_core::money::Unit;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) email: String,
    pub(crate) summary: Summary,
    pub(crate) trips: Vec<Trip>,
    pub(crate) links: Vec<OpenLink>,
    pub(crate) units: &'a [Unit],
    pub(crate) zone: &'a TimeZone,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    frame(
        "Your account",
        Visitor::Member,
        &html! {
            div.headline {
                div {
                    h1 { "Your account" }
                    p.muted { (view.email) }
                }
                form method="post" action="/sign-out" {
                    input type="hidden" name="form" value=(view.form);
                    button.quiet type="submit" { "Sign out" }
                }
            }
            (balances(view))
            div.columns {
                (next_payout(view))
                (election(view))
            }
            (trips(view))
            p { a href="/account/referral" { "Invite friends" } " · " a href="/account/offers" { "In stores and restaurants" } }
            (links(view))
        },
    )
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
            @if b.to_offset > 0 {
                p.refusal { (amounts::dollars(b.to_offset)) " was paid for purchases that were returned later. Your next cash back makes up for it." }
            }
        }
    }
}

fn next_payout(view: &View<'_>) -> Markup {
    let next = &view.summary.next_payout;
    let confirmed = view.summary.balances.confirmed;
    let day = next.date.parse::<Date>().map_or_else(
        |_| next.date.clone(),
        |date| date.strftime("%B %-d, %Y").to_string(),
    );
    html! {
        section.card {
            h2 { "Next payout" }
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

fn election(view: &View<'_>) -> Markup {
    let elected = &view.summary.election.unit;
    html! {
        section.card {
            h2 { "Paid in" }
            form method="post" action="/account/election" {
                input type="hidden" name="form" value=(view.form);
                fieldset {
                    legend.unseen { "Paid in" }
                    @for unit in view.units {
                        label.choice {
                            input type="radio" name="unit" value=(unit.id()) checked[unit.id() == elected];
                            span { (unit_name(unit)) }
                        }
                    }
                }
                button type="submit" { "Save" }
            }
            p.muted { "What is in force on payout day decides for everything confirmed and not yet paid." }
        }
    }
}

fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::Cash { cur, .. } => format!("Cash ({cur})"),
        Unit::Points { name, .. } => format!("{name} points"),
    }
}

fn trips(view: &View<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Trips" }
            @if view.trips.is_empty() {
                p.muted { "No trips yet. Visit a store and press Activate in the extension." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Store" } th scope="col" { "Date" } th scope="col" { "State" } th.amount scope="col" { "Cash back" } } }
                    tbody {
                        @for trip in &view.trips {
                            tr {
                                th scope="row" { (trip.name.as_deref().unwrap_or("A store that has left the list")) }
                                td { (day(trip.at * 1_000, view.zone)) }
                                td { span class={ "state " (trip.state) } { (label(trip.state)) } }
                                td.amount { (amounts::dollars(trip.reward_minor)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn label(state: &str) -> &str {
    match state {
        "processing" => "Processing",
        "pending" => "Pending",
        "confirmed" => "Confirmed",
        "in_payout" => "In payout",
        "paid" => "Paid",
        "ineligible" => "Ineligible",
        "reversed" => "Reversed",
        other => other,
    }
}

fn links(view: &View<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Connected extensions" }
            @if view.links.is_empty() {
                p.muted { "None. Sign in from the extension to connect it." }
            }
            ul.rows {
                @for link in &view.links {
                    li {
                        span { "Pointback extension, since " (day(link.created_ms, view.zone)) }
                        form method="post" action={ "/account/links/" (link.id) "/end" } {
                            input type="hidden" name="form" value=(view.form);
                            button.quiet type="submit" { "Disconnect" }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn day(at_ms: i64, zone: &TimeZone) -> String {
    Timestamp::from_millisecond(at_ms).map_or_else(
        |_| String::new(),
        |at| {
            at.to_zoned_datetime(zone.clone())
                .strftime("%b %-d, %Y")
                .to_string()
        },
    )
}
