//! Reading who may be paid: members with confirmed cents, a page at a time, and what they chose.

use super::{
    due::{self, Candidate, Choice, decide},
    item::{Carried, Item, Reason},
    period::Period,
    programme,
    way::way,
};
use crate::{
    accounts, db,
    error::Error,
    ledger::account::{Account, USD},
    payout_calendar::rate_on,
    programme_terms,
};
use jiff::{civil::Date, tz::TimeZone};
use pointback_core::money::Unit;

/// Members per page, and per transaction of a freeze: few enough that a click does not wait long for the write lock.
pub(super) const PAGE: i64 = 500;

/// Some members' payments, and where to go on.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    pub(super) carried: Vec<Carried>,
    /// The last member that was looked at; none when there are no more.
    pub(super) last: Option<String>,
}

/// Decides about the next members after `after` who are neither paid nor carried over in this period yet.
pub(super) async fn page(
    connection: &mut db::Connection,
    period: &Period,
    units: &[Unit],
    after: &str,
) -> Result<Page, Error> {
    let candidates = candidates(connection, period, after).await?;
    let day = (period.date, &period.zone);
    let mut page = Page {
        last: candidates.last().map(|c| c.member.clone()),
        ..Page::default()
    };
    for candidate in candidates {
        let choice = choice(
            connection,
            units,
            &candidate.member,
            period.decided_ms(),
            day,
        )
        .await?;
        match decide(&period.name(), &candidate, &choice) {
            Ok(item) => page.items.push(item),
            Err(carried) => page.carried.push(carried),
        }
    }
    Ok(page)
}

/// A member's cents as a period sees them; a macro, because the text of a question must be a constant.
macro_rules! candidates {
    ($which:literal) => {
        concat!(
            "SELECT a.owner, b.credits - b.debits,
               COALESCE((SELECT CAST(SUM(e.base + e.boost) AS BIGINT) FROM earning e
                 WHERE e.member = a.owner AND e.state = 'confirmed'), 0),
               COALESCE((SELECT CAST(SUM(e.base + e.boost) AS BIGINT) FROM earning e
                 WHERE e.member = a.owner AND e.state = 'confirmed'
                   AND e.confirmed_ms < $1 AND e.reported_ms < $2), 0)
             FROM account a JOIN balance b ON b.account = a.id JOIN member m ON m.id = a.owner
             WHERE ",
            $which
        )
    };
}

/// Owner, balance, confirmed, under the cut-off.
type Row = (String, i64, i64, i64);

async fn candidates(
    connection: &mut db::Connection,
    period: &Period,
    after: &str,
) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<Row> = sqlx::query_as(candidates!(
        "a.kind = 'm:confirmed' AND a.asset = $3 AND a.owner > $4 AND b.credits > b.debits
           AND NOT EXISTS (SELECT 1 FROM payout_item i WHERE i.period = $5 AND i.member = a.owner)
           AND NOT EXISTS (SELECT 1 FROM payout_carried c WHERE c.period = $5 AND c.member = a.owner)
         ORDER BY a.owner LIMIT $6"
    ))
    .bind(period.cut_off.confirmed_before_ms)
    .bind(period.cut_off.reported_before_ms)
    .bind(USD)
    .bind(after)
    .bind(period.name())
    .bind(PAGE)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(candidate).collect())
}

fn candidate((member, balance, confirmed, under_cut_off): Row) -> Candidate {
    Candidate {
        member,
        balance,
        confirmed,
        under_cut_off,
    }
}

/// The cents that a period would pay to a member, if it were decided now; none when more is to be offset.
///
/// # Errors
/// `Internal`.
pub(crate) async fn payable(
    connection: &mut db::Connection,
    period: &Period,
    member: &str,
) -> Result<i64, Error> {
    let row: Option<Row> = sqlx::query_as(candidates!("a.id = $3"))
        .bind(period.cut_off.confirmed_before_ms)
        .bind(period.cut_off.reported_before_ms)
        .bind(Account::confirmed(member).id())
        .fetch_optional(connection)
        .await?;
    let candidate = row.map(candidate);
    Ok(candidate.map_or(0, |candidate| candidate.payable().max(0)))
}

/// What keeps a member from being paid on a payout day, as things are at `at_ms`.
///
/// # Errors
/// `Internal`.
pub(crate) async fn hindrance(
    connection: &mut db::Connection,
    units: &[Unit],
    member: &str,
    at_ms: i64,
    day: (Date, &TimeZone),
) -> Result<Option<Reason>, Error> {
    let choice = choice(connection, units, member, at_ms, day).await?;
    Ok(due::hindrance(&choice))
}

/// What the member chose, as it was at `at_ms`, with the rate of the payout day. A unit that is no longer offered is paid in cash.
async fn choice<'u>(
    connection: &mut db::Connection,
    units: &'u [Unit],
    member: &str,
    at_ms: i64,
    (date, zone): (Date, &TimeZone),
) -> Result<Choice<'u>, Error> {
    let elected = accounts::election(connection, member, at_ms).await?.unit;
    let programme = units.iter().find(|u| u.is_points() && u.id() == elected);
    let Some(unit) = programme else {
        let way = way(connection, member, accounts::CASH, at_ms).await?;
        return Ok(Choice::Cash(way));
    };
    let account = programme::account(connection, member, unit.id(), at_ms).await?;
    let tier = account.as_ref().map_or("", |account| account.tier.as_str());
    let question = programme_terms::open_question(connection, member, unit, at_ms).await?;
    Ok(Choice::Points {
        unit: unit.id(),
        way: way(connection, member, unit.id(), at_ms).await?,
        per: rate_on(unit, tier, date, zone),
        account,
        is_question_open: question.is_some(),
    })
}
