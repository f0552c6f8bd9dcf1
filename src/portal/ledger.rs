//! The ledger: immutable movements, each with one debit and one credit account of the same asset. Nothing else in the
//! service writes to these tables.

pub(crate) mod account;
pub(crate) mod balances;
pub(crate) mod earning;
pub(crate) mod earnings;
pub(crate) mod forfeits;

use crate::db;
use crate::error::Error;
use crate::seal;
use account::Account;
use pointback_core::hash::sha256_hex;

/// An amount on its way from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Movement {
    /// What kind of event it is, e.g. `confirmed`.
    pub(crate) code: &'static str,
    pub(crate) debit: Account,
    pub(crate) credit: Account,
    /// Minor units of the accounts' asset; above zero.
    pub(crate) amount: i64,
}

/// Posts movements that share a cause. The cause and code make the id, so posting them again changes nothing. To be called in
/// the ledger's turn: what comes for a day that is sealed stands under the day after.
pub(crate) async fn post(
    connection: &mut db::Connection,
    cause: &str,
    movements: &[Movement],
    at_ms: i64,
    effective_ms: i64,
) -> Result<(), Error> {
    let at_ms = seal::not_sealed(&mut *connection, at_ms).await?;
    for movement in movements {
        let (debit, credit) = (&movement.debit, &movement.credit);
        if debit.asset() != credit.asset() {
            return Err(Error::internal(MixedAssets));
        }
        open(&mut *connection, [debit, credit]).await?;
        let posted = sqlx::query(
            "INSERT INTO movement (id, grp, debit, credit, amount, code, at_ms, effective_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
        )
        .bind(sha256_hex(format!("{cause}|{}", movement.code).as_bytes()))
        .bind(cause)
        .bind(debit.id())
        .bind(credit.id())
        .bind(movement.amount)
        .bind(movement.code)
        .bind(at_ms)
        .bind(effective_ms)
        .execute(&mut *connection)
        .await?;
        if posted.rows_affected() == 1 {
            add(&mut *connection, debit, movement.amount, 0).await?;
            add(&mut *connection, credit, 0, movement.amount).await?;
        }
    }
    Ok(())
}

async fn open(connection: &mut db::Connection, accounts: [&Account; 2]) -> Result<(), Error> {
    let mut open = sqlx::query(
        "INSERT INTO account (id, kind, owner, asset) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8)
         ON CONFLICT (id) DO NOTHING",
    );
    for account in accounts {
        open = open
            .bind(account.id())
            .bind(account.kind())
            .bind(account.owner().to_owned())
            .bind(account.asset().to_owned());
    }
    open.execute(connection).await?;
    Ok(())
}

async fn add(
    connection: &mut db::Connection,
    account: &Account,
    debit: i64,
    credit: i64,
) -> Result<(), Error> {
    if !account.is_members() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO balance (account, debits, credits) VALUES ($1, $2, $3)
         ON CONFLICT (account) DO UPDATE SET
           debits = balance.debits + excluded.debits, credits = balance.credits + excluded.credits",
    )
    .bind(account.id())
    .bind(debit)
    .bind(credit)
    .execute(connection)
    .await?;
    Ok(())
}

#[derive(Debug)]
struct MixedAssets;

impl std::fmt::Display for MixedAssets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a movement between accounts of unlike assets")
    }
}

impl std::error::Error for MixedAssets {}
