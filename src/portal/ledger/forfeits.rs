//! Money of members who have left: whatever would be owed to them goes to the portal at once, and comes back from there when
//! a store takes it back.

use super::{Movement, account::Account};
use crate::{db, error::Error, ledger};

/// Cents that are on their way to a member.
pub(crate) async fn in_payout(connection: &mut db::Connection, member: &str) -> Result<i64, Error> {
    balance(connection, &Account::in_payout(member)).await
}

/// After a posting: keeps a member who has left at zero. `cause` is the posting's own, so that a replay changes nothing.
pub(crate) async fn follow(
    tx: &mut db::Write,
    member: &str,
    cause: &str,
    now: i64,
) -> Result<(), Error> {
    let erased: Option<Option<i64>> =
        sqlx::query_scalar("SELECT erased_ms FROM member WHERE id = $1")
            .bind(member)
            .fetch_optional(&mut **tx)
            .await?;
    match erased.flatten() {
        Some(_) => sweep(tx, member, cause, now).await,
        None => Ok(()),
    }
}

/// Brings a member's confirmed balance to zero. The caller has the ledger's turn.
pub(crate) async fn sweep(
    tx: &mut db::Write,
    member: &str,
    cause: &str,
    now: i64,
) -> Result<(), Error> {
    let theirs = Account::confirmed(member);
    let left = balance(tx, &theirs).await?;
    let ours = Account::forfeited();
    let movement = match left {
        0 => return Ok(()),
        1.. => Movement {
            code: "forfeited",
            debit: theirs,
            credit: ours,
            amount: left,
        },
        _ => Movement {
            code: "forfeited_undone",
            debit: ours,
            credit: theirs,
            amount: -left,
        },
    };
    ledger::post(tx, cause, &[movement], now, now).await
}

async fn balance(connection: &mut db::Connection, account: &Account) -> Result<i64, Error> {
    let balance = sqlx::query_scalar("SELECT credits - debits FROM balance WHERE account = $1")
        .bind(account.id())
        .fetch_optional(connection)
        .await?;
    Ok(balance.unwrap_or(0))
}
