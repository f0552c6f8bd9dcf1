//! Members and what they elect to be paid in. An election is a dated row: the past stays readable.

pub(crate) mod changes;
pub(crate) mod erasure;
pub(crate) mod export;
pub(crate) mod hold;
pub(crate) mod holdings;
pub(crate) mod sign_out;

use crate::{
    bonuses::enrolment::{self, Arrival},
    db,
    error::Error,
    password_rules,
    payout::rules,
    random,
    refusal::FormError,
    session,
    state::Portal,
};
use axum::http::HeaderValue;

const INCOMPLETE: &str = "Enter a complete e-mail address, like ann@example.org.";

/// Makes a member, enrolled for the bonus that is theirs, and returns the id: both or neither, because nobody is enrolled
/// later.
pub(crate) async fn sign_up(
    portal: &Portal,
    email: &str,
    password: String,
    arrival: &Arrival,
) -> Result<String, FormError> {
    let email = normalized(email).ok_or(FormError::refused("email", INCOMPLETE))?;
    if let Some(doubt) = password_rules::doubt(&password, &email) {
        return Err(FormError::refused("password", doubt));
    }
    let hash = portal.passwords.hash(password).await?;
    let id = format!("m_{}", random::short_id()?);
    let now = portal.now_ms();
    let mut tx = db::write(&portal.pool).await?;
    let made = sqlx::query(
        "INSERT INTO member (id, email, password, created_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email) DO NOTHING",
    )
    .bind(&id)
    .bind(&email)
    .bind(&hash)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if made.rows_affected() == 0 {
        return Err(FormError::refused(
            "email",
            "There is an account for this address already. Sign in instead.",
        ));
    }
    enrolment::enrol(&mut tx, &id, arrival, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Signs the member in whose e-mail and password these are: the cookie to set.
pub(crate) async fn sign_in(
    portal: &Portal,
    email: &str,
    password: String,
) -> Result<Option<HeaderValue>, Error> {
    let email = normalized(email).unwrap_or_default();
    // Taken before the password is looked at, so that many guesses at once count as many.
    portal
        .doors
        .sign_in
        .take(&email, portal.now_ms())
        .map_err(Error::TooManyAttempts)?;
    let row: Option<(String, String)> =
        sqlx::query_as("SELECT id, password FROM member WHERE email = $1")
            .bind(&email)
            .fetch_optional(&portal.pool)
            .await?;
    let hash = row.as_ref().map(|(_, hash)| hash.clone());
    let fits = portal.passwords.fits(password, hash).await?;
    let Some((member, hash)) = row.filter(|_| fits) else {
        return Ok(None);
    };
    portal.doors.sign_in.forgive(&email);
    let mut tx = db::write(&portal.pool).await?;
    if !hold::is_still(&mut tx, &member, &hash).await? {
        return Ok(None);
    }
    let cookie = session::start_on(&mut tx, portal, &member).await?;
    tx.commit().await?;
    Ok(Some(cookie))
}

/// The e-mail address of a member.
pub(crate) async fn email(portal: &Portal, member: &str) -> Result<String, Error> {
    let email = sqlx::query_scalar("SELECT email FROM member WHERE id = $1")
        .bind(member)
        .fetch_one(&portal.pool)
        .await?;
    Ok(email)
}

/// What a member is paid in, and since when; cash from the start until they choose otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Election {
    pub(crate) unit: String,
    pub(crate) since_ms: i64,
}

/// The election in force at `at_ms`.
pub(crate) async fn election(
    connection: &mut db::Connection,
    member: &str,
    at_ms: i64,
) -> Result<Election, Error> {
    let row: Option<(String, i64)> = sqlx::query_as(
        "SELECT unit, since_ms FROM election WHERE member = $1 AND since_ms <= $2
         ORDER BY since_ms DESC LIMIT 1",
    )
    .bind(member)
    .bind(at_ms)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some((unit, since_ms)) = row {
        return Ok(Election { unit, since_ms });
    }
    let since_ms = sqlx::query_scalar("SELECT created_ms FROM member WHERE id = $1")
        .bind(member)
        .fetch_one(&mut *connection)
        .await?;
    let unit = CASH.to_owned();
    Ok(Election { unit, since_ms })
}

/// The unit that members are paid in unless they elect another.
pub(crate) const CASH: &str = "usd";

/// Writes a new election. Electing what is already elected changes nothing.
pub(crate) async fn elect(portal: &Portal, member: &str, unit: &str) -> Result<Election, Error> {
    let offered = portal.published()?;
    if !offered.head.head.units.iter().any(|u| u.id() == unit) {
        return Err(Error::Malformed("This portal does not pay in that unit."));
    }
    let now = portal.now_ms();
    let mut tx = db::write(&portal.pool).await?;
    hold::member(&mut tx, member).await?;
    // What a clock that was ahead has dated into the future gives way.
    sqlx::query("DELETE FROM election WHERE member = $1 AND since_ms > $2")
        .bind(member)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let before = election(&mut tx, member, now).await?;
    if before.unit == unit {
        tx.commit().await?;
        return Ok(before);
    }
    rules::check_election(&mut tx, member, unit, now).await?;
    sqlx::query(
        "INSERT INTO election (member, since_ms, unit) VALUES ($1, $2, $3)
         ON CONFLICT (member, since_ms) DO UPDATE SET unit = excluded.unit",
    )
    .bind(member)
    .bind(now)
    .bind(unit)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Election {
        unit: unit.to_owned(),
        since_ms: now,
    })
}

/// Trimmed and lower-cased; `None` when it cannot be an address.
pub(crate) fn normalized(email: &str) -> Option<String> {
    let email = email.trim().to_lowercase();
    let (name, domain) = email.rsplit_once('@')?;
    let sound = !name.is_empty()
        && domain.contains('.')
        && email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    sound.then_some(email)
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn addresses_are_compared_in_one_form() {
        assert_eq!(
            normalized(" Ann@Example.org ").as_deref(),
            Some("ann@example.org")
        );
        for bad in [
            "ann",
            "ann@",
            "@example.org",
            "ann@localhost",
            "a nn@example.org",
        ] {
            assert_eq!(normalized(bad), None, "{bad}");
        }
    }
}
