//! The link with which a member invites others.

use crate::{accounts::hold, db, error::Error, random, state::Portal};

const LENGTH: usize = 10;

/// A member's code, made when it is first asked for.
pub(crate) async fn code(portal: &Portal, member: &str) -> Result<String, Error> {
    let mut connection = portal.pool.acquire().await?;
    if let Some(code) = of(&mut connection, member).await? {
        return Ok(code);
    }
    drop(connection);
    let mut tx = db::write(&portal.pool).await?;
    hold::member(&mut tx, member).await?;
    let code = match of(&mut tx, member).await? {
        Some(code) => code,
        None => {
            let mut code = random::short_id()?;
            code.truncate(LENGTH);
            sqlx::query("INSERT INTO invite (code, member) VALUES ($1, $2)")
                .bind(&code)
                .bind(member)
                .execute(&mut *tx)
                .await?;
            code
        }
    };
    tx.commit().await?;
    Ok(code)
}

async fn of(connection: &mut db::Connection, member: &str) -> Result<Option<String>, Error> {
    let code = sqlx::query_scalar("SELECT code FROM invite WHERE member = $1")
        .bind(member)
        .fetch_optional(connection)
        .await?;
    Ok(code)
}

/// Can this be a code? They are made of what `random::short_id` is made of.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() == LENGTH
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// The address to share.
pub(crate) fn link(portal: &Portal, code: &str) -> String {
    portal.config.url(&format!("join/{code}"))
}

/// Whose code it is.
pub(crate) async fn owner(
    connection: &mut db::Connection,
    code: &str,
) -> Result<Option<String>, Error> {
    let owner = sqlx::query_scalar("SELECT member FROM invite WHERE code = $1")
        .bind(code)
        .fetch_optional(connection)
        .await?;
    Ok(owner)
}
