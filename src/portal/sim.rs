//! The simulated affiliate network: it has its own books, reports orders when asked, and pushes a hint when something
//! changed. It stands where a real network would, so everything behind it is the real thing. Loopback only.

pub(crate) mod console;

use crate::{
    clicks, db,
    error::Error,
    intake, random,
    report::{Report, Status},
    state::Portal,
};
use url::Url;

pub(crate) const NETWORK: &str = clicks::SIMULATED;
/// The network pays the portal a fifth of every sale.
const COMMISSION_SHARE: i64 = 5;

row! {
    /// One revision of an order in the network's books.
    #[derive(Debug, Clone)]
    pub(crate) struct Order {
        pub(crate) id: String,
        pub(crate) seq: i64,
        pub(crate) click_ref: String,
        pub(crate) shop: String,
        pub(crate) sale_minor: i64,
        commission_minor: i64,
        pub(crate) status: String,
        ordered_ms: i64,
        updated_ms: i64,
    }
}

/// What the network can do to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// The shop accepts the order.
    Confirm,
    /// The shop refuses it.
    Decline,
    /// The shop takes back what it confirmed.
    Reverse,
}

impl Action {
    pub(crate) const ALL: [Self; 3] = [Self::Confirm, Self::Decline, Self::Reverse];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Decline => "decline",
            Self::Reverse => "reverse",
        }
    }

    /// What the button says.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Confirm => "Confirm",
            Self::Decline => "Decline",
            Self::Reverse => "Take back",
        }
    }

    /// Which status an order goes from, and to.
    const fn step(self) -> (Status, Status) {
        match self {
            Self::Confirm => (Status::Pending, Status::Confirmed),
            Self::Decline => (Status::Pending, Status::Declined),
            Self::Reverse => (Status::Confirmed, Status::Declined),
        }
    }

    pub(crate) fn is_possible(self, status: &str) -> bool {
        name_of(self.step().0) == status
    }
}

const fn name_of(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Confirmed => "confirmed",
        Status::Declined => "declined",
    }
}

fn named(name: &str) -> Option<Status> {
    [Status::Pending, Status::Confirmed, Status::Declined]
        .into_iter()
        .find(|s| name_of(*s) == name)
}

/// Where a network link leads: the shop's page with the click reference, as real networks do it.
pub(crate) async fn landing(portal: &Portal, click_ref: &str) -> Result<Option<String>, Error> {
    let mut connection = portal.pool.acquire().await?;
    let click = clicks::by_ref(&mut connection, NETWORK, click_ref).await?;
    Ok(click.and_then(|click| {
        let mut page = reachable(Url::parse(&click.destination).ok()?, &portal.config.base)?;
        page.query_pairs_mut().append_pair("simclick", click_ref);
        Some(page.into())
    }))
}

/// Demo shops share the portal's port. A click that names no page leads to a shop's home, which is not known to be here.
fn reachable(page: Url, base: &Url) -> Option<Url> {
    let is_demo_shop = page.domain().is_some_and(|h| h.ends_with(".localhost"));
    if !is_demo_shop || page.scheme() != "https" || base.scheme() != "http" {
        return Some(page);
    }
    let mut here = base.join(page.path()).ok()?;
    here.set_host(page.domain()).ok()?;
    Some(here)
}

/// A shop files an order for a click that the network knows; the answer is the order number.
pub(crate) async fn file_order(
    portal: &Portal,
    click_ref: &str,
    shop: &str,
    sale_minor: i64,
) -> Result<Option<String>, Error> {
    let mut tx = db::write(&portal.pool).await?;
    if clicks::by_ref(&mut tx, NETWORK, click_ref).await?.is_none() {
        return Ok(None);
    }
    let mut id = random::short_id()?.to_ascii_uppercase();
    id.truncate(12);
    let now = portal.now_ms();
    let order = Order {
        id: id.clone(),
        seq: 1,
        click_ref: click_ref.to_owned(),
        shop: shop.to_owned(),
        sale_minor,
        commission_minor: sale_minor / COMMISSION_SHARE,
        status: name_of(Status::Pending).to_owned(),
        ordered_ms: now,
        updated_ms: now,
    };
    write(&mut tx, &order).await?;
    tx.commit().await?;
    push_hint(portal, &id).await?;
    Ok(Some(id))
}

/// Files a new revision of an order, if the action fits its status.
pub(crate) async fn act(portal: &Portal, id: &str, action: Action) -> Result<(), Error> {
    let mut tx = db::write(&portal.pool).await?;
    let newest: Option<Order> =
        sqlx::query_as("SELECT * FROM sim_order WHERE id = $1 ORDER BY seq DESC LIMIT 1")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
    let order = newest.ok_or(Error::NotFound)?;
    if !action.is_possible(&order.status) {
        return Err(Error::Malformed(
            "The order is not in a state that allows this.",
        ));
    }
    let revised = Order {
        seq: order.seq + 1,
        status: name_of(action.step().1).to_owned(),
        updated_ms: portal.now_ms(),
        ..order
    };
    write(&mut tx, &revised).await?;
    tx.commit().await?;
    push_hint(portal, id).await
}

async fn write(tx: &mut db::Write, order: &Order) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO sim_order (id, seq, click_ref, shop, sale_minor, commission_minor, status,
           ordered_ms, updated_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&order.id)
    .bind(order.seq)
    .bind(&order.click_ref)
    .bind(&order.shop)
    .bind(order.sale_minor)
    .bind(order.commission_minor)
    .bind(&order.status)
    .bind(order.ordered_ms)
    .bind(order.updated_ms)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Hands the portal what a real network would post to it. Both ends live in one process, so no socket is needed.
async fn push_hint(portal: &Portal, order: &str) -> Result<(), Error> {
    let body = serde_json::json!({ "order": order }).to_string();
    intake::accept(portal, NETWORK, body.as_bytes()).await
}

/// The newest revision of every order, newest order first.
pub(crate) async fn orders(portal: &Portal) -> Result<Vec<Order>, Error> {
    let orders = sqlx::query_as(
        "SELECT o.* FROM sim_order o
         WHERE o.seq = (SELECT MAX(seq) FROM sim_order n WHERE n.id = o.id)
         ORDER BY o.ordered_ms DESC, o.id LIMIT 100",
    )
    .fetch_all(&portal.pool)
    .await?;
    Ok(orders)
}

/// The network's report: every revision since a moment, in the portal's normal form.
pub(crate) async fn reports(portal: &Portal, since_ms: i64) -> Result<Vec<Report>, Error> {
    let orders: Vec<Order> =
        sqlx::query_as("SELECT * FROM sim_order WHERE updated_ms >= $1 ORDER BY updated_ms, seq")
            .bind(since_ms)
            .fetch_all(&portal.pool)
            .await?;
    let reports = orders.into_iter().filter_map(|order| {
        Some(Report {
            network: NETWORK.to_owned(),
            ext_id: order.id,
            click_ref: order.click_ref,
            event_at: order.ordered_ms,
            is_day: false,
            updated_at: order.updated_ms,
            seq: order.seq,
            sale_minor: order.sale_minor,
            currency: "USD".to_owned(),
            commission_minor: order.commission_minor,
            status: named(&order.status)?,
            record: String::new(),
            category: None,
            offer: None,
            order_hash: None,
        })
    });
    Ok(reports.collect())
}
