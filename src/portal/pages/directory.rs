//! The store directory: search, categories, letters, and pages of stores with their rates. No sign-in needed.

use super::{Visitor, amounts, frame};
use crate::directory::{Directory, NO_LETTER, Store, Wanted};
use maud::{Markup, html};

const PER_PAGE: usize = 60;
const MOST_SHOWN_FIRST: usize = 12;

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) wanted: &'a Wanted,
    /// From one; beyond the last it is the last.
    pub(crate) page: usize,
    pub(crate) now_s: i64,
    pub(crate) visitor: Visitor,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let found = view.directory.find(view.wanted);
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let page = view.page.clamp(1, pages);
    let shown = found.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE);
    let is_front = view.wanted.is_everything() && page == 1;
    frame(
        &title(view.wanted),
        view.visitor,
        &html! {
            h1 { (title(view.wanted)) }
            p.muted { (view.directory.portal_name()) }
            (search(view.wanted))
            (categories(view))
            @if is_front {
                (shown_first("Featured", view.directory.featured(), view.now_s))
                (shown_first("Boosted now", view.directory.boosted(view.now_s).into_iter(), view.now_s))
            }
            section aria-labelledby="found" {
                h2 #found { (count(found.len(), view.wanted)) }
                (letters(view))
                @if found.is_empty() {
                    p { "Try fewer letters, or " a href="/" { "look through all stores" } "." }
                }
                (stores(shown.copied(), view.now_s))
                (pager(view.wanted, page, pages))
            }
        },
    )
}

fn title(wanted: &Wanted) -> String {
    match (wanted.query.as_str(), wanted.category.as_str()) {
        ("", "") => "Stores".to_owned(),
        ("", category) => category.to_owned(),
        (query, _) => format!("Search: {query}"),
    }
}

fn search(wanted: &Wanted) -> Markup {
    html! {
        search {
            form.search method="get" action="/" {
                label.unseen for="q" { "Search stores by name or web address" }
                input #q name="q" type="search" value=(wanted.query) placeholder="Name or web address" autocomplete="off";
                @if !wanted.category.is_empty() {
                    input type="hidden" name="category" value=(wanted.category);
                }
                button type="submit" { "Search" }
            }
        }
    }
}

fn categories(view: &View<'_>) -> Markup {
    let all = view.directory.categories();
    let chip = |name: &str, label: &str, number: Option<usize>| {
        let wanted = Wanted {
            category: name.to_owned(),
            ..Wanted::default()
        };
        let is_current = view.wanted.category == name;
        html! {
            li {
                a.chip href=(address(&wanted, 1)) aria-current=[is_current.then_some("true")] {
                    (label)
                    @if let Some(number) = number { " " span.muted { (amounts::count(number)) } }
                }
            }
        }
    };
    html! {
        @if !all.is_empty() {
            nav aria-label="Categories" {
                ul.chips {
                    (chip("", "All", None))
                    @for (name, number) in all { (chip(name, name, Some(*number))) }
                }
            }
        }
    }
}

fn shown_first<'a>(title: &str, all: impl Iterator<Item = &'a Store>, now_s: i64) -> Markup {
    let mut all = all.take(MOST_SHOWN_FIRST).peekable();
    html! {
        @if all.peek().is_some() {
            section { h2 { (title) } (stores(all, now_s)) }
        }
    }
}

fn letters(view: &View<'_>) -> Markup {
    let known = view.directory.initials(&view.wanted.category);
    let letter = |initial: char| {
        let wanted = Wanted {
            initial: Some(initial),
            category: view.wanted.category.clone(),
            ..Wanted::default()
        };
        let is_current = view.wanted.initial == Some(initial);
        let label = match initial {
            NO_LETTER => "0–9".to_owned(),
            letter => letter.to_ascii_uppercase().to_string(),
        };
        html! {
            li {
                @if known.contains(&initial) {
                    a href=(address(&wanted, 1)) aria-current=[is_current.then_some("true")] { (label) }
                } @else {
                    span.muted { (label) }
                }
            }
        }
    };
    html! {
        nav aria-label="By first letter" {
            ul.letters {
                (letter(NO_LETTER))
                @for initial in 'a'..='z' { (letter(initial)) }
            }
        }
    }
}

fn stores<'a>(stores: impl Iterator<Item = &'a Store>, now_s: i64) -> Markup {
    html! {
        ul.stores { @for store in stores { (entry(store, now_s)) } }
    }
}

fn entry(store: &Store, now_s: i64) -> Markup {
    let retailer = store.retailer();
    let host = retailer.hosts.first().map_or("", |h| h.as_str());
    html! {
        li.card {
            div {
                a.name href={ "/stores/" (retailer.id.0) } { (retailer.name) }
                p.muted { (host) }
            }
            @match retailer.headline_at(now_s) {
                Some(headline) => {
                    p.rate {
                        strong { (amounts::headline(&headline)) }
                        @if let Some(was) = headline.was { " " s { span.unseen { "was " } (amounts::percent(was)) } }
                    }
                }
                None => p.rate.muted { "Rate not known" }
            }
        }
    }
}

fn count(found: usize, wanted: &Wanted) -> String {
    let number = match found {
        0 => "No store".to_owned(),
        1 => "1 store".to_owned(),
        n => format!("{} stores", amounts::count(n)),
    };
    let verb = if found > 1 { "match" } else { "matches" };
    let what = if wanted.query.is_empty() {
        String::new()
    } else {
        format!(" {verb} “{}”", wanted.query)
    };
    let place = match (wanted.category.as_str(), wanted.query.as_str()) {
        ("", _) | (_, "") => String::new(),
        (category, _) => format!(" in {category}"),
    };
    let letter = wanted.initial.map_or_else(String::new, |c| match c {
        NO_LETTER => " that begin with no letter".to_owned(),
        c => format!(" under {}", c.to_ascii_uppercase()),
    });
    format!("{number}{what}{place}{letter}")
}

fn pager(wanted: &Wanted, page: usize, pages: usize) -> Markup {
    html! {
        @if pages > 1 {
            nav.pager aria-label="Pages" {
                @if page > 1 { a.button.quiet rel="prev" href=(address(wanted, page - 1)) { "Previous" } }
                span { "Page " (page) " of " (pages) }
                @if page < pages { a.button.quiet rel="next" href=(address(wanted, page + 1)) { "Next" } }
            }
        }
    }
}

/// The directory's own address for what is wanted.
fn address(wanted: &Wanted, page: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let letter = wanted.initial.map(String::from).unwrap_or_default();
    let number = if page > 1 {
        page.to_string()
    } else {
        String::new()
    };
    for (key, value) in [
        ("q", wanted.query.as_str()),
        ("category", &wanted.category),
        ("letter", &letter),
        ("page", &number),
    ] {
        if !value.is_empty() {
            query.append_pair(key, value);
        }
    }
    match query.finish() {
        query if query.is_empty() => "/".to_owned(),
        query => format!("/?{query}"),
    }
}
