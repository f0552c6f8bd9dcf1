//! How much one member may ask of the desk. Closing a claim makes room among those that wait, and nowhere else: how fast
//! claims come and how much is kept of their receipts have bounds of their own, or one member could fill disk and memory.

use super::packet::Packet;
use crate::{db, error::Error, refusal::FormError, throttle::Wait};

/// Claims that may wait for an answer at once.
const MOST_OPEN: i64 = 20;
/// Claims within thirty days, whatever became of them.
const MOST_RECENT: i64 = 60;
const RECENT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// Bytes of receipts, of all claims ever: some fifty whole logs. They are read at once for the copy that a member may ask
/// for.
const MOST_RECEIPTS: i64 = 4 * 1_024 * 1_024;

row! {
    /// What there is of a member's already.
    struct Filed {
        open: i64,
        recent: i64,
        oldest_recent_ms: Option<i64>,
        receipt_bytes: i64,
    }
}

/// Refuses one claim more than that. The transaction holds the member, so that claims that come at the same moment count.
pub(super) async fn check(
    connection: &mut db::Connection,
    member: &str,
    packet: &Packet,
    now_ms: i64,
) -> Result<(), FormError> {
    let filed: Filed = sqlx::query_as(
        "SELECT CAST(COUNT(CASE WHEN state = 'open' THEN 1 END) AS BIGINT) AS open,
           CAST(COUNT(CASE WHEN created_ms > $2 THEN 1 END) AS BIGINT) AS recent,
           CAST(MIN(CASE WHEN created_ms > $2 THEN created_ms END) AS BIGINT) AS oldest_recent_ms,
           CAST(COALESCE(SUM(OCTET_LENGTH(receipts)), 0) AS BIGINT) AS receipt_bytes
         FROM claim WHERE member = $1",
    )
    .bind(member)
    .bind(now_ms - RECENT_MS)
    .fetch_one(connection)
    .await?;
    if filed.open >= MOST_OPEN {
        return Err(FormError::refused(
            "click",
            "Twenty of your claims are waiting already. Wait for an answer, or close one.",
        ));
    }
    if filed.recent >= MOST_RECENT {
        let left_ms = filed.oldest_recent_ms.unwrap_or(now_ms) + RECENT_MS - now_ms;
        let wait = Wait((left_ms + 999).div_euclid(1_000));
        return Err(Error::TooMany(wait).into());
    }
    let more = i64::try_from(packet.receipts.len()).unwrap_or(i64::MAX);
    if more > 0 && filed.receipt_bytes.saturating_add(more) > MOST_RECEIPTS {
        return Err(FormError::refused(
            "packet",
            "Your claims hold as many receipts as are kept. Send this one without receipts.",
        ));
    }
    Ok(())
}
