//! Between cash and points: what the choice means, said before it is made, and where it goes.

use super::{account_frame, form_token, overview::unit_name, way};
use crate::{
    pages::{
        amounts,
        field::{beside, sentence},
    },
    programme_terms::Terms,
    refusal::Refusal,
    summary::Summary,
};
use maud::{Markup, html};
use pointback_core::money::{PerUnit, Unit, points};
use std::collections::BTreeMap;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) summary: Summary,
    pub(crate) unit: Unit,
    /// The question that the member has not agreed to yet.
    pub(crate) terms: Option<Terms>,
    /// Why the operator's rules keep the member from electing it.
    pub(crate) closed: Option<&'static str>,
    pub(crate) now_s: i64,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) way: way::View<'a>,
    /// Was the way just changed?
    pub(crate) is_saved: bool,
    pub(crate) form: &'a str,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let is_elected = view.summary.election.unit == view.unit.id() && view.terms.is_none();
    let title = format!("Paid in {}", unit_name(&view.unit));
    account_frame(
        &title,
        "/account",
        &html! {
            @if view.is_saved {
                p.note role="status" { "Saved, and in force from the next payout on." }
            }
            @if is_elected {
                // Whoever is paid in it already comes to see or to change where it goes.
                (way::section(&view.unit, &view.way))
                (choice(view, is_elected))
            } @else {
                (choice(view, is_elected))
                (way::section(&view.unit, &view.way))
            }
        },
    )
}

fn choice(view: &View<'_>, is_elected: bool) -> Markup {
    html! {
        section.card aria-labelledby="means" {
            h2 #means { "What it means to be paid in " (unit_name(&view.unit)) }
            @match view.unit.per_unit_at(view.now_s) {
                Some(per) => (points_mean(view, per)),
                None => (cash_means()),
            }
            @if is_elected {
                p.note { "This is what you are paid in already." }
                p { a href="/account" { "Back to your account" } }
            } @else if let Some(closed) = view.closed {
                p.refusal { (closed) }
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
    }
}

fn points_mean(view: &View<'_>, per: &PerUnit) -> Markup {
    let confirmed = view.summary.balances.confirmed;
    html! {
        ul {
            li { "$1.00 becomes " (amounts::points(points(100, 2, per))) "." }
            @for (tier, per) in tiers(&view.unit, view.now_s) {
                li { "For members with the status “" (tier) "”: $1.00 becomes " (amounts::points(points(100, 2, per))) ", better than cash above " (amounts::break_even_cents(per)) " cents a point." }
            }
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

/// The entries in force that are for one status only, by its name.
fn tiers(unit: &Unit, now_s: i64) -> BTreeMap<&str, &PerUnit> {
    let Unit::Points { per, .. } = unit else {
        return BTreeMap::new();
    };
    let mut in_force: Vec<&PerUnit> = per.iter().filter(|entry| entry.from <= now_s).collect();
    in_force.sort_by_key(|entry| entry.from);
    // A later entry takes the place of an earlier one.
    let of_tiers = in_force.into_iter();
    of_tiers
        .filter_map(|entry| Some((entry.tier.as_deref()?, entry)))
        .collect()
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
    let refusal = sentence(view.refusal, "agreed");
    html! {
        @if let Some(terms) = &view.terms {
            fieldset {
                legend { "Who can take part" }
                label.choice {
                    input #agreed type="checkbox" name="agreed" value=(terms.version) required
                        aria-invalid=[refusal.map(|_| "true")]
                        aria-describedby=[refusal.map(|_| "agreed-refusal")];
                    span { (terms.question) }
                }
                (beside("agreed", None, refusal))
                p.hint { "Wording: " (terms.version) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_its_own_rate_from_its_day_on() {
        let entry = |from, num, tier: Option<&str>| PerUnit {
            from,
            num,
            den: 1,
            tier: tier.map(str::to_owned),
        };
        let bilt = Unit::Points {
            id: "bilt".to_owned(),
            name: "Bilt".to_owned(),
            per: vec![
                entry(0, 100, None),
                entry(2_000, 40, Some("blue")),
                entry(1_000, 50, Some("blue")),
            ],
        };
        let blue = |now| tiers(&bilt, now).get("blue").map(|per| per.num);
        assert_eq!(blue(999), None);
        assert_eq!(blue(1_000), Some(50));
        assert_eq!(blue(2_000), Some(40));
    }
}
