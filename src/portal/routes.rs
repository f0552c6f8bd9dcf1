//! Every address of the portal. One file below for each group.

mod api;
mod authorize;
mod claims;
mod description;
mod device;
mod directory;
mod go;
mod health;
mod intake;
mod member_pages;
mod offers;
mod payout;
mod personal_data;
mod rates;
mod referral;
mod security;
mod sign_in;
mod signed_in;
mod simulation;
mod token;

pub(crate) use health::metrics_router;

use crate::{db, error::Error, object, request_id, state::Portal, tokens};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware,
    response::Response,
    routing::{get, post},
};
use serde::de::DeserializeOwned;
use tower_http::cors::{Any, CorsLayer};

/// The portal's own addresses; those of the demo shops are elsewhere.
pub(crate) fn router(portal: &Portal) -> Router {
    let mut router = Router::new()
        .merge(open_to_all_origins(portal))
        .merge(pages())
        .route("/go/{token}", get(go::go))
        .route("/in/{network}/{secret}", post(intake::receive))
        .route("/healthz", get(health::health))
        .route("/readyz", get(health::ready));
    if portal.config.simulated {
        router = router
            .route("/sim/", get(simulation::console))
            .route("/sim/visit/{click_ref}", get(simulation::visit))
            .route("/sim/orders/{id}/{action}", post(simulation::act));
    }
    if portal.config.device_grant {
        router = router.merge(device_pages());
    }
    router
        .fallback(directory::missing)
        .with_state(portal.clone())
}

/// Read by the extension without any host permission. Cookies are never looked at here, so any origin may ask.
fn open_to_all_origins(portal: &Portal) -> Router<Portal> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, request_id::HEADER])
        .allow_private_network(true);
    let mut api = Router::new()
        .route("/v1/clicks", post(api::click))
        .route("/v1/me", get(api::me).delete(personal_data::delete))
        .route("/v1/me/export", get(personal_data::export))
        .route("/v1/claims", post(claims::receive).layer(packets()))
        .route("/v1/earnings", get(api::earnings))
        .route("/v1/election", get(api::election).put(api::elect))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(token::revoke))
        .route("/openapi.json", get(description::openapi));
    if portal.config.device_grant {
        api = api.route("/oauth/device_authorization", post(device::begin));
    }
    api.layer(middleware::map_response(never_stored))
        .merge(rates::router(portal))
        .layer(cors)
}

fn pages() -> Router<Portal> {
    Router::new()
        .route("/", get(directory::directory))
        .route("/stores/{id}", get(directory::store))
        .route("/style.css", get(directory::style))
        .route("/icon.svg", get(directory::icon))
        .route(
            "/sign-up",
            get(sign_in::sign_up_page).post(sign_in::sign_up),
        )
        .route(
            "/sign-in",
            get(sign_in::sign_in_page).post(sign_in::sign_in),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route("/goodbye", get(personal_data::goodbye))
        .merge(account_pages())
        .route("/join/{code}", get(referral::join))
        .route(
            "/oauth/authorize",
            get(authorize::ask).post(authorize::decide),
        )
        .route("/oauth/returned", get(authorize::returned))
}

fn account_pages() -> Router<Portal> {
    let claims = get(claims::list).post(claims::file).layer(packets());
    Router::new()
        .route("/account", get(member_pages::account))
        .route("/account/trips", get(member_pages::trips))
        .route("/account/payout", get(payout::choice))
        .route("/account/election", post(payout::elect))
        .route("/account/way", post(payout::way))
        .route("/account/payouts", get(payout::history))
        .route("/account/claims", claims)
        .route("/account/claims/{id}/close", post(claims::close))
        .route("/account/security", get(security::page))
        .route("/account/password", post(security::password))
        .route("/account/email", post(security::email))
        .route("/account/sessions/{id}/end", post(security::end_session))
        .route("/account/links/{id}/end", post(security::end_link))
        .route("/account/end-everything", post(security::end_everything))
        .route(referral::PATH, get(referral::page))
        .route(offers::PATH, get(offers::page))
        .route("/account/offers/{id}/add", post(offers::add))
        .route("/account/cards", post(offers::link_card))
        .route("/account/cards/{id}/end", post(offers::end_card))
        .route("/account/data", get(personal_data::page))
        .route("/account/export", get(personal_data::download))
        .route("/account/delete", post(personal_data::leave))
}

fn device_pages() -> Router<Portal> {
    let page = get(device::page).post(device::enter_or_decide);
    Router::new().route(device::PATH, page)
}

/// A packet may carry a whole log of receipts.
fn packets() -> DefaultBodyLimit {
    DefaultBodyLimit::max(512 * 1024)
}

async fn never_stored(mut response: Response) -> Response {
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
}

/// The member for whom a request's access token speaks.
async fn bearer(portal: &Portal, headers: &HeaderMap, scope: &str) -> Result<String, Error> {
    let (member, _) = bearer_on(portal, headers, scope).await?;
    Ok(member)
}

/// The same, with the connection that they were found on. Whoever needs one goes on with it.
async fn bearer_on(
    portal: &Portal,
    headers: &HeaderMap,
    scope: &str,
) -> Result<(String, db::Pooled), Error> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim_start_matches(' '))
        .ok_or(Error::SignInNeeded)?;
    let mut connection = portal.at_hand.take(&portal.pool).await?;
    let member = tokens::member(&mut connection, token, scope, portal.now_ms()).await?;
    Ok((member, connection))
}

/// A JSON body; what is wrong with it is not repeated back.
fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    object::read(body).ok_or(Error::Malformed(
        "The body is not what this address expects.",
    ))
}
