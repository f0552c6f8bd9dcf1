//! Access and refresh tokens: opaque, and stored only as hashes. How a refresh replaces them is told in `rotation`.

use crate::{db, error::Error, random, state::Portal};
use pointback_core::hash::sha256_hex;
use serde::Serialize;

const MINUTE_MS: i64 = 60 * 1_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const ACCESS_MS: i64 = 15 * MINUTE_MS;
const REFRESH_IDLE_MS: i64 = 60 * DAY_MS;
const LINK_MS: i64 = 180 * DAY_MS;

/// A pair as sent to the extension.
#[derive(Debug, Serialize)]
pub(crate) struct Issued {
    pub(crate) access_token: String,
    pub(crate) token_type: &'static str,
    pub(crate) expires_in: i64,
    pub(crate) refresh_token: String,
    pub(crate) scope: String,
}

/// Why no tokens were issued.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The code or token is unknown, spent, expired or someone else's.
    Grant,
    /// Our own fault.
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(cause: Error) -> Self {
        Self::Failed(cause)
    }
}

impl From<sqlx::Error> for Refused {
    fn from(cause: sqlx::Error) -> Self {
        Self::Failed(cause.into())
    }
}

/// An account link: one extension that may act for one member until `until_ms`.
pub(crate) struct Link {
    pub(crate) id: String,
    pub(crate) until_ms: i64,
}

/// Starts a link.
pub(crate) async fn open_link(
    connection: &mut db::Connection,
    member: &str,
    client: &str,
    scope: &str,
    now: i64,
) -> Result<Link, Error> {
    let id = random::short_id()?;
    let until_ms = now + LINK_MS;
    sqlx::query(
        "INSERT INTO account_link (id, member, client, scope, created_ms, until_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(member)
    .bind(client)
    .bind(scope)
    .bind(now)
    .bind(until_ms)
    .execute(connection)
    .await?;
    Ok(Link { id, until_ms })
}

/// Ends a link; all its tokens stop working.
pub(crate) async fn end_link(
    connection: &mut db::Connection,
    link: &str,
    now: i64,
) -> Result<(), Error> {
    sqlx::query("UPDATE account_link SET ended_ms = $2 WHERE id = $1 AND ended_ms IS NULL")
        .bind(link)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Issues a pair on a link.
pub(crate) async fn issue(
    connection: &mut db::Connection,
    link: &Link,
    scope: &str,
    now: i64,
) -> Result<Issued, Error> {
    let (access, refresh) = (random::token()?, random::token()?);
    sqlx::query(
        "INSERT INTO token_pair (refresh, access, link, access_until_ms, refresh_until_ms)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(sha256_hex(refresh.as_bytes()))
    .bind(sha256_hex(access.as_bytes()))
    .bind(&link.id)
    .bind(now + ACCESS_MS)
    .bind((now + REFRESH_IDLE_MS).min(link.until_ms))
    .execute(connection)
    .await?;
    Ok(Issued {
        access_token: access,
        token_type: "Bearer",
        expires_in: ACCESS_MS / 1_000,
        refresh_token: refresh,
        scope: scope.to_owned(),
    })
}

/// Ends the link that a token belongs to (RFC 7009). An unknown token is fine: it does not work already.
pub(crate) async fn revoke(portal: &Portal, token: &str) -> Result<(), Error> {
    let mut tx = db::write(&portal.pool).await?;
    let link: Option<String> =
        sqlx::query_scalar("SELECT link FROM token_pair WHERE refresh = $1 OR access = $1")
            .bind(sha256_hex(token.as_bytes()))
            .fetch_optional(&mut *tx)
            .await?;
    if let Some(link) = link {
        end_link(&mut tx, &link, portal.now_ms()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The member for whom an access token with the given scope speaks.
pub(crate) async fn member(
    connection: &mut db::Connection,
    token: &str,
    scope: &str,
    now: i64,
) -> Result<String, Error> {
    let hash = sha256_hex(token.as_bytes());
    let row: Option<(String, String, Option<i64>)> = sqlx::query_as(
        "SELECT l.member, l.scope, p.access_used_ms
         FROM token_pair p JOIN account_link l ON l.id = p.link JOIN member m ON m.id = l.member
         WHERE p.access = $1 AND p.access_until_ms > $2 AND p.voided_ms IS NULL
           AND l.ended_ms IS NULL AND m.erased_ms IS NULL",
    )
    .bind(&hash)
    .bind(now)
    .fetch_optional(&mut *connection)
    .await?;
    let (member, granted, used) = row.ok_or(Error::SignInNeeded)?;
    if used.is_none() {
        // Only while the pair still stands: a repeated refresh may have withdrawn it in between.
        let noted = sqlx::query(
            "UPDATE token_pair SET access_used_ms = $2 WHERE access = $1 AND voided_ms IS NULL",
        )
        .bind(&hash)
        .bind(now)
        .execute(connection)
        .await?;
        if noted.rows_affected() == 0 {
            return Err(Error::SignInNeeded);
        }
    }
    if granted.split(' ').any(|s| s == scope) {
        Ok(member)
    } else {
        Err(Error::ScopeMissing)
    }
}

row! {
    /// A link as shown on the account page.
    #[derive(Debug)]
    pub(crate) struct OpenLink {
        pub(crate) id: String,
        pub(crate) created_ms: i64,
    }
}

/// The member's links that still work, newest first.
pub(crate) async fn open_links(portal: &Portal, member: &str) -> Result<Vec<OpenLink>, Error> {
    let links = sqlx::query_as(
        "SELECT id, created_ms FROM account_link
         WHERE member = $1 AND ended_ms IS NULL AND until_ms > $2 ORDER BY created_ms DESC",
    )
    .bind(member)
    .bind(portal.now_ms())
    .fetch_all(&portal.pool)
    .await?;
    Ok(links)
}

/// Ends a link if it is the member's own.
pub(crate) async fn end_own_link(portal: &Portal, member: &str, link: &str) -> Result<(), Error> {
    sqlx::query(
        "UPDATE account_link SET ended_ms = $3 WHERE id = $1 AND member = $2 AND ended_ms IS NULL",
    )
    .bind(link)
    .bind(member)
    .bind(portal.now_ms())
    .execute(&portal.pool)
    .await?;
    Ok(())
}
