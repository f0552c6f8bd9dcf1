//! Addresses of the simulated network: its links, and the console that stands for what shops and networks decide.

use crate::{
    error::Error,
    pages::PageError,
    sim::{self, Action, console},
    state::Portal,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

pub(super) async fn visit(
    State(portal): State<Portal>,
    Path(click_ref): Path<String>,
) -> Result<Response, PageError> {
    let landing = sim::landing(&portal, &click_ref).await?;
    let landing = landing.ok_or(Error::NotFound)?;
    let headers = [
        (header::LOCATION, landing),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

pub(super) async fn console(State(portal): State<Portal>) -> Result<impl IntoResponse, PageError> {
    Ok(console::page(&sim::orders(&portal).await?))
}

pub(super) async fn act(
    State(portal): State<Portal>,
    Path((id, action)): Path<(String, Action)>,
    headers: HeaderMap,
) -> Result<Redirect, PageError> {
    // Browsers say where a request comes from; another site must not press these buttons.
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if matches!(site, Some("cross-site" | "same-site")) {
        return Err(Error::StaleForm.into());
    }
    sim::act(&portal, &id, action).await?;
    Ok(Redirect::to("/sim/"))
}
