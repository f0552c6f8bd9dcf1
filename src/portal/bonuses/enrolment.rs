//! Enrolments: a new member joins a campaign at sign-up, once for life.

use super::{
    campaign::{self, Campaign, Kind},
    invite,
    rule::{self, Purchase},
};
use crate::{
    db,
    error::Error,
    ledger::{earning::State, earnings},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A member under a campaign.
#[derive(Debug, Clone)]
pub(crate) struct Enrolment {
    pub(crate) member: String,
    pub(crate) campaign: Campaign,
    pub(crate) inviter: Option<String>,
    pub(crate) since_ms: i64,
    /// The first moment at which a purchase no longer counts.
    pub(crate) until_ms: i64,
}

/// How a bonus stands, as members see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Not enough was bought yet, or not all of it is certain.
    Pending,
    /// It is theirs.
    Earned,
    /// The window is over and not enough was bought in it.
    Expired,
}

impl Progress {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Earned => "Earned",
            Self::Expired => "Expired",
        }
    }
}

/// How somebody came to the sign-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrival {
    /// The code of the invitation that their browser remembers.
    pub(crate) code: Option<String>,
    /// The member who is signed in in the same browser.
    pub(crate) signed_in: Option<String>,
}

/// Enrols a member in the transaction that makes them one. A code that is unknown, the member's own, or too late for its
/// campaign is as good as none: nobody is turned away because of it.
pub(crate) async fn enrol(
    tx: &mut db::Write,
    member: &str,
    arrival: &Arrival,
    now: i64,
) -> Result<(), Error> {
    let inviter = inviter(tx, member, arrival).await?;
    let invited = match &inviter {
        Some(_) => place(tx, Kind::Referral, now).await?,
        None => None,
    };
    let (campaign, inviter) = match invited {
        Some(campaign) => (Some(campaign), inviter),
        None => (place(tx, Kind::Welcome, now).await?, None),
    };
    let Some(campaign) = campaign else {
        return Ok(());
    };
    let window_ms = campaign.window_days.saturating_mul(DAY_MS);
    sqlx::query(
        "INSERT INTO enrolment (member, campaign, inviter, since_ms, until_ms) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(member)
    .bind(&campaign.id)
    .bind(inviter)
    .bind(now)
    .bind(now.saturating_add(window_ms))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a place, in the newest campaign that has one left for us.
async fn place(tx: &mut db::Write, kind: Kind, now: i64) -> Result<Option<Campaign>, Error> {
    for campaign in campaign::all_in_force(tx, kind, now).await? {
        if campaign::take_place(tx, &campaign.id).await? {
            return Ok(Some(campaign));
        }
    }
    Ok(None)
}

/// Who invited a member, unless they did it themselves.
async fn inviter(
    tx: &mut db::Write,
    member: &str,
    arrival: &Arrival,
) -> Result<Option<String>, Error> {
    let Some(code) = &arrival.code else {
        return Ok(None);
    };
    let Some(owner) = invite::owner(tx, code).await? else {
        return Ok(None);
    };
    if owner == member || arrival.signed_in.as_ref() == Some(&owner) {
        return Ok(None);
    }
    let (Some(ours), Some(theirs)) = (mailbox(tx, member).await?, mailbox(tx, &owner).await?)
    else {
        return Ok(None);
    };
    Ok((ours != theirs).then_some(owner))
}

/// The mailbox that an address leads to: what follows a plus sign leads to the same one.
async fn mailbox(connection: &mut db::Connection, member: &str) -> Result<Option<String>, Error> {
    let email: Option<String> = sqlx::query_scalar("SELECT email FROM member WHERE id = $1")
        .bind(member)
        .fetch_optional(connection)
        .await?;
    Ok(email.map(|email| same_mailbox(&email)))
}

fn same_mailbox(email: &str) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let plain = name.split_once('+').map_or(name, |(before, _)| before);
    format!("{}@{domain}", plain.replace('.', ""))
}

row! {
    struct Row {
        member: String,
        campaign: String,
        inviter: Option<String>,
        since_ms: i64,
        until_ms: i64,
    }
}

/// A member's enrolment.
pub(crate) async fn of(
    connection: &mut db::Connection,
    member: &str,
) -> Result<Option<Enrolment>, Error> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM enrolment WHERE member = $1")
        .bind(member)
        .fetch_optional(&mut *connection)
        .await?;
    match row {
        Some(row) => with_campaign(connection, row).await,
        None => Ok(None),
    }
}

