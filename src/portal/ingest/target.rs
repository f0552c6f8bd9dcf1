//! The orders of a group as their reports tell them, and what each should earn.

use super::cause::{Group, Shared};
use crate::{
    db,
    error::Error,
    ledger::earning::Standing,
    report::{Report, fold, fold::Folded},
};
use std::collections::BTreeMap;

/// What an order should earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) network: String,
    pub(crate) ext_id: String,
    pub(crate) kind: &'static str,
    pub(crate) cause: String,
    pub(crate) event_ms: i64,
    pub(crate) standing: Standing,
}

/// What the reports of a group amount to, order by order, by the time of purchase.
pub(super) async fn orders(tx: &mut db::Write, group: &Group) -> Result<Vec<Folded>, Error> {
    // A number is a network's own, and one cap may be over the orders of two networks.
    let mut by_order: BTreeMap<(String, String), Vec<Report>> = BTreeMap::new();
    for body in bodies(tx, group).await? {
        let report: Report = serde_json::from_str(&body)?;
        by_order
            .entry((report.network.clone(), report.ext_id.clone()))
            .or_default()
            .push(report);
    }
    let mut orders: Vec<Folded> = by_order.into_values().filter_map(fold).collect();
    orders
        .sort_by(|a, b| (a.line.event_at, &a.line.ext_id).cmp(&(b.line.event_at, &b.line.ext_id)));
    Ok(orders)
}

async fn bodies(tx: &mut db::Write, group: &Group) -> Result<Vec<String>, Error> {
    let bodies = match &group.of {
        Shared::Nothing {
            network, ext_id, ..
        } => {
            sqlx::query_scalar("SELECT body FROM report WHERE network = $1 AND ext_id = $2")
                .bind(network)
                .bind(ext_id)
                .fetch_all(&mut **tx)
                .await?
        }
        Shared::Amounts { network, click_ref } => {
            sqlx::query_scalar("SELECT body FROM report WHERE network = $1 AND click_ref = $2")
                .bind(network)
                .bind(click_ref)
                .fetch_all(&mut **tx)
                .await?
        }
        Shared::Boost(key) => {
            sqlx::query_scalar(
                "SELECT r.body FROM click c JOIN report r ON r.click_ref = c.ref AND r.network = c.network
                 WHERE c.member = $1 AND c.boost_key = $2",
            )
            .bind(&group.member)
            .bind(key)
            .fetch_all(&mut **tx)
            .await?
        }
        Shared::Cards(network) => {
            sqlx::query_scalar(
                "SELECT r.body FROM card c JOIN report r ON r.click_ref = c.id
                 WHERE c.member = $1 AND r.network = $2",
            )
            .bind(&group.member)
            .bind(network)
            .fetch_all(&mut **tx)
            .await?
        }
    };
    Ok(bodies)
}
