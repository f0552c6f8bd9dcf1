//! Changes that need the password once more: a new password, a new e-mail address, where money goes, and leaving.

use super::{INCOMPLETE, hold, normalized, sign_out};
use crate::{
    db,
    error::Error,
    password_rules,
    payout::way::{self, Kind},
    refusal::FormError,
    session,
    state::Portal,
};
use axum::http::HeaderValue;

const WRONG: &str = "That is not your password.";

/// A password that fitted, by its hash. It may be replaced before the change that it was asked for is made.
#[derive(Debug)]
pub(crate) struct Confirmed(String);

impl Confirmed {
    /// Begins the change as the only one of this member: `SignInNeeded` when the password has been replaced meanwhile, which
    /// has ended the session, too.
    pub(crate) async fn hold(
        &self,
        connection: &mut db::Connection,
        member: &str,
    ) -> Result<(), Error> {
        let is_still = hold::is_still(connection, member, &self.0).await?;
        is_still.then_some(()).ok_or(Error::SignInNeeded)
    }
}

/// Is this the member's password? Guessing is slowed down as at the sign-in.
pub(crate) async fn confirm(
    portal: &Portal,
    member: &str,
    password: String,
) -> Result<Confirmed, FormError> {
    let (email, hash): (String, String) =
        sqlx::query_as("SELECT email, password FROM member WHERE id = $1 AND erased_ms IS NULL")
            .bind(member)
            .fetch_optional(&portal.pool)
            .await?
            .ok_or(Error::SignInNeeded)?;
    // Taken before the password is looked at, so that many guesses at once count as many.
    let guesses = &portal.doors.sign_in;
    guesses
        .take(&email, portal.now_ms())
        .map_err(Error::TooManyAttempts)?;
    let fits = portal.passwords.fits(password, Some(hash.clone())).await?;
    if fits {
        guesses.forgive(&email);
        return Ok(Confirmed(hash));
    }
    Err(FormError::refused("current", WRONG))
}

/// Replaces the password and ends everything else, because whoever knew the old one is not to keep what they got with it,
/// this browser's cookie included; the answer is the cookie to set instead.
pub(crate) async fn password(
    portal: &Portal,
    member: &str,
    current: String,
    new: String,
) -> Result<HeaderValue, FormError> {
    let email = super::email(portal, member).await?;
    if let Some(doubt) = password_rules::doubt(&new, &email) {
        return Err(FormError::refused("new", doubt));
    }
    let confirmed = confirm(portal, member, current).await?;
    let hash = portal.passwords.hash(new).await?;
    let mut tx = db::write(&portal.pool).await?;
    confirmed.hold(&mut tx, member).await?;
    sqlx::query("UPDATE member SET password = $2 WHERE id = $1")
        .bind(member)
        .bind(hash)
        .execute(&mut *tx)
        .await?;
    sign_out::within(&mut tx, member, portal.now_ms()).await?;
    let cookie = session::start_on(&mut tx, portal, member).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// Replaces the e-mail address.
pub(crate) async fn email(
    portal: &Portal,
    member: &str,
    current: String,
    new: &str,
) -> Result<(), FormError> {
    let new = normalized(new).ok_or(FormError::refused("email", INCOMPLETE))?;
    let confirmed = confirm(portal, member, current).await?;
    let mut tx = db::write(&portal.pool).await?;
    confirmed.hold(&mut tx, member).await?;
    // One statement, so that two members who want the same address cannot both get it.
    let changed = sqlx::query(
        "UPDATE member SET email = $2 WHERE id = $1
         AND NOT EXISTS (SELECT 1 FROM member o WHERE o.email = $2 AND o.id <> $1)",
    )
    .bind(member)
    .bind(&new)
    .execute(&mut *tx)
    .await;
    let taken = FormError::refused("email", "Another account has this address.");
    match changed {
        Ok(done) if done.rows_affected() == 1 => Ok(tx.commit().await?),
        Ok(_) => Err(taken),
        Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => Err(taken),
        Err(cause) => Err(cause.into()),
    }
}

/// Replaces the way in which the member is paid in `unit`.
pub(crate) async fn way(
    portal: &Portal,
    member: &str,
    current: String,
    unit: &str,
    (kind, address): (Kind, &str),
) -> Result<(), FormError> {
    if let Err(sentence) = way::checked(kind, address) {
        return Err(FormError::refused(field_of(kind), sentence));
    }
    let confirmed = confirm(portal, member, current).await?;
    let mut tx = db::write(&portal.pool).await?;
    confirmed.hold(&mut tx, member).await?;
    way::choose(&mut tx, member, unit, kind, address, portal.now_ms()).await?;
    Ok(tx.commit().await?)
}

/// The field of the form that holds the address.
const fn field_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Check => "address",
        Kind::PayPal => "email",
        Kind::Account => "account",
    }
}
