//! Leaving: everything personal goes, what the ledger needs stays without a name, and what had not been paid is forfeited.

use super::{changes::Confirmed, holdings};
use crate::{
    db::{self, Turn},
    error::Error,
    ledger::forfeits,
    state::Portal,
};

/// Erases a member for good, if need be only as long as the password that they confirmed it with is theirs.
///
/// Refused as `PayoutUnderWay` while money is on its way to them: it must still be able to arrive, or to come back.
pub(crate) async fn erase(
    portal: &Portal,
    member: &str,
    confirmed: Option<&Confirmed>,
) -> Result<(), Error> {
    let now = portal.now_ms();
    let mut tx = db::write(&portal.pool).await?;
    db::turn(&mut tx, Turn::Ledger).await?;
    if let Some(confirmed) = confirmed {
        confirmed.hold(&mut tx, member).await?;
    }
    if forfeits::in_payout(&mut tx, member).await? > 0 {
        return Err(Error::PayoutUnderWay);
    }
    let gone = sqlx::query("UPDATE member SET erased_ms = $2 WHERE id = $1 AND erased_ms IS NULL")
        .bind(member)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(());
    }
    forfeits::sweep(&mut tx, member, &format!("erasure/{member}"), now).await?;
    for statement in holdings::ALL.iter().flat_map(|holding| holding.erase) {
        sqlx::query(*statement)
            .bind(member)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
