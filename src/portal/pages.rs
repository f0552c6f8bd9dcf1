//! The portal's HTML: the frame of every page, and the headers that browsers must see with it. No script anywhere.

pub(crate) mod account;
pub(crate) mod amounts;
pub(crate) mod consent;
pub(crate) mod credentials;
pub(crate) mod dates;
pub(crate) mod device;
pub(crate) mod directory;
pub(crate) mod field;
pub(crate) mod store;

use crate::error::Error;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{DOCTYPE, Markup, html};
use pointback_core::hash::sha256_hex;
use std::sync::LazyLock;

pub(crate) const STYLE: &str = concat!(
    include_str!("pages/style.css"),
    include_str!("pages/style/stores.css"),
    include_str!("pages/style/account.css"),
);
/// Where pages find it: by its content, so that a new one is never taken for the old one that a browser has kept.
static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = sha256_hex(STYLE.as_bytes());
    format!("/style.css?{}", hash.get(..12).unwrap_or_default())
});
pub(crate) const ICON: &str = include_str!("../../extension/icons/lit.svg");

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'";

/// Who the page is for decides what its head line offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visitor {
    /// Not signed in, or not asked.
    Anyone,
    /// Signed in.
    Member,
    /// In the small sign-in window, where links would only lead astray.
    SignInWindow,
}

/// A whole page around `body`.
pub(crate) fn frame(title: &str, visitor: Visitor, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Pointback" }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(*STYLE_ADDRESS);
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    @if visitor == Visitor::SignInWindow {
                        span.brand { (brand()) }
                    } @else {
                        a.brand href="/" { (brand()) }
                        nav aria-label="Portal" {
                            ul {
                                li { a href="/" { "Stores" } }
                                @if visitor == Visitor::Member {
                                    li { a href="/account" { "Account" } }
                                } @else {
                                    li { a href="/sign-in" { "Sign in" } }
                                    li { a.button href="/sign-up" { "Sign up" } }
                                }
                            }
                        }
                    }
                }
                main #main { (body) }
                footer.bottom {
                    p {
                        "Stores pay this portal a commission when you buy after activating; part of it becomes your cash back."
                    }
                }
            }
        }
    }
}

fn brand() -> Markup {
    html! {
        img src="/icon.svg" alt="" width="28" height="28";
        span { "Pointback" }
    }
}

/// A page with one sentence.
pub(crate) fn message(title: &str, sentence: &str) -> Markup {
    message_for(Visitor::Anyone, title, sentence)
}

/// The last page of a sign-in: it leads nowhere, and may be closed.
pub(crate) fn last_word(title: &str, sentence: &str) -> Markup {
    message_for(Visitor::SignInWindow, title, sentence)
}

fn message_for(visitor: Visitor, title: &str, sentence: &str) -> Markup {
    frame(
        title,
        visitor,
        &html! {
            section.card.narrow {
                h1 { (title) }
                p { (sentence) }
            }
        },
    )
}

/// After a click-out token has run out.
pub(crate) fn expired_click(retailer: Option<&str>) -> Markup {
    frame(
        "Activate again",
        Visitor::Anyone,
        &html! {
            section.card.narrow {
                h1 { "Activate again" }
                p {
                    "This activation was not used within a minute, so it no longer counts. "
                    "Open " (retailer.unwrap_or("the store")) " and press "
                    strong { "Activate" } " in Pointback once more."
                }
                p.muted { "Nothing was lost: no purchase can have been made with it." }
            }
        },
    )
}

/// An error as people see it.
#[derive(Debug)]
pub(crate) struct PageError(Error);

impl<E: Into<Error>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        // Signed out at the very moment at which it was asked: whoever did that knows why.
        if matches!(self.0, Error::SignInNeeded) {
            return Redirect::to("/sign-in").into_response();
        }
        self.0.log();
        let page = refusal(self.0.status(), self.0.message());
        (self.0.headers(), page).into_response()
    }
}

/// A page for a request that failed.
pub(crate) fn refusal(status: StatusCode, sentence: &str) -> Response {
    let title = match status {
        StatusCode::NOT_FOUND => "Nothing here",
        status if status.is_server_error() => "Something went wrong",
        _ => "That did not work",
    };
    (status, message(title, sentence)).into_response()
}

/// A response with a cookie to set, if there is one.
pub(crate) fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The header for a page whose form ends at the extension's own address: browsers apply `form-action` to redirects too.
pub(crate) fn may_submit_to(redirect: &str) -> [(header::HeaderName, String); 1] {
    let origin = url::Url::parse(redirect)
        .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization());
    [(
        header::CONTENT_SECURITY_POLICY,
        format!("{POLICY} {origin}"),
    )]
}

/// Adds what every answer should carry, unless the page has said something more exact.
pub(crate) async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
