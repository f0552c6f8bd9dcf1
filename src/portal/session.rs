//! Signed-in browsers of our own pages, and proof that a form came from one of those pages. Never used by the API.

use crate::{accounts::hold, db, error::Error, keyed_hash, keyed_hash::Tag, random, state::Portal};
use axum::http::{HeaderMap, HeaderValue, header};
use data_encoding::BASE64URL_NOPAD;
use hmac::Mac;
use pointback_core::hash::sha256_hex;

const LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// Letters of the stored hash that name a session.
const ID_LENGTH: usize = 16;
const SIGN_IN: &str = "session";
const VISIT: &str = "visit";
const FORM_DOMAIN: &[u8] = b"pointback form token 1\0";

/// The member who is signed in, if any.
pub(crate) async fn member(portal: &Portal, headers: &HeaderMap) -> Result<Option<String>, Error> {
    // Who shows no cookie needs no database: the directory is there without it.
    if cookie(portal, headers, SIGN_IN).is_none() {
        return Ok(None);
    }
    let mut connection = portal.pool.acquire().await?;
    member_on(&mut connection, portal, headers).await
}

/// Holds the member who is signed in until the transaction ends: `SignInNeeded` when the session has been ended meanwhile.
pub(crate) async fn hold(
    connection: &mut db::Connection,
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
) -> Result<(), Error> {
    hold::member(connection, member).await?;
    let still = member_on(connection, portal, headers).await?;
    let is_still = still.as_deref() == Some(member);
    is_still.then_some(()).ok_or(Error::SignInNeeded)
}

async fn member_on(
    connection: &mut db::Connection,
    portal: &Portal,
    headers: &HeaderMap,
) -> Result<Option<String>, Error> {
    let Some(token) = cookie(portal, headers, SIGN_IN) else {
        return Ok(None);
    };
    let member = sqlx::query_scalar(
        "SELECT s.member FROM web_session s JOIN member m ON m.id = s.member
         WHERE s.token = $1 AND s.until_ms > $2 AND m.erased_ms IS NULL",
    )
    .bind(sha256_hex(token.as_bytes()))
    .bind(portal.now_ms())
    .fetch_optional(connection)
    .await?;
    Ok(member)
}

/// Signs a browser in; the answer is the cookie to set.
pub(crate) async fn start(portal: &Portal, member: &str) -> Result<HeaderValue, Error> {
    let mut connection = portal.pool.acquire().await?;
    start_on(&mut connection, portal, member).await
}

/// The same on a connection, or as a part of a transaction.
pub(crate) async fn start_on(
    connection: &mut db::Connection,
    portal: &Portal,
    member: &str,
) -> Result<HeaderValue, Error> {
    let token = random::token()?;
    let now = portal.now_ms();
    sqlx::query("DELETE FROM web_session WHERE until_ms <= $1")
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO web_session (token, member, until_ms, started_ms) VALUES ($1, $2, $3, $4)",
    )
    .bind(sha256_hex(token.as_bytes()))
    .bind(member)
    .bind(now + LIFE_MS)
    .bind(now)
    .execute(connection)
    .await?;
    set_cookie(portal, SIGN_IN, &token, LIFE_MS / 1_000)
}

/// Signs a browser out; the answer is the cookie that clears the old one.
pub(crate) async fn end(portal: &Portal, headers: &HeaderMap) -> Result<HeaderValue, Error> {
    if let Some(token) = cookie(portal, headers, SIGN_IN) {
        sqlx::query("DELETE FROM web_session WHERE token = $1")
            .bind(sha256_hex(token.as_bytes()))
            .execute(&portal.pool)
            .await?;
    }
    set_cookie(portal, SIGN_IN, "", 0)
}

/// A signed-in browser as its member sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OpenSession {
    /// Names it in a form; not enough to be it.
    pub(crate) id: String,
    pub(crate) started_ms: i64,
    pub(crate) is_this_one: bool,
}

