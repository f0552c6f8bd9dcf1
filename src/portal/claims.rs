//! Claims: a member says that a purchase is missing or posted wrongly, the operator answers. Open, answered, closed.

/// A question for claims as they are listed: of the receipts, which may be long, only how many bytes there are.
macro_rules! select_claims {
    ($which:literal) => {
        concat!(
            "SELECT id, member, click, order_number, amount_minor, note, state, answer, created_ms, answered_ms,
               closed_ms, CAST(OCTET_LENGTH(receipts) AS BIGINT) AS receipt_bytes FROM claim ",
            $which
        )
    };
}

mod bounds;
pub mod desk;
pub(crate) mod evidence;
pub(crate) mod packet;

use crate::{accounts::hold, db, error::Error, random, refusal::FormError, state::Portal};
use packet::Packet;

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for the operator.
    Open,
    /// The operator has answered.
    Answered,
    /// Settled, by the member or the operator.
    Closed,
}

impl State {
    const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Closed];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

row! {
    /// A claim as stored, without the text of its receipts.
    #[derive(Debug, Clone)]
    pub struct Claim {
        /// What members and operator call it.
        pub id: String,
        pub(crate) member: String,
        pub(crate) click: String,
        pub(crate) order_number: String,
        pub(crate) amount_minor: i64,
        pub(crate) note: String,
        /// How much of receipts came along; 0 when none did.
        pub(crate) receipt_bytes: i64,
        pub(crate) state: String,
        pub(crate) answer: String,
        pub(crate) created_ms: i64,
        pub(crate) answered_ms: Option<i64>,
        pub(crate) closed_ms: Option<i64>,
    }
}

impl Claim {
    pub(crate) fn state(&self) -> Option<State> {
        State::named(&self.state)
    }
}

/// Files a claim and returns its id. The same order of the same trip is one claim, however often it is sent.
pub(crate) async fn file(
    portal: &Portal,
    member: &str,
    packet: &Packet,
) -> Result<String, FormError> {
    packet.check()?;
    let mut tx = db::write(&portal.pool).await?;
    hold::member(&mut tx, member).await?;
    let click: Option<i64> = sqlx::query_scalar(
        "SELECT created_ms FROM click WHERE id = $1 AND member = $2 AND used_ms IS NOT NULL",
    )
    .bind(&packet.click)
    .bind(member)
    .fetch_optional(&mut *tx)
    .await?;
    if click.is_none() {
        return Err(FormError::refused("click", "Choose one of your own trips."));
    }
    if let Some(id) = known(&mut tx, member, packet).await? {
        return Ok(id);
    }
    bounds::check(&mut tx, member, packet, portal.now_ms()).await?;
    let id = format!("c_{}", random::short_id()?);
    sqlx::query(
        "INSERT INTO claim (id, member, click, order_number, amount_minor, note, receipts, state, answer, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', '', $8)",
    )
    .bind(&id)
    .bind(member)
    .bind(&packet.click)
    .bind(&packet.order)
    .bind(packet.amount_minor)
    .bind(&packet.note)
    .bind(&packet.receipts)
    .bind(portal.now_ms())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(id)
}

async fn known(
    connection: &mut db::Connection,
    member: &str,
    packet: &Packet,
) -> Result<Option<String>, Error> {
    let id = sqlx::query_scalar(
        "SELECT id FROM claim WHERE member = $1 AND click = $2 AND order_number = $3",
    )
    .bind(member)
    .bind(&packet.click)
    .bind(&packet.order)
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// The member's claims, newest first.
pub(crate) async fn of_member(portal: &Portal, member: &str) -> Result<Vec<Claim>, Error> {
    let claims = sqlx::query_as(select_claims!(
        "WHERE member = $1 ORDER BY created_ms DESC, id LIMIT 200"
    ))
    .bind(member)
    .fetch_all(&portal.pool)
    .await?;
    Ok(claims)
}

/// Closes a claim of the member's own.
pub(crate) async fn close_own(portal: &Portal, member: &str, id: &str) -> Result<(), Error> {
    let closed = sqlx::query(
        "UPDATE claim SET state = 'closed', closed_ms = $3
         WHERE id = $1 AND member = $2 AND state <> 'closed'",
    )
    .bind(id)
    .bind(member)
    .bind(portal.now_ms())
    .execute(&portal.pool)
    .await?;
    if closed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
