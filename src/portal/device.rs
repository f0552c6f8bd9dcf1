//! The device grant (RFC 8628): a device without a browser shows a short code, the member enters it on our page, and the
//! device, which has been asking all the while, gets its tokens. Off unless the operator wants it, because a code can be
//! sent to somebody else and talked into.

use crate::{
    authorization,
    config::CLIENT_ID,
    db,
    error::Error,
    random, session,
    state::Portal,
    tokens::{self, Issued, Refused},
};
use axum::http::HeaderMap;
use pointback_core::hash::sha256_hex;
use serde::Serialize;

const LIFE_MS: i64 = 10 * 60 * 1_000;
/// How often a device may ask; each time it asks sooner, it has to wait this much longer.
const EVERY_MS: i64 = 5_000;
/// No vowels, so no words; nothing that looks like something else.
const LETTERS: [char; 20] = [
    'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X',
    'Z',
];
const CODE_LETTERS: usize = 8;

/// What a device gets first.
#[derive(Debug, Serialize)]
pub(crate) struct Offer {
    device_code: String,
    user_code: String,
    verification_uri: String,
    expires_in: i64,
    interval: i64,
}

/// Why a device that asks gets no tokens.
#[derive(Debug)]
pub(crate) enum NotYet {
    /// The member has not decided.
    Pending,
    /// The same, and the device asks too often.
    SlowDown,
    /// The member said no.
    Denied,
    /// Nobody decided in time.
    Expired,
    /// No such code, or it was used, or it is our own fault.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for NotYet {
    fn from(cause: E) -> Self {
        Self::Refused(cause.into())
    }
}

/// Begins a grant. `None` when the scope is not one of ours.
pub(crate) async fn begin(portal: &Portal, scope: &str) -> Result<Option<Offer>, Error> {
    // A code can be talked into: nobody exports or deletes an account with one.
    let Some(scope) = authorization::scopes(scope, &[]) else {
        return Ok(None);
    };
    let now = portal.now_ms();
    sqlx::query("DELETE FROM device_grant WHERE until_ms < $1")
        .bind(now - LIFE_MS)
        .execute(&portal.pool)
        .await?;
    let (device_code, code) = (random::token()?, user_code()?);
    sqlx::query(
        "INSERT INTO device_grant (device, code, client, scope, until_ms, every_ms, asked_ms, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting')",
    )
    .bind(sha256_hex(device_code.as_bytes()))
    .bind(sha256_hex(code.as_bytes()))
    .bind(CLIENT_ID)
    .bind(scope)
    .bind(now + LIFE_MS)
    .bind(EVERY_MS)
    .bind(now - EVERY_MS)
    .execute(&portal.pool)
    .await?;
    let (first, second) = code.split_at(CODE_LETTERS / 2);
    Ok(Some(Offer {
        device_code,
        user_code: format!("{first}-{second}"),
        verification_uri: portal.config.url("oauth/device"),
        expires_in: LIFE_MS / 1_000,
        interval: EVERY_MS / 1_000,
    }))
}

row! {
    struct Grant {
        scope: String,
        until_ms: i64,
        every_ms: i64,
        asked_ms: i64,
        state: String,
        member: Option<String>,
    }
}

/// A device asks whether the member has decided.
pub(crate) async fn ask(portal: &Portal, device_code: &str) -> Result<Issued, NotYet> {
    let now = portal.now_ms();
    let device = sha256_hex(device_code.as_bytes());
    let mut tx = db::write(&portal.pool).await?;
    let grant: Option<Grant> = sqlx::query_as(
        "SELECT scope, until_ms, every_ms, asked_ms, state, member FROM device_grant WHERE device = $1",
    )
    .bind(&device)
    .fetch_optional(&mut *tx)
    .await?;
    let grant = grant.ok_or(Refused::Grant)?;
    match (grant.state.as_str(), grant.member) {
        ("denied", _) => Err(NotYet::Denied),
        ("waiting" | "allowed", _) if grant.until_ms <= now => Err(NotYet::Expired),
        ("waiting", _) => {
            let is_early = now - grant.asked_ms < grant.every_ms;
            let every_ms = grant.every_ms + if is_early { EVERY_MS } else { 0 };
            sqlx::query("UPDATE device_grant SET asked_ms = $2, every_ms = $3 WHERE device = $1")
                .bind(&device)
                .bind(now)
                .bind(every_ms)
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
            Err(if is_early {
                NotYet::SlowDown
            } else {
                NotYet::Pending
            })
        }
        ("allowed", Some(member)) => {
            let spent = sqlx::query(
                "UPDATE device_grant SET state = 'spent' WHERE device = $1 AND state = 'allowed'",
            )
            .bind(&device)
            .execute(&mut *tx)
            .await?;
            if spent.rows_affected() == 0 {
                return Err(Refused::Grant.into());
            }
            let link = tokens::open_link(&mut tx, &member, CLIENT_ID, &grant.scope, now).await?;
            let issued = tokens::issue(&mut tx, &link, &grant.scope, now).await?;
            tx.commit().await?;
            Ok(issued)
        }
        _ => Err(Refused::Grant.into()),
    }
}

/// Is a device waiting with this code, as the member has typed it?
pub(crate) async fn is_waiting(portal: &Portal, typed: &str) -> Result<bool, Error> {
    let found: Option<String> = sqlx::query_scalar(
        "SELECT device FROM device_grant WHERE code = $1 AND state = 'waiting' AND until_ms > $2",
    )
    .bind(sha256_hex(bare(typed).as_bytes()))
    .bind(portal.now_ms())
    .fetch_optional(&portal.pool)
    .await?;
    Ok(found.is_some())
}

/// A member decides; `false` when no device is waiting any more. The first decision counts.
pub(crate) async fn decide(
    portal: &Portal,
    typed: &str,
    member: &str,
    headers: &HeaderMap,
    is_allowed: bool,
) -> Result<bool, Error> {
    let mut tx = db::write(&portal.pool).await?;
    session::hold(&mut tx, portal, headers, member).await?;
    let decided = sqlx::query(
        "UPDATE device_grant SET state = $3, member = $4
         WHERE code = $1 AND state = 'waiting' AND until_ms > $2",
    )
    .bind(sha256_hex(bare(typed).as_bytes()))
    .bind(portal.now_ms())
    .bind(if is_allowed { "allowed" } else { "denied" })
    .bind(member)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(decided.rows_affected() == 1)
}

/// A code as it is compared: however it was typed, only its letters count.
fn bare(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphabetic);
    letters.map(|c| c.to_ascii_uppercase()).take(64).collect()
}

fn user_code() -> Result<String, Error> {
    loop {
        let random = random::bytes::<32>()?;
        // Bytes beyond the last whole round of letters would make the first ones likelier.
        let fair = random.iter().map(|b| usize::from(*b)).filter(|b| *b < 240);
        let letters = fair.filter_map(|b| LETTERS.get(b % LETTERS.len()));
        let code: String = letters.take(CODE_LETTERS).collect();
        if code.len() == CODE_LETTERS {
            return Ok(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(bare(" bcdf-ghjk "), "BCDFGHJK");
        assert_eq!(bare("BC DF.GH JK\n"), "BCDFGHJK");
        assert_eq!(bare("ÄÖ12"), "");
    }

    #[test]
    fn codes_are_eight_letters_that_make_no_words() {
        for _ in 0..100 {
            let code = user_code().unwrap();
            assert_eq!(code.len(), CODE_LETTERS);
            assert!(code.chars().all(|c| LETTERS.contains(&c)), "{code}");
            assert_eq!(bare(&code), code);
        }
    }
}
