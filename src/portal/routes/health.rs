//! `GET /healthz`: is the database there?

use crate::{error::Error, state::Portal};
use axum::extract::State;

pub(super) async fn health(State(portal): State<Portal>) -> Result<&'static str, Error> {
    sqlx::query("SELECT 1").execute(&portal.pool).await?;
    Ok("ok\n")
}
