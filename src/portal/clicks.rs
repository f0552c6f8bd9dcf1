//! Click-outs. The extension makes the id and stores it before it asks, so asking again is harmless: the same request
//! has the same answer. The rate is locked here, from the list as it is published at this moment.

mod asked;
mod standing;
mod together;

pub(crate) use asked::Asked;
pub(crate) use together::Writer;

use crate::{
    click_token, config::Config, db, error::Error, random, report::unpayable_currency,
    state::Portal, uuid,
};
use pointback_core::{
    deep_link,
    hash::sha256_hex,
    rate::{Boost, Headline, Rate},
    retailer::Retailer,
};
use serde::{Deserialize, Serialize};
use standing::standing;
use together::New;

/// How long a trip lasts when the retailer does not say, seconds.
const USUAL_TRIP_S: u32 = 24 * 60 * 60;
/// The network that runs inside the demo.
pub(crate) const SIMULATED: &str = "sim";

/// What was promised: stored with the click, used again when the order is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) rate: Vec<Rate>,
    pub(crate) boost: Option<Boost>,
}

impl Terms {
    /// The headline that was shown and locked; none when no rate was known.
    pub(crate) fn headline(&self) -> Option<Headline> {
        let at = self.boost.as_ref().map_or(0, |boost| boost.s);
        Headline::at(&self.rate, self.boost.as_slice(), at)
    }

    /// Is an amount per order among the rates?
    pub(crate) fn has_amount(&self) -> bool {
        let is_amount = |rate: &Rate| matches!(rate, Rate::Fixed { .. });
        self.rate.iter().any(is_amount)
    }
}

/// What the extension gets back.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    id: String,
    #[serde(rename = "ref")]
    click_ref: String,
    network: String,
    go: String,
    ttl: i64,
    rate: Vec<Rate>,
    boost: Option<Boost>,
    elect: String,
    hosts: Vec<String>,
    trip: u32,
}

row! {
    /// A click as stored.
    #[derive(Debug, Clone)]
    pub(crate) struct Click {
        pub(crate) id: String,
        request: String,
        pub(crate) member: String,
        pub(crate) retailer: i64,
        pub(crate) click_ref: String as "ref",
        network: String,
        pub(crate) destination: String,
        pub(crate) link: String,
        terms: String,
        pub(crate) boost_key: String,
        elect: String,
        hosts: String,
        trip_s: i64,
        created_ms: i64,
    }
}

impl Click {
    /// What was promised.
    pub(crate) fn terms(&self) -> Result<Terms, Error> {
        Ok(serde_json::from_str(&self.terms)?)
    }
}

/// Records a click, or finds it again. `true` when it is new. The connection is for what must be known before.
pub(crate) async fn record(
    portal: &Portal,
    mut connection: db::Pooled,
    member: &str,
    asked: &Asked,
) -> Result<(Answer, bool), Error> {
    let list_seq = asked.list_seq()?;
    let request = sha256_hex(&serde_json::to_vec(asked)?);
    // Nearly every click is new: it is made first, and only if that fails is it looked for.
    let refused = match lock(portal, &mut connection, member, asked, request.clone()).await {
        Ok(click) => {
            portal.at_hand.keep(connection);
            let new = New {
                click: click.clone(),
                list_seq,
            };
            if portal.clicks.write(&portal.pool, new).await? {
                return Ok((answer(&portal.config, click)?, true));
            }
            Error::NotFound
        }
        Err(cause) => {
            drop(connection);
            cause
        }
    };
    // Asked before: the first answer stands, also where nothing could be promised any more.
    let mut connection = portal.at_hand.take(&portal.pool).await?;
    let click = by_id(&mut connection, &asked.id).await?.ok_or(refused)?;
    portal.at_hand.keep(connection);
    if click.member == member && click.request == request {
        Ok((answer(&portal.config, click)?, false))
    } else {
        Err(Error::ClickConflict)
    }
}