/// Those whom a member invited, newest first.
pub(crate) async fn invited_by(
    connection: &mut db::Connection,
    member: &str,
) -> Result<Vec<Enrolment>, Error> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT * FROM enrolment WHERE inviter = $1 ORDER BY since_ms DESC, member")
            .bind(member)
            .fetch_all(&mut *connection)
            .await?;
    let mut enrolments = Vec::new();
    for row in rows {
        enrolments.extend(with_campaign(connection, row).await?);
    }
    Ok(enrolments)
}

async fn with_campaign(
    connection: &mut db::Connection,
    row: Row,
) -> Result<Option<Enrolment>, Error> {
    let campaign = campaign::by_id(connection, &row.campaign).await?;
    Ok(campaign.map(|campaign| Enrolment {
        member: row.member,
        campaign,
        inviter: row.inviter,
        since_ms: row.since_ms,
        until_ms: row.until_ms,
    }))
}

row! {
    struct Bought {
        click: String,
        event_ms: i64,
        sale: i64,
        state: String,
    }
}

/// What the member bought within the window, and was not declined.
pub(super) async fn purchases(
    connection: &mut db::Connection,
    enrolment: &Enrolment,
) -> Result<Vec<Purchase>, Error> {
    let rows: Vec<Bought> = sqlx::query_as(
        "SELECT click, event_ms, sale, state FROM earning
         WHERE member = $1 AND kind = $2 AND event_ms >= $3 AND event_ms < $4",
    )
    .bind(&enrolment.member)
    .bind(earnings::PURCHASE)
    // A network that says only the day says the midnight before the sign-up. Nothing older comes in like that: only a
    // member can click.
    .bind(enrolment.since_ms.saturating_sub(DAY_MS))
    .bind(enrolment.until_ms)
    .fetch_all(connection)
    .await?;
    let purchases = rows.into_iter().filter_map(|row| {
        let is_confirmed = match State::named(&row.state)? {
            State::Pending => false,
            State::Confirmed | State::InPayout | State::Paid => true,
            State::Processing | State::Ineligible | State::Reversed => return None,
        };
        Some(Purchase {
            trip: row.click,
            at_ms: row.event_ms,
            sale: row.sale,
            is_confirmed,
        })
    });
    Ok(purchases.collect())
}

/// How an enrolment stands at a moment.
pub(crate) async fn progress(
    connection: &mut db::Connection,
    enrolment: &Enrolment,
    now: i64,
) -> Result<Progress, Error> {
    let purchases = purchases(connection, enrolment).await?;
    let terms = &enrolment.campaign;
    let reached = rule::reached(terms.kind.counts_one_trip(), terms.spend, &purchases);
    Ok(match reached.state {
        State::Confirmed => Progress::Earned,
        State::Processing if now >= enrolment.until_ms => Progress::Expired,
        _ => Progress::Pending,
    })
}

#[cfg(test)]
mod tests {
    use super::same_mailbox;

    #[test]
    fn addresses_of_one_mailbox_are_one_person() {
        let ann = same_mailbox("ann@example.org");
        assert_eq!(same_mailbox("ann+shop@example.org"), ann);
        assert_eq!(same_mailbox("a.nn@example.org"), ann);
        assert_ne!(same_mailbox("ann@example.com"), ann);
        assert_ne!(same_mailbox("anna@example.org"), ann);
    }
}
