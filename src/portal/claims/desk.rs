//! The operator's side of claims: what waits, and answering it.

use super::{Claim, State};
use crate::db;

/// Claims in a state, or all of them; the one that waits longest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(pool: &db::Pool, state: Option<State>) -> Result<Vec<Claim>, sqlx::Error> {
    sqlx::query_as(select_claims!(
        "WHERE $1 = '' OR state = $1 ORDER BY created_ms, id"
    ))
    .bind(state.map_or("", State::name))
    .fetch_all(pool)
    .await
}

/// One claim.
///
/// # Errors
/// When the database refuses.
pub async fn get(pool: &db::Pool, id: &str) -> Result<Option<Claim>, sqlx::Error> {
    sqlx::query_as(select_claims!("WHERE id = $1"))
        .bind(id)
        .fetch_optional(pool)
        .await
}

/// The receipts that came along with a claim, as they were sent.
pub(crate) async fn receipts(pool: &db::Pool, claim: &Claim) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT receipts FROM claim WHERE id = $1")
        .bind(&claim.id)
        .fetch_one(pool)
        .await
}

/// The store's number and the moment of a claim's click, in milliseconds.
pub(crate) async fn click(
    pool: &db::Pool,
    claim: &Claim,
) -> Result<Option<(i64, i64)>, sqlx::Error> {
    sqlx::query_as("SELECT retailer, created_ms FROM click WHERE id = $1")
        .bind(&claim.click)
        .fetch_optional(pool)
        .await
}

/// Answers a claim; a later answer replaces an earlier one. `false` when there is no such claim or it is closed.
///
/// # Errors
/// When the database refuses.
pub async fn answer(
    pool: &db::Pool,
    id: &str,
    text: &str,
    state: State,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let closed_ms = (state == State::Closed).then_some(now_ms);
    let done = sqlx::query(
        "UPDATE claim SET answer = $2, state = $3, answered_ms = $4, closed_ms = $5
         WHERE id = $1 AND state <> 'closed'",
    )
    .bind(id)
    .bind(text)
    .bind(state.name())
    .bind(now_ms)
    .bind(closed_ms)
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}