/// The member's signed-in browsers, newest first.
pub(crate) async fn open_sessions(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
) -> Result<Vec<OpenSession>, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT token, started_ms FROM web_session WHERE member = $1 AND until_ms > $2
         ORDER BY started_ms DESC, token",
    )
    .bind(member)
    .bind(portal.now_ms())
    .fetch_all(&portal.pool)
    .await?;
    let this_one = cookie(portal, headers, SIGN_IN).map(|token| sha256_hex(token.as_bytes()));
    let sessions = rows.into_iter().map(|(hash, started_ms)| OpenSession {
        is_this_one: this_one.as_ref() == Some(&hash),
        // The cookie cannot be found from its hash, and even less from a part of it.
        id: hash.chars().take(ID_LENGTH).collect(),
        started_ms,
    });
    Ok(sessions.collect())
}

/// Ends one session, if it is the member's own.
pub(crate) async fn end_own(portal: &Portal, member: &str, id: &str) -> Result<(), Error> {
    if id.len() != ID_LENGTH {
        return Err(Error::NotFound);
    }
    sqlx::query("DELETE FROM web_session WHERE member = $1 AND SUBSTR(token, 1, 16) = $2")
        .bind(member)
        .bind(id)
        .execute(&portal.pool)
        .await?;
    Ok(())
}

/// What a page with forms needs: the hidden value, and a cookie to set when the browser had none.
pub(crate) struct FormToken {
    pub(crate) value: String,
    pub(crate) cookie: Option<HeaderValue>,
}

/// The form token of this browser.
pub(crate) fn form_token(portal: &Portal, headers: &HeaderMap) -> Result<FormToken, Error> {
    if let Some(visit) = cookie(portal, headers, VISIT) {
        let value = form_value(portal, visit);
        return Ok(FormToken {
            value,
            cookie: None,
        });
    }
    let visit = random::token()?;
    Ok(FormToken {
        value: form_value(portal, &visit),
        cookie: Some(set_cookie(portal, VISIT, &visit, LIFE_MS / 1_000)?),
    })
}

/// Refuses a form that was not made for this browser.
pub(crate) fn check_form(portal: &Portal, headers: &HeaderMap, value: &str) -> Result<(), Error> {
    let visit = cookie(portal, headers, VISIT).ok_or(Error::StaleForm)?;
    let tag = BASE64URL_NOPAD
        .decode(value.as_bytes())
        .map_err(|_| Error::StaleForm)?;
    form_mac(portal, visit)
        .verify_slice(&tag)
        .map_err(|_| Error::StaleForm)
}

fn form_value(portal: &Portal, visit: &str) -> String {
    BASE64URL_NOPAD.encode(&form_mac(portal, visit).finalize().into_bytes())
}

fn form_mac(portal: &Portal, visit: &str) -> Tag {
    let mut tag = keyed_hash::tag(&portal.config.click_key, FORM_DOMAIN);
    tag.update(visit.as_bytes());
    tag
}

/// `__Host-` makes the browser refuse the cookie from anywhere but this very host over https.
fn name(portal: &Portal, plain: &'static str) -> String {
    let prefix = if portal.config.is_https() {
        "__Host-"
    } else {
        ""
    };
    format!("{prefix}{plain}")
}

/// The value of a cookie of ours.
pub(crate) fn cookie<'h>(
    portal: &Portal,
    headers: &'h HeaderMap,
    plain: &'static str,
) -> Option<&'h str> {
    named_cookie(headers, &name(portal, plain))
}

/// The value of one cookie of a request.
pub(crate) fn named_cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// A cookie as this portal sets them: for its own host, not for scripts, not sent along from elsewhere.
pub(crate) fn set_cookie(
    portal: &Portal,
    plain: &'static str,
    value: &str,
    seconds: i64,
) -> Result<HeaderValue, Error> {
    let secure = if portal.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    let name = name(portal, plain);
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
    .map_err(Error::internal)
}
