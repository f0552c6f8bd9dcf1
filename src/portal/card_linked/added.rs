//! Offers that members added: before paying, and again after each use.

use super::{
    card,
    offer::{self, Offer},
    uses::{self, Added, Purchase},
};
use crate::{
    db::{self, Turn},
    error::Error,
    ledger::earnings,
    random,
    state::Portal,
};
use std::collections::HashMap;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How an offer stands with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not added, or used or run out: can be added.
    Open,
    /// Added, and good until then.
    Added {
        /// The first moment after it.
        until_ms: i64,
    },
}

/// Adds an offer. Adding what is added already changes nothing; what was used or has run out is added again.
pub(crate) async fn add(portal: &Portal, member: &str, id: &str) -> Result<(), Error> {
    let now = portal.now_ms();
    let mut tx = db::write(&portal.pool).await?;
    // Two presses at once must not make two uses; and a use is only known from the ledger.
    db::turn(&mut tx, Turn::Ledger).await?;
    let offer = offer::by_id(&mut tx, id).await?;
    let Some(offer) = offer.filter(|offer| offer.is_open_at(now)) else {
        return Err(Error::Malformed("This offer has ended."));
    };
    let cards = card::all(&mut tx, member).await?;
    if cards.iter().all(|card| card.ended_ms.is_some()) {
        return Err(Error::Malformed(
            "Link a card first: the offer works with a linked card only.",
        ));
    }
    if let Standing::Added { .. } = standing(&mut tx, member, &offer, now).await? {
        return Ok(());
    }
    let until_ms = if offer.kind.is_used_once() {
        now.saturating_add(offer.days.saturating_mul(DAY_MS))
    } else {
        offer.ends_ms
    };
    sqlx::query(
        "INSERT INTO added_offer (id, member, offer, added_ms, until_ms) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(format!("a_{}", random::short_id()?))
    .bind(member)
    .bind(id)
    .bind(now)
    .bind(until_ms)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// How each of these offers stands with a member now.
pub(crate) async fn standings(
    portal: &Portal,
    member: &str,
    offers: &[Offer],
) -> Result<HashMap<String, Standing>, Error> {
    let mut connection = portal.pool.acquire().await?;
    let mut standings = HashMap::new();
    for offer in offers {
        let standing = standing(&mut connection, member, offer, portal.now_ms()).await?;
        standings.insert(offer.id.clone(), standing);
    }
    Ok(standings)
}

async fn standing(
    connection: &mut db::Connection,
    member: &str,
    offer: &Offer,
    now: i64,
) -> Result<Standing, Error> {
    let added = all(connection, member, &offer.id).await?;
    let Some(newest) = added.last().filter(|added| now < added.until_ms) else {
        return Ok(Standing::Open);
    };
    let is_used = offer.kind.is_used_once() && {
        let covered = covered(connection, member, offer).await?;
        uses::left(&added, &covered).last() != Some(newest)
    };
    Ok(if is_used {
        Standing::Open
    } else {
        Standing::Added {
            until_ms: newest.until_ms,
        }
    })
}

/// The purchases that an offer covers for a member, in the order of purchase. Of which only the day was said is not known
/// any more, and does not matter: each of them is covered, and the first that may cover it is the one that does.
async fn covered(
    connection: &mut db::Connection,
    member: &str,
    offer: &Offer,
) -> Result<Vec<Purchase>, Error> {
    let moments: Vec<i64> = sqlx::query_scalar(
        "SELECT event_ms FROM earning WHERE member = $1 AND kind = $2 AND click = $3
         AND state NOT IN ('ineligible', 'reversed') ORDER BY event_ms, ext_id",
    )
    .bind(member)
    .bind(earnings::IN_STORE)
    .bind(&offer.id)
    .fetch_all(connection)
    .await?;
    let purchase = |at_ms: i64| Purchase {
        at_ms,
        latest_ms: at_ms.saturating_add(DAY_MS - 1),
        counts: true,
    };
    Ok(moments.into_iter().map(purchase).collect())
}

/// When a member added an offer, in order.
pub(super) async fn all(
    connection: &mut db::Connection,
    member: &str,
    offer: &str,
) -> Result<Vec<Added>, Error> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT added_ms, until_ms FROM added_offer WHERE member = $1 AND offer = $2 ORDER BY added_ms, id",
    )
    .bind(member)
    .bind(offer)
    .fetch_all(connection)
    .await?;
    let added = |(from_ms, until_ms)| Added { from_ms, until_ms };
    Ok(rows.into_iter().map(added).collect())
}
