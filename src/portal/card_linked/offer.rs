//! In-store and dining offers. What an offer pays never changes once it is there; it can only end earlier.

use crate::{db, error::Error, state::Portal};
use pointback_core::rate::Rate;

/// What kind of purchase an offer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// In a shop; used once, then it must be added again.
    InStore,
    /// In restaurants; added once and good until it ends.
    Dining,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::InStore, Self::Dining];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::InStore => "in_store",
            Self::Dining => "dining",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) const fn is_used_once(self) -> bool {
        matches!(self, Self::InStore)
    }
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// The partner that reports its purchases.
    pub(crate) network: String,
    pub(crate) store: String,
    rate: String,
    /// Least purchase, minor units.
    pub(crate) spend: i64,
    /// Most that one purchase earns, minor units.
    pub(crate) most: i64,
    /// How long it is good after it was added.
    pub(crate) days: i64,
    pub(crate) starts_ms: i64,
    pub(crate) ends_ms: i64,
}

impl Offer {
    /// What it pays.
    pub(crate) fn rates(&self) -> Result<Vec<Rate>, Error> {
        Ok(serde_json::from_str(&self.rate)?)
    }

    /// Can it be added at that moment?
    pub(crate) fn is_open_at(&self, at_ms: i64) -> bool {
        (self.starts_ms..self.ends_ms).contains(&at_ms)
    }
}

row! {
    struct Row {
        id: String,
        kind: String,
        network: String,
        store: String,
        rate: String,
        spend: i64,
        most: i64,
        days: i64,
        starts_ms: i64,
        ends_ms: i64,
    }
}

impl From<Row> for Offer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            // Only the two are ever written; the stricter one is the safer reading of anything else.
            kind: Kind::named(&row.kind).unwrap_or(Kind::InStore),
            network: row.network,
            store: row.store,
            rate: row.rate,
            spend: row.spend,
            most: row.most,
            days: row.days,
            starts_ms: row.starts_ms,
            ends_ms: row.ends_ms,
        }
    }
}

/// What an operator says of a new offer.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) network: String,
    pub(crate) store: String,
    pub(crate) rate: Rate,
    pub(crate) spend: i64,
    pub(crate) most: i64,
    pub(crate) days: i64,
    pub(crate) starts_ms: i64,
    pub(crate) ends_ms: i64,
}

/// Stores a new offer. `false` when there is one of that name already.
pub(crate) async fn create(pool: &db::Pool, draft: &Draft) -> Result<bool, Error> {
    let made = sqlx::query(
        "INSERT INTO offer (id, kind, network, store, rate, spend, most, days, starts_ms, ends_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&draft.id)
    .bind(draft.kind.name())
    .bind(&draft.network)
    .bind(&draft.store)
    .bind(serde_json::to_string(&[&draft.rate])?)
    .bind(draft.spend)
    .bind(draft.most)
    .bind(draft.days)
    .bind(draft.starts_ms)
    .bind(draft.ends_ms)
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Brings the end of an offer forward. What was added stays good.
pub(crate) async fn end(pool: &db::Pool, id: &str, at_ms: i64) -> Result<bool, Error> {
    let ended = sqlx::query("UPDATE offer SET ends_ms = $1 WHERE id = $2 AND ends_ms > $1")
        .bind(at_ms)
        .bind(id)
        .execute(pool)
        .await?;
    Ok(ended.rows_affected() == 1)
}

/// All offers, those that end last first.
pub(crate) async fn all(pool: &db::Pool) -> Result<Vec<Offer>, Error> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM offer ORDER BY ends_ms DESC, id")
        .fetch_all(pool)
        .await?;
    Ok(rows.into_iter().map(Offer::from).collect())
}

/// Offers that can be added now, by store.
pub(crate) async fn open(portal: &Portal) -> Result<Vec<Offer>, Error> {
    let now = portal.now_ms();
    let mut offers = all(&portal.pool).await?;
    offers.retain(|offer| offer.is_open_at(now));
    offers.sort_by(|a, b| (&a.store, &a.id).cmp(&(&b.store, &b.id)));
    Ok(offers)
}

/// An offer by its id.
pub(crate) async fn by_id(
    connection: &mut db::Connection,
    id: &str,
) -> Result<Option<Offer>, Error> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM offer WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Offer::from))
}

/// Is there such an offer, and is it for that network to report?
pub(crate) async fn is_of(
    connection: &mut db::Connection,
    id: Option<&str>,
    network: &str,
) -> Result<bool, Error> {
    let Some(id) = id else {
        return Ok(false);
    };
    let offer = by_id(connection, id).await?;
    Ok(offer.is_some_and(|offer| offer.network == network))
}
