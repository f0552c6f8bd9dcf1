//! What the database says at the moment of a click, in one question, because every click asks it.

use crate::{accounts::CASH, db, error::Error, link_template::LinkTemplate};
use pointback_core::retailer::RetailerId;

/// What a click locks beside the published rate.
pub(super) struct Standing {
    /// The network that reports the retailer's orders.
    pub(super) network: String,
    /// How a click reaches the retailer.
    pub(super) link: LinkTemplate,
    /// What the member is paid in, as `accounts::election` has it.
    pub(super) elect: String,
}

/// How it stands with a retailer and a member at `at_ms`; none when the retailer is not listed.
pub(super) async fn standing(
    connection: &mut db::Connection,
    retailer: RetailerId,
    member: &str,
    at_ms: i64,
) -> Result<Option<Standing>, Error> {
    let row: Option<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT network, link,
           (SELECT unit FROM election WHERE member = $2 AND since_ms <= $3 ORDER BY since_ms DESC LIMIT 1)
         FROM retailer WHERE id = $1 AND listed = 1",
    )
    .bind(i64::from(retailer.0))
    .bind(member)
    .bind(at_ms)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(network, link, elect)| Standing {
        network,
        link: LinkTemplate::stored(link),
        elect: elect.unwrap_or_else(|| CASH.to_owned()),
    }))
}