/// Decides everything that a click promises.
async fn lock(
    portal: &Portal,
    connection: &mut db::Connection,
    member: &str,
    asked: &Asked,
    request: String,
) -> Result<Click, Error> {
    let published = portal.published()?;
    let retailer = published
        .list
        .get(asked.retailer)
        .ok_or(Error::UnknownRetailer)?;
    let headline = retailer.headline_at(portal.now_s()).ok_or(Error::NoRate)?;
    // What cannot be paid is not promised.
    if unpayable_currency(&retailer.rates).is_some() {
        return Err(Error::NoRate);
    }
    let now = portal.now_ms();
    let standing = standing(connection, retailer.id, member, now)
        .await?
        .ok_or(Error::UnknownRetailer)?;
    if standing.network == SIMULATED && !portal.config.simulated {
        return Err(Error::NoNetwork);
    }
    let destination = deep_link::reduce(asked.page(), retailer).ok_or(Error::UnknownRetailer)?;
    let click_ref = random::short_id()?;
    let link = standing
        .link
        .fill(&portal.config.base, &click_ref, &destination)
        .ok_or(Error::NoNetwork)?;
    let terms = Terms {
        rate: retailer.rates.clone(),
        boost: headline.boost,
    };
    Ok(Click {
        id: asked.id.clone(),
        request,
        member: member.to_owned(),
        retailer: i64::from(retailer.id.0),
        click_ref,
        network: standing.network,
        destination: destination.into(),
        link: link.into(),
        boost_key: boost_key(retailer, terms.boost.as_ref()),
        terms: serde_json::to_string(&terms)?,
        elect: standing.elect,
        hosts: serde_json::to_string(&retailer.hosts)?,
        trip_s: i64::from(retailer.trip_ttl.unwrap_or(USUAL_TRIP_S)),
        created_ms: now,
    })
}

/// Names a capped boost, so that all clicks under one cap can be found; empty for all others.
fn boost_key(retailer: &Retailer, boost: Option<&Boost>) -> String {
    boost
        .filter(|b| b.cap.is_some())
        .map_or_else(String::new, |b| {
            format!("{}/{}/{}", retailer.id.0, b.s, b.e)
        })
}

fn answer(config: &Config, click: Click) -> Result<Answer, Error> {
    let terms = click.terms()?;
    let id = uuid::bytes(&click.id).ok_or(Error::NotFound)?;
    let token = click_token::seal(&config.click_key, id, click.created_ms.div_euclid(1_000));
    Ok(Answer {
        id: click.id,
        click_ref: click.click_ref,
        network: click.network,
        go: config.url(&format!("go/{token}")),
        ttl: click_token::LIFE_S,
        rate: terms.rate,
        boost: terms.boost,
        elect: click.elect,
        hosts: serde_json::from_str(&click.hosts)?,
        trip: u32::try_from(click.trip_s).unwrap_or(USUAL_TRIP_S),
    })
}

/// A click by its id.
pub(crate) async fn by_id(
    connection: &mut db::Connection,
    id: &str,
) -> Result<Option<Click>, Error> {
    let click = sqlx::query_as("SELECT * FROM click WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(click)
}

/// A click by the reference that the network knows it by.
pub(crate) async fn by_ref(
    connection: &mut db::Connection,
    network: &str,
    click_ref: &str,
) -> Result<Option<Click>, Error> {
    let click = sqlx::query_as("SELECT * FROM click WHERE ref = $1 AND network = $2")
        .bind(click_ref)
        .bind(network)
        .fetch_optional(connection)
        .await?;
    Ok(click)
}

/// A member's clicks under one boost cap, as far as something was reported of them: a member may click without end.
pub(crate) async fn under_boost(
    connection: &mut db::Connection,
    member: &str,
    boost_key: &str,
) -> Result<Vec<Click>, Error> {
    let clicks =
        sqlx::query_as(
            "SELECT * FROM click c WHERE member = $1 AND boost_key = $2
             AND EXISTS (SELECT 1 FROM report r WHERE r.network = c.network AND r.click_ref = c.ref)",
        )
        .bind(member)
        .bind(boost_key)
        .fetch_all(connection)
        .await?;
    Ok(clicks)
}

/// Notes that a click was followed; only the first time counts, and is answered with `true`.
pub(crate) async fn note_use(
    connection: &mut db::Connection,
    click: &Click,
    now_ms: i64,
) -> Result<bool, Error> {
    let noted = sqlx::query("UPDATE click SET used_ms = $2 WHERE id = $1 AND used_ms IS NULL")
        .bind(&click.id)
        .bind(now_ms)
        .execute(connection)
        .await?;
    Ok(noted.rows_affected() == 1)
}
