//! One change of a member at a time. Whoever writes the member's own row waits, on PostgreSQL as on SQLite, for whoever has
//! done so before; what was looked at until then is looked at again here.

use crate::{db, error::Error};

/// Holds a member until the transaction ends.
///
/// `SignInNeeded` when they have left.
pub(crate) async fn member(connection: &mut db::Connection, member: &str) -> Result<(), Error> {
    let held = sqlx::query(
        "UPDATE member SET created_ms = created_ms WHERE id = $1 AND erased_ms IS NULL",
    )
    .bind(member)
    .execute(connection)
    .await?;
    (held.rows_affected() == 1)
        .then_some(())
        .ok_or(Error::SignInNeeded)
}

/// The same for whoever has shown a password: is it still theirs, by its hash?
pub(crate) async fn is_still(
    connection: &mut db::Connection,
    member: &str,
    hash: &str,
) -> Result<bool, Error> {
    let held = sqlx::query(
        "UPDATE member SET password = password
         WHERE id = $1 AND password = $2 AND erased_ms IS NULL",
    )
    .bind(member)
    .bind(hash)
    .execute(connection)
    .await?;
    Ok(held.rows_affected() == 1)
}
