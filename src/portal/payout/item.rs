//! One payment to one member, and those who are carried over; as stored, and as hashed.

use super::{cut_off::CutOff, rail::Rail};
use crate::{db, error::Error};
use pointback_core::hash::sha256_hex;

/// One payment of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Derived from period, member and asset; short enough for every rail's own field.
    pub id: String,
    /// Who is paid.
    pub member: String,
    /// How.
    pub rail: Rail,
    /// Which of the member's ways.
    pub way_ms: i64,
    /// Cents that leave the confirmed balance.
    pub cents: i64,
    /// What arrives: cents, or points.
    pub amount: i64,
    /// Of the cents, those that make no whole point.
    pub rounding: i64,
}

/// A member who is not paid this time although something is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Who.
    pub member: String,
    /// Cents that would have been paid; below zero when more is to be offset than fell under the cut-off.
    pub cents: i64,
    /// Why.
    pub reason: Reason,
}

/// Why a member is carried over. The names are stored, and shown to the member in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Less than is paid out at once.
    BelowMinimum,
    /// No postal address and no PayPal account was entered.
    NoAddress,
    /// No account with the elected programme was entered.
    NoAccount,
    /// The programme has not confirmed the account.
    AccountUnconfirmed,
    /// The member has not said that they can take part in the programme, as its question is worded now.
    QuestionOpen,
    /// The programme's table has no rate for that day.
    NoRate,
}

impl Reason {
    const ALL: [Self; 6] = [
        Self::BelowMinimum,
        Self::NoAddress,
        Self::NoAccount,
        Self::AccountUnconfirmed,
        Self::QuestionOpen,
        Self::NoRate,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BelowMinimum => "belowMinimum",
            Self::NoAddress => "noAddress",
            Self::NoAccount => "noAccount",
            Self::AccountUnconfirmed => "accountUnconfirmed",
            Self::QuestionOpen => "questionOpen",
            Self::NoRate => "noRate",
        }
    }

    /// For the operator's screen and the member's page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::BelowMinimum => "below the smallest payout",
            Self::NoAddress => "no postal address or PayPal account entered",
            Self::NoAccount => "no account with the elected programme entered",
            Self::AccountUnconfirmed => "account not confirmed by the programme",
            Self::QuestionOpen => "the question about taking part is not answered",
            Self::NoRate => "the programme has no rate for that day",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

impl Item {
    /// The id of the payment of an asset to a member in a period: there is never a second one.
    #[must_use]
    pub fn id_of(period: &str, member: &str, asset: &str) -> String {
        let mut id = sha256_hex(format!("payout/{period}/{member}/{asset}").as_bytes());
        id.truncate(26);
        format!("p_{id}")
    }

    /// Everything that must never change, in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            id,
            member,
            rail,
            way_ms,
            cents,
            amount,
            rounding,
        } = self;
        let rail = rail.name();
        format!("{id}|{member}|{rail}|{way_ms}|{cents}|{amount}|{rounding}\n")
    }
}

/// The columns of an item.
pub(super) type Row = (String, String, String, i64, i64, i64, i64);

/// The items of a period, by member and asset.
pub(super) async fn of_period(
    connection: &mut db::Connection,
    period: &str,
) -> Result<Vec<Item>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, member, rail, way_ms, cents, amount, rounding FROM payout_item WHERE period = $1",
    )
    .bind(period)
    .fetch_all(connection)
    .await?;
    let mut items: Vec<Item> = rows.into_iter().filter_map(from_row).collect();
    sort(&mut items);
    Ok(items)
}

/// One item.
pub(super) async fn by_id(connection: &mut db::Connection, id: &str) -> Result<Item, Error> {
    let row: Row = sqlx::query_as(
        "SELECT id, member, rail, way_ms, cents, amount, rounding FROM payout_item WHERE id = $1",
    )
    .bind(id)
    .fetch_one(connection)
    .await?;
    from_row(row).ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// The order in which items are hashed and sent; the database's own order of texts is not relied on.
pub(super) fn sort(items: &mut [Item]) {
    items.sort_by_cached_key(|item| (item.member.clone(), item.rail.asset()));
}

pub(super) fn from_row((id, member, rail, way_ms, cents, amount, rounding): Row) -> Option<Item> {
    Some(Item {
        id,
        member,
        rail: Rail::named(&rail)?,
        way_ms,
        cents,
        amount,
        rounding,
    })
}

/// Writes an item. Whether it was new.
pub(super) async fn insert(
    connection: &mut db::Connection,
    period: &str,
    item: &Item,
) -> Result<bool, Error> {
    let made = sqlx::query(
        "INSERT INTO payout_item (id, period, member, asset, rail, way_ms, cents, amount, rounding)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
    )
    .bind(&item.id)
    .bind(period)
    .bind(&item.member)
    .bind(item.rail.asset())
    .bind(item.rail.name())
    .bind(item.way_ms)
    .bind(item.cents)
    .bind(item.amount)
    .bind(item.rounding)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Writes down which earnings an item pays: the member's confirmed ones under the cut-off.
pub(super) async fn insert_earnings(
    connection: &mut db::Connection,
    item: &Item,
    cut_off: &CutOff,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO payout_earning (item, earning, reward)
         SELECT $1, e.id, e.base + e.boost FROM earning e
         WHERE e.member = $2 AND e.state = 'confirmed' AND e.confirmed_ms < $3 AND e.reported_ms < $4",
    )
    .bind(&item.id)
    .bind(&item.member)
    .bind(cut_off.confirmed_before_ms)
    .bind(cut_off.reported_before_ms)
    .execute(connection)
    .await?;
    Ok(())
}

/// Those who were carried over in a period, by member.
pub(super) async fn carried_in(
    connection: &mut db::Connection,
    period: &str,
) -> Result<Vec<Carried>, Error> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT member, cents, reason FROM payout_carried WHERE period = $1")
            .bind(period)
            .fetch_all(connection)
            .await?;
    let carried = rows.into_iter().filter_map(|(member, cents, reason)| {
        let reason = Reason::named(&reason)?;
        Some(Carried {
            member,
            cents,
            reason,
        })
    });
    Ok(carried.collect())
}

/// Writes down that a member was carried over.
pub(super) async fn insert_carried(
    connection: &mut db::Connection,
    period: &str,
    carried: &Carried,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO payout_carried (period, member, cents, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (period, member) DO NOTHING",
    )
    .bind(period)
    .bind(&carried.member)
    .bind(carried.cents)
    .bind(carried.reason.name())
    .execute(connection)
    .await?;
    Ok(())
}
