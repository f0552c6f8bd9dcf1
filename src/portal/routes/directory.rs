//! The store directory, a store's own page, the style sheet, and the page for addresses that do not exist.

use crate::{
    directory::{self, Wanted},
    error::Error,
    pages::{ICON, PageError, STYLE, Visitor, directory as directory_page, store},
    session,
    state::Portal,
};
use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use pointback_core::retailer::RetailerId;

pub(super) async fn directory(
    State(portal): State<Portal>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let (wanted, page) = asked(query.as_deref().unwrap_or_default());
    Ok(directory_page::page(&directory_page::View {
        directory: &*directory::current(&portal).await?,
        wanted: &wanted,
        page,
        now_s: portal.now_s(),
        visitor: visitor(&portal, &headers).await?,
    }))
}

pub(super) async fn store(
    State(portal): State<Portal>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let directory = directory::current(&portal).await?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let store = directory.get(RetailerId(id)).ok_or(Error::NotFound)?;
    Ok(store::page(&store::View {
        store,
        units: &portal.published()?.head.head.units,
        now_s: portal.now_s(),
        zone: &portal.config.zone,
        base: &portal.config.base,
        visitor: visitor(&portal, &headers).await?,
    }))
}

async fn visitor(portal: &Portal, headers: &HeaderMap) -> Result<Visitor, Error> {
    let member = session::member(portal, headers).await?;
    Ok(member.map_or(Visitor::Anyone, |_| Visitor::Member))
}

/// Whatever the query says: what cannot be understood is as good as not said, because people edit addresses.
fn asked(query: &str) -> (Wanted, usize) {
    let (mut wanted, mut page) = (Wanted::default(), 1);
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = value.trim();
        match key.as_ref() {
            "q" => wanted.query = value.to_owned(),
            "category" => wanted.category = value.to_owned(),
            "letter" => wanted.initial = initial(value),
            "page" => page = value.parse().unwrap_or(1),
            _ => {}
        }
    }
    (wanted, page)
}

fn initial(text: &str) -> Option<char> {
    let letter = text.chars().next()?.to_ascii_lowercase();
    let is_one = letter.is_ascii_lowercase() || letter == directory::NO_LETTER;
    is_one.then_some(letter)
}

pub(super) async fn style() -> impl IntoResponse {
    still("text/css; charset=utf-8", STYLE)
}

pub(super) async fn icon() -> impl IntoResponse {
    still("image/svg+xml", ICON)
}

fn still(kind: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, content)
}

/// An address that does not exist: put into words for whoever asked.
pub(super) async fn missing() -> StatusCode {
    StatusCode::NOT_FOUND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_was_edited_still_shows_something() {
        let wanted = |query: &str, category: &str, initial| Wanted {
            query: query.to_owned(),
            category: category.to_owned(),
            initial,
        };
        for (query, expected, page) in [
            ("", wanted("", "", None), 1),
            ("q=+shoe+&page=3", wanted("shoe", "", None), 3),
            (
                "category=Shoes+%26+Bags&letter=B",
                wanted("", "Shoes & Bags", Some('b')),
                1,
            ),
            ("letter=%C3%A9&page=-1&colour=red", wanted("", "", None), 1),
            (
                "letter=0&page=99999999999999999999999",
                wanted("", "", Some('0')),
                1,
            ),
        ] {
            assert_eq!(asked(query), (expected, page), "{query}");
        }
    }
}
