//! Demo shops: one small shop for any host that a listed retailer covers. It knows nothing about the portal except the
//! simulated network's reference, which it keeps in a cookie of its own, as real shops do.

mod page;

use crate::{error::Error, service, session, sim, state::Portal};
use axum::{
    Router,
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use page::Shop;
use serde::Deserialize;
use url::Url;

/// What everything costs.
const PRICE_MINOR: i64 = 10_000;
const COOKIE: &str = "simclick";

pub(crate) fn router(portal: &Portal) -> Router {
    Router::new()
        .route("/buy", post(buy))
        .route("/thanks", get(thanks))
        .route("/shop.css", get(style))
        .fallback(product)
        .with_state(portal.clone())
}

/// Any page of the shop shows the product; a visit through the network is remembered.
async fn product(State(portal): State<Portal>, request: Request) -> Result<Response, NoAnswer> {
    let shop = shop(&portal, service::host(&request), request.uri().path())?;
    let mut response = page::product(&shop, PRICE_MINOR).into_response();
    if let Some(click_ref) = reference(request.uri().query()) {
        let cookie =
            format!("{COOKIE}={click_ref}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
        let cookie = HeaderValue::from_str(&cookie).map_err(Error::internal)?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The network's reference in a query that may hold anything else.
fn reference(query: Option<&str>) -> Option<String> {
    url::form_urlencoded::parse(query?.as_bytes())
        .find(|(key, value)| key == COOKIE && is_reference(value))
        .map(|(_, value)| value.into_owned())
}

async fn buy(State(portal): State<Portal>, headers: HeaderMap) -> Result<Response, NoAnswer> {
    let shop = shop(&portal, named(&headers), "/")?;
    if let Some(click_ref) = session::named_cookie(&headers, COOKIE).filter(|r| is_reference(r)) {
        let order = sim::file_order(&portal, click_ref, &shop.name, PRICE_MINOR).await?;
        if let Some(number) = order {
            return Ok(Redirect::to(&format!("/thanks?order={number}")).into_response());
        }
    }
    Ok(Redirect::to("/thanks").into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Bought {
    order: Option<String>,
}

async fn thanks(
    State(portal): State<Portal>,
    Query(bought): Query<Bought>,
    headers: HeaderMap,
) -> Result<Response, NoAnswer> {
    let shop = shop(&portal, named(&headers), "/")?;
    let number = bought.order.filter(|n| is_reference(n));
    Ok(page::thanks(&shop, number.as_deref()).into_response())
}

async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        page::STYLE,
    )
}

fn named(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST);
    host.and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The shop of a host, if a listed retailer covers it.
fn shop(portal: &Portal, host: &str, path: &str) -> Result<Shop, NoAnswer> {
    let published = portal.published()?;
    let url = Url::parse(&format!("https://{host}{path}")).map_err(|_| NoAnswer::NoShop)?;
    let retailer = published.list.find(&url).ok_or(NoAnswer::NoShop)?;
    let host = url.host_str().unwrap_or_default().to_owned();
    Ok(Shop {
        name: retailer.name.clone(),
        is_demo: host.ends_with(".localhost"),
        host,
    })
}

/// Why a shop does not show what was asked for.
enum NoAnswer {
    NoShop,
    Failed(Error),
}

impl From<Error> for NoAnswer {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for NoAnswer {
    fn into_response(self) -> Response {
        match self {
            Self::NoShop => (StatusCode::NOT_FOUND, page::missing()).into_response(),
            Self::Failed(error) => {
                error.log();
                (error.status(), error.message()).into_response()
            }
        }
    }
}

/// Letters and digits only: it goes into a header, a page and a look-up.
fn is_reference(text: &str) -> bool {
    (1..=50).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
