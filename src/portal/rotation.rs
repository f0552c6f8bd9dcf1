//! How a refresh replaces a pair of tokens. A refresh whose answer was lost may be repeated; a refresh token that is used
//! after its successor was put to work is theft, and ends the link. Two servers may be asked at once: whoever is named as
//! the successor first has won, and the other looks again.

use crate::{
    db,
    error::Error,
    state::Portal,
    tokens::{self, Issued, Link, Refused},
};
use pointback_core::hash::sha256_hex;

/// Each time that a refresh is overtaken, another one has got through; nobody honest sends this many at once.
const MOST_TRIES: usize = 5;

row! {
    struct Pair {
        link: String,
        scope: String,
        until_ms: i64,
        refresh_until_ms: i64,
        successor: Option<String>,
        voided_ms: Option<i64>,
    }
}

/// Exchanges a refresh token for a new pair.
pub(crate) async fn refresh(portal: &Portal, token: &str) -> Result<Issued, Refused> {
    let hash = sha256_hex(token.as_bytes());
    for _ in 0..MOST_TRIES {
        if let Some(issued) = try_refresh(portal, &hash).await? {
            return Ok(issued);
        }
    }
    Err(Refused::Grant)
}

/// `None` when another request came in between.
async fn try_refresh(portal: &Portal, hash: &str) -> Result<Option<Issued>, Refused> {
    let now = portal.now_ms();
    let mut tx = db::write(&portal.pool).await?;
    let pair = find(&mut tx, hash)
        .await?
        .filter(|pair| pair.refresh_until_ms > now)
        .ok_or(Refused::Grant)?;
    if pair.voided_ms.is_some() {
        return theft(tx, &pair.link, now).await;
    }
    let link = Link {
        id: pair.link,
        until_ms: pair.until_ms,
    };
    let issued = tokens::issue(&mut tx, &link, &pair.scope, now).await?;
    let successor = sha256_hex(issued.refresh_token.as_bytes());
    if !name_successor(&mut tx, hash, pair.successor.as_deref(), &successor, now).await? {
        return Ok(None);
    }
    if let Some(lost) = pair.successor
        && !void_unused(&mut tx, &lost, now).await?
    {
        return theft(tx, &link.id, now).await;
    }
    tx.commit().await?;
    Ok(Some(issued))
}

async fn find(tx: &mut db::Write, hash: &str) -> Result<Option<Pair>, Error> {
    let pair = sqlx::query_as(
        "SELECT p.link, l.scope, l.until_ms, p.refresh_until_ms, p.successor, p.voided_ms
         FROM token_pair p JOIN account_link l ON l.id = p.link JOIN member m ON m.id = l.member
         WHERE p.refresh = $1 AND l.ended_ms IS NULL AND m.erased_ms IS NULL",
    )
    .bind(hash)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(pair)
}

/// Ends the link of a token that somebody else has used.
async fn theft(mut tx: db::Write, link: &str, now: i64) -> Result<Option<Issued>, Refused> {
    tokens::end_link(&mut tx, link, now).await?;
    tx.commit().await?;
    Err(Refused::Grant)
}

/// Puts a new successor in the place of the one that was read, unless that has changed meanwhile.
async fn name_successor(
    tx: &mut db::Write,
    hash: &str,
    read: Option<&str>,
    successor: &str,
    now: i64,
) -> Result<bool, Error> {
    let named = sqlx::query(
        "UPDATE token_pair SET successor = $2, spent_ms = COALESCE(spent_ms, $3)
         WHERE refresh = $1 AND COALESCE(successor, '') = $4 AND voided_ms IS NULL",
    )
    .bind(hash)
    .bind(successor)
    .bind(now)
    .bind(read.unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    Ok(named.rows_affected() == 1)
}

/// Withdraws a pair that nobody has used; `false` when somebody has.
async fn void_unused(tx: &mut db::Write, refresh: &str, now: i64) -> Result<bool, Error> {
    let voided = sqlx::query(
        "UPDATE token_pair SET voided_ms = $2
         WHERE refresh = $1 AND access_used_ms IS NULL AND spent_ms IS NULL AND voided_ms IS NULL",
    )
    .bind(refresh)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(voided.rows_affected() == 1)
}
