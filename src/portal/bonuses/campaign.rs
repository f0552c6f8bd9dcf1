//! Campaigns: dated rows that say what new members get. Nothing of a campaign ever changes but its end, which can be
//! brought forward; so what was promised at a sign-up stays true.

use crate::{db, error::Error, ledger::earnings};

/// What a campaign is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For members who were invited, and those who invited them.
    Referral,
    /// For everyone else.
    Welcome,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Referral, Self::Welcome];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Welcome => "welcome",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(super) const fn earning(self) -> &'static str {
        match self {
            Self::Referral => earnings::REFERRAL,
            Self::Welcome => earnings::WELCOME,
        }
    }

    /// A welcome bonus asks for one purchase of that size, a referral bonus for purchases that add up.
    pub(super) const fn counts_one_trip(self) -> bool {
        matches!(self, Self::Welcome)
    }
}

/// A campaign. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Campaign {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) starts_ms: i64,
    /// The first moment after it.
    pub(crate) ends_ms: i64,
    /// For the new member.
    pub(crate) bonus: i64,
    /// For who invited them.
    pub(crate) inviter_bonus: i64,
    /// What must be bought …
    pub(crate) spend: i64,
    /// … within so many days of the sign-up.
    pub(crate) window_days: i64,
    /// Most members who can join.
    pub(crate) places: i64,
    /// How many have.
    pub(crate) taken: i64,
}

row! {
    pub(super) struct Row {
        id: String,
        kind: String,
        starts_ms: i64,
        ends_ms: i64,
        bonus: i64,
        inviter_bonus: i64,
        spend: i64,
        window_days: i64,
        places: i64,
        taken: i64,
    }
}

impl From<Row> for Campaign {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            // Only the two are ever written.
            kind: Kind::named(&row.kind).unwrap_or(Kind::Welcome),
            starts_ms: row.starts_ms,
            ends_ms: row.ends_ms,
            bonus: row.bonus,
            inviter_bonus: row.inviter_bonus,
            spend: row.spend,
            window_days: row.window_days,
            places: row.places,
            taken: row.taken,
        }
    }
}

/// Stores a new campaign. `false` when there is one of that name already.
pub(crate) async fn create(pool: &db::Pool, campaign: &Campaign) -> Result<bool, Error> {
    let made = sqlx::query(
        "INSERT INTO campaign (id, kind, starts_ms, ends_ms, bonus, inviter_bonus, spend, window_days, places, taken)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&campaign.id)
    .bind(campaign.kind.name())
    .bind(campaign.starts_ms)
    .bind(campaign.ends_ms)
    .bind(campaign.bonus)
    .bind(campaign.inviter_bonus)
    .bind(campaign.spend)
    .bind(campaign.window_days)
    .bind(campaign.places)
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Ends a campaign for those who have not signed up yet.
pub(crate) async fn end(pool: &db::Pool, id: &str, at_ms: i64) -> Result<bool, Error> {
    let ended = sqlx::query("UPDATE campaign SET ends_ms = $1 WHERE id = $2 AND ends_ms > $1")
        .bind(at_ms)
        .bind(id)
        .execute(pool)
        .await?;
    Ok(ended.rows_affected() == 1)
}

/// All campaigns, newest first.
pub(crate) async fn all(pool: &db::Pool) -> Result<Vec<Campaign>, Error> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM campaign ORDER BY starts_ms DESC, id")
        .fetch_all(pool)
        .await?;
    Ok(rows.into_iter().map(Campaign::from).collect())
}

/// A campaign by its name.
pub(super) async fn by_id(
    connection: &mut db::Connection,
    id: &str,
) -> Result<Option<Campaign>, Error> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM campaign WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Campaign::from))
}

/// The campaign that a sign-up at that moment would join.
pub(crate) async fn in_force(
    connection: &mut db::Connection,
    kind: Kind,
    at_ms: i64,
) -> Result<Option<Campaign>, Error> {
    let all = all_in_force(connection, kind, at_ms).await?;
    Ok(all.into_iter().next())
}

/// Those that run and have places, the one that began last first: who gets no place there gets one in the next.
pub(super) async fn all_in_force(
    connection: &mut db::Connection,
    kind: Kind,
    at_ms: i64,
) -> Result<Vec<Campaign>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM campaign WHERE kind = $1 AND starts_ms <= $2 AND ends_ms > $2 AND taken < places
         ORDER BY starts_ms DESC, id",
    )
    .bind(kind.name())
    .bind(at_ms)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Campaign::from).collect())
}

/// Takes a place, if one is left. Counted by the database, so that two sign-ups at once never share the last one.
pub(super) async fn take_place(tx: &mut db::Write, id: &str) -> Result<bool, Error> {
    let taken =
        sqlx::query("UPDATE campaign SET taken = taken + 1 WHERE id = $1 AND taken < places")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    Ok(taken.rows_affected() == 1)
}
