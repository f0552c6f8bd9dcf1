//! A store's own page: everything it pays, everything that is excluded, and what to do next.

use super::{Visitor, amounts, dates, frame};
use crate::directory::Store;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use pointback_core::{
    money::Unit,
    rate::{Boost, Headline, Rate},
    retailer::Retailer,
};
use url::Url;

/// Seconds that a trip lasts when the retailer does not say.
const USUAL_TRIP_S: u32 = 24 * 60 * 60;

/// Feeds write a far date where there is no end.
const ENDLESS_S: i64 = 10 * 365 * 24 * 60 * 60;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) store: &'a Store,
    pub(crate) units: &'a [Unit],
    pub(crate) now_s: i64,
    pub(crate) zone: &'a TimeZone,
    pub(crate) base: &'a Url,
    pub(crate) visitor: Visitor,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let retailer = view.store.retailer();
    let category = &view.store.shelf().category;
    frame(
        &retailer.name,
        view.visitor,
        &html! {
            p.back { a href="/" { "All stores" } }
            h1 { (retailer.name) }
            @if !category.is_empty() {
                p.muted { "In " a href={ "/?category=" (encoded(category)) } { (category) } }
            }
            div.columns {
                (pays(view))
                (next_steps(view))
            }
            (terms(view))
        },
    )
}

fn pays(view: &View<'_>) -> Markup {
    let retailer = view.store.retailer();
    let headline = retailer.headline_at(view.now_s);
    html! {
        section.card aria-labelledby="pays" {
            h2 #pays { "What it pays" }
            @match &headline {
                Some(headline) => {
                    p.figure { (amounts::headline(headline)) }
                    @if let Some(was) = headline.was {
                        p { s { span.unseen { "was " } (amounts::percent(was)) } " without the boost" }
                    }
                    (in_points(headline, view))
                }
                None => p { "No rate is known for this store today, so nothing can be promised." }
            }
            @for boost in upcoming(retailer, view.now_s) { (boosted(boost, view)) }
            @if retailer.rates.len() > 1 { (tiers(retailer, view)) }
            p.hint { "Of the price without tax and shipping. Rounded down to the cent." }
        }
    }
}

/// The same in every points programme: at 100 points for a dollar of reward, 10 % is 10 points for a dollar spent.
fn in_points(headline: &Headline, view: &View<'_>) -> Markup {
    html! {
        @for unit in view.units {
            @if let (Unit::Points { name, .. }, Some(per)) = (unit, unit.per_unit_at(view.now_s)) {
                p.muted { (amounts::rate_in_points(&headline.rate, per)) " in " (name) }
            }
        }
    }
}

/// Boosts that run or are announced, in the order of their start.
fn upcoming(retailer: &Retailer, now_s: i64) -> Vec<&Boost> {
    let mut boosts: Vec<&Boost> = retailer.boosts.iter().filter(|b| b.e > now_s).collect();
    boosts.sort_by_key(|b| b.s);
    boosts
}

fn boosted(boost: &Boost, view: &View<'_>) -> Markup {
    let moment = |s: i64| dates::minute(s.saturating_mul(1_000), view.zone);
    html! {
        p.note {
            strong { (amounts::percent(boost.v)) " boost" }
            @if !boost.runs_at(view.now_s) { " from " (moment(boost.s)) }
            @if boost.e - view.now_s < ENDLESS_S { " until " (moment(boost.e)) } @else { ", without an end" }
            "."
            @if let Some(cap) = boost.cap {
                " The boost adds at most " (amounts::dollars(i64::from(cap))) " for each member; the base rate goes on after that."
            }
        }
    }
}

fn tiers(retailer: &Retailer, view: &View<'_>) -> Markup {
    html! {
        table {
            caption { "By category" }
            thead { tr { th scope="col" { "What you buy" } th.amount scope="col" { "Cash back" } } }
            tbody {
                @for rate in &retailer.rates {
                    tr {
                        th scope="row" { (rate.label().unwrap_or("Everything else")) }
                        td.amount { (tier(rate, view)) }
                    }
                }
            }
        }
    }
}

fn tier(rate: &Rate, view: &View<'_>) -> Markup {
    let per = view.units.iter().find_map(|u| u.per_unit_at(view.now_s));
    html! {
        (amounts::rate(rate))
        @if let Some(per) = per { br; span.muted { (amounts::rate_in_points(rate, per)) } }
    }
}

fn next_steps(view: &View<'_>) -> Markup {
    let retailer = view.store.retailer();
    let trip = retailer.trip_ttl.unwrap_or(USUAL_TRIP_S);
    let host = retailer.hosts.first().map_or("", |h| h.as_str());
    html! {
        section.card aria-labelledby="steps" {
            h2 #steps { "What to do next" }
            ol.steps {
                @if view.visitor == Visitor::Anyone {
                    li { a href="/sign-up" { "Create an account" } " or " a href="/sign-in" { "sign in" } ", and connect the Pointback extension to it." }
                }
                li { "Open the store. Going there earns nothing yet." }
                li { "Press " strong { "Activate" } " in the extension. One activation covers one purchase." }
                li { "Put what you want into the cart after that, and buy in the same tab within " (lasting(trip)) "." }
                li { "The purchase appears in your account when the store reports it, usually within a few days. If it does not, file a claim there." }
            }
            p { a.button.quiet href=(address(host, view.base)) rel="noreferrer" { "Open " (retailer.name) } }
        }
    }
}

fn lasting(seconds: u32) -> String {
    let (minutes, hours) = (seconds.div_ceil(60), seconds / 3_600);
    match (hours, seconds % 3_600) {
        (1, 0) => "an hour".to_owned(),
        (2.., 0) => format!("{hours} hours"),
        _ => format!("{minutes} minutes"),
    }
}

fn terms(view: &View<'_>) -> Markup {
    let (retailer, shelf) = (view.store.retailer(), view.store.shelf());
    let condition = retailer.condition.as_ref();
    let in_full = shelf.terms.iter().filter(|term| Some(*term) != condition);
    html! {
        section.card aria-labelledby="terms" {
            h2 #terms { "Conditions and exclusions" }
            ul {
                @for term in condition.into_iter().chain(in_full) { li { (term) } }
                @if !retailer.paths.is_empty() {
                    li { "Only these parts of the site: " (retailer.paths.join(", ")) }
                }
                @for host in &retailer.excluded { li { "Nothing is paid at " (host.as_str()) "." } }
                li { "A code from another site, another cash-back program or another tab can take the reward away." }
                li { "What is returned or cancelled earns nothing." }
            }
            p.hint { "Covered: " @for (n, host) in retailer.hosts.iter().enumerate() { @if n > 0 { ", " } (host.as_str()) } }
        }
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Demo shops are on this machine, behind the portal's own port; all others are on the web.
fn address(host: &str, base: &Url) -> String {
    match (host.ends_with(".localhost"), base.port()) {
        (true, Some(port)) => format!("http://{host}:{port}/"),
        _ => format!("https://{host}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demo_shops_are_behind_the_portals_port() {
        let base = Url::parse("http://127.0.0.1:8787/").unwrap();
        assert_eq!(
            address("books.localhost", &base),
            "http://books.localhost:8787/"
        );
        assert_eq!(address("www.etsy.com", &base), "https://www.etsy.com/");
    }

    #[test]
    fn a_trip_is_spoken_of_in_whole_hours_where_it_has_them() {
        for (seconds, said) in [
            (86_400, "24 hours"),
            (3_600, "an hour"),
            (5_400, "90 minutes"),
            (900, "15 minutes"),
        ] {
            assert_eq!(lasting(seconds), said);
        }
    }
}
