//! The end of everything by which anyone acts for a member: signed-in browsers, connected extensions, and what was allowed
//! and not fetched yet.

use super::hold;
use crate::{db, error::Error, state::Portal};

/// Ends it, all or nothing: a part of it would look like the whole.
pub(crate) async fn everywhere(portal: &Portal, member: &str) -> Result<(), Error> {
    let mut tx = db::write(&portal.pool).await?;
    within(&mut tx, member, portal.now_ms()).await?;
    Ok(tx.commit().await?)
}

/// The same as a part of a transaction. The member is held, so that whatever is being allowed just now is among what ends.
/// What was allowed goes first: who is fetching it just now is waited for then, and the link that they get is among those that
/// end.
pub(super) async fn within(
    connection: &mut db::Connection,
    member: &str,
    now_ms: i64,
) -> Result<(), Error> {
    hold::member(connection, member).await?;
    for sql in [
        "DELETE FROM auth_code WHERE member = $1 AND spent_ms IS NULL",
        "DELETE FROM device_grant WHERE member = $1 AND state = 'allowed'",
        "DELETE FROM web_session WHERE member = $1",
    ] {
        sqlx::query(sql)
            .bind(member)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("UPDATE account_link SET ended_ms = $2 WHERE member = $1 AND ended_ms IS NULL")
        .bind(member)
        .bind(now_ms)
        .execute(connection)
        .await?;
    Ok(())
}
