//! The store directory: every listed retailer with its rate, searchable without signing in.

use super::{Visitor, amounts, frame};
use maud::{Markup, html};
use pointback_core::retailer::Retailer;
use url::Url;

const PER_PAGE: usize = 60;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) portal_name: &'a str,
    pub(crate) retailers: &'a [Retailer],
    pub(crate) now_s: i64,
    pub(crate) query: &'a str,
    /// From zero.
    pub(crate) page: usize,
    pub(crate) base: &'a Url,
    pub(crate) is_signed_in: bool,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let found = search(view.retailers, view.query);
    let shown: Vec<_> = found
        .iter()
        .skip(view.page * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    let has_more = found.len() > (view.page + 1) * PER_PAGE;
    let visitor = if view.is_signed_in {
        Visitor::Member
    } else {
        Visitor::Anyone
    };
    frame(
        "Stores",
        visitor,
        &html! {
            div.headline {
                div {
                    h1 { "Stores" }
                    p.muted { (view.portal_name) }
                }
            }
            search {
                form.search method="get" action="/" {
                    label.unseen for="q" { "Search stores" }
                    input #q name="q" type="search" value=(view.query) placeholder="Search by name or web address" autocomplete="off";
                    button type="submit" { "Search" }
                }
            }
            p.muted aria-live="polite" { (count(found.len(), view)) }
            ul.stores {
                @for retailer in shown {
                    (store(retailer, view))
                }
            }
            (pager(view, has_more))
        },
    )
}

fn store(retailer: &Retailer, view: &View<'_>) -> Markup {
    let headline = retailer.headline_at(view.now_s);
    let host = retailer.hosts.first().map_or("", |h| h.as_str());
    html! {
        li.card {
            div {
                a.name href=(address(host, view.base)) rel="noreferrer" { (retailer.name) }
                p.muted { (host) }
            }
            @match &headline {
                Some(headline) => {
                    p.rate {
                        strong { (amounts::headline(headline)) }
                        @if let Some(was) = headline.was { " " s { (amounts::percent(was)) } }
                    }
                }
                None => p.rate.muted { "Rate not known" }
            }
        }
    }
}

/// Demo shops are on this machine, behind the portal's own port; all others are on the web.
fn address(host: &str, base: &Url) -> String {
    match (host.ends_with(".localhost"), base.port()) {
        (true, Some(port)) => format!("http://{host}:{port}/"),
        _ => format!("https://{host}/"),
    }
}

fn count(found: usize, view: &View<'_>) -> String {
    match (found, view.query.is_empty()) {
        (0, _) => "No store matches. Try fewer letters.".to_owned(),
        (1, true) => "1 store".to_owned(),
        (n, true) => format!("{} stores", amounts::count(n)),
        (1, false) => format!("1 store matches “{}”", view.query),
        (n, false) => format!("{} stores match “{}”", amounts::count(n), view.query),
    }
}

fn pager(view: &View<'_>, has_more: bool) -> Markup {
    let link = |page: usize| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", view.query);
        query.append_pair("page", &page.to_string());
        format!("/?{}", query.finish())
    };
    html! {
        nav.pager aria-label="Pages" {
            @if view.page > 0 { a.button.quiet rel="prev" href=(link(view.page - 1)) { "Previous" } }
            @if has_more { a.button.quiet rel="next" href=(link(view.page + 1)) { "Next" } }
        }
    }
}

/// Names that begin with the query come first, then words that do, then the rest; each by name. Demo shops lead the
/// whole directory: they are what a newcomer can try.
fn search<'a>(retailers: &'a [Retailer], query: &str) -> Vec<&'a Retailer> {
    let query = query.to_lowercase();
    let mut found: Vec<(usize, String, &Retailer)> = retailers
        .iter()
        .filter_map(|retailer| {
            let name = retailer.name.to_lowercase();
            Some((rank(&name, retailer, &query)?, name, retailer))
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    found.into_iter().map(|(.., retailer)| retailer).collect()
}

fn rank(name: &str, retailer: &Retailer, query: &str) -> Option<usize> {
    if query.is_empty() {
        return Some(usize::from(!is_demo_shop(retailer)));
    }
    let in_a_host = || retailer.hosts.iter().any(|h| h.as_str().contains(query));
    if name.starts_with(query) {
        Some(0)
    } else if name.split_whitespace().any(|word| word.starts_with(query)) {
        Some(1)
    } else if name.contains(query) || in_a_host() {
        Some(2)
    } else {
        None
    }
}

fn is_demo_shop(retailer: &Retailer) -> bool {
    let mut hosts = retailer.hosts.iter();
    hosts.any(|host| host.as_str().ends_with(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retailer(id: u32, name: &str, host: &str) -> Retailer {
        let line = format!(r#"{{"id":{id},"n":"{name}","d":["{host}"]}}"#);
        Retailer::from_line(line.as_bytes()).unwrap()
    }

    #[test]
    fn the_nearest_names_come_first() {
        let all = [
            retailer(1, "The Shoe Barn", "barn.example"),
            retailer(2, "Horseshoes", "horse.example"),
            retailer(3, "Shoe City", "city.example"),
            retailer(4, "Footwear", "shoes.example"),
            retailer(5, "Books", "books.example"),
        ];
        let names: Vec<_> = search(&all, "SHOE").iter().map(|r| r.id.0).collect();
        assert_eq!(names, [3, 1, 4, 2]);
        assert_eq!(search(&all, "").len(), 5);
        assert!(search(&all, "zzz").is_empty());
    }

    #[test]
    fn demo_shops_are_behind_the_portals_port() {
        let base = Url::parse("http://127.0.0.1:8787/").unwrap();
        assert_eq!(
            address("books.localhost", &base),
            "http://books.localhost:8787/"
        );
        assert_eq!(address("www.etsy.com", &base), "https://www.etsy.com/");
    }
}
