//! A member's trips in full: the rate that was promised with the click, what the store reported, and what was posted.

use crate::{clicks::Terms, error::Error, ledger::earning::State, promise::Posted, state::Portal};
use pointback_core::retailer::RetailerId;

/// Clicks on a page.
pub(crate) const PAGE: usize = 25;

/// One trip, or one order of a trip that led to several.
#[derive(Debug)]
pub(crate) struct Trip {
    pub(crate) click: String,
    /// As the store is called today; none when it has left the list.
    pub(crate) name: Option<String>,
    pub(crate) retailer: u32,
    pub(crate) clicked_ms: i64,
    pub(crate) terms: Terms,
    /// None while no order is known.
    pub(crate) posted: Option<Posted>,
}

impl Trip {
    pub(crate) fn state(&self) -> State {
        self.posted.map_or(State::Processing, |posted| posted.state)
    }

    pub(crate) fn store(&self) -> &str {
        self.name
            .as_deref()
            .unwrap_or("A store that has left the list")
    }
}

/// Some trips, newest first.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) trips: Vec<Trip>,
    /// Where the next page begins.
    pub(crate) next: Option<Cursor>,
}

/// A place between two clicks: the moment of the last one shown, and its id, because two may share a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) at_ms: i64,
    pub(crate) click: String,
}

impl Cursor {
    /// As it stands in an address.
    pub(crate) fn text(&self) -> String {
        format!("{}.{}", self.at_ms, self.click)
    }

    /// From an address.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (at, click) = text.split_once('.')?;
        Some(Self {
            at_ms: at.parse().ok()?,
            click: click.to_owned(),
        })
    }
}

row! {
    struct Click {
        id: String,
        retailer: i64,
        terms: String,
        created_ms: i64,
    }
}

row! {
    struct Order {
        click: String,
        state: String,
        sale: i64,
        base: i64,
        boost: i64,
    }
}

/// The newest trips of a member, or those after a place.
pub(crate) async fn page(
    portal: &Portal,
    member: &str,
    after: Option<&Cursor>,
) -> Result<Log, Error> {
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut clicks: Vec<Click> = sqlx::query_as(
        "SELECT id, retailer, terms, created_ms FROM click
         WHERE member = $1 AND used_ms IS NOT NULL
           AND (created_ms < $2 OR (created_ms = $2 AND id > $3))
         ORDER BY created_ms DESC, id LIMIT $4",
    )
    .bind(member)
    .bind(after.map_or(i64::MAX, |cursor| cursor.at_ms))
    .bind(after.map_or("", |cursor| cursor.click.as_str()))
    .bind(most)
    .fetch_all(&portal.pool)
    .await?;
    let has_more = clicks.len() > PAGE;
    clicks.truncate(PAGE);
    let next = clicks.last().filter(|_| has_more).map(|last| Cursor {
        at_ms: last.created_ms,
        click: last.id.clone(),
    });
    let trips = trips(portal, member, clicks).await?;
    Ok(Log { trips, next })
}

/// One click of a member with its orders; nothing when it is not theirs or was never followed.
pub(crate) async fn of_click(
    portal: &Portal,
    member: &str,
    click: &str,
) -> Result<Vec<Trip>, Error> {
    let clicks: Vec<Click> = sqlx::query_as(
        "SELECT id, retailer, terms, created_ms FROM click
         WHERE member = $1 AND id = $2 AND used_ms IS NOT NULL",
    )
    .bind(member)
    .bind(click)
    .fetch_all(&portal.pool)
    .await?;
    trips(portal, member, clicks).await
}

async fn trips(portal: &Portal, member: &str, clicks: Vec<Click>) -> Result<Vec<Trip>, Error> {
    let (Some(newest), Some(oldest)) = (clicks.first(), clicks.last()) else {
        return Ok(Vec::new());
    };
    let span = (oldest.created_ms, newest.created_ms);
    let orders = orders(portal, member, span).await?;
    let published = portal.published().ok();
    let mut trips = Vec::new();
    for click in clicks {
        let Ok(retailer) = u32::try_from(click.retailer) else {
            continue;
        };
        let listed = published
            .as_ref()
            .and_then(|p| p.list.get(RetailerId(retailer)));
        let terms: Terms = serde_json::from_str(&click.terms)?;
        let trip = |posted| Trip {
            click: click.id.clone(),
            name: listed.map(|r| r.name.clone()),
            retailer,
            clicked_ms: click.created_ms,
            terms: terms.clone(),
            posted,
        };
        let own = orders.iter().filter(|order| order.click == click.id);
        let before = trips.len();
        trips.extend(own.filter_map(|order| {
            Some(trip(Some(Posted {
                state: State::named(&order.state)?,
                sale_minor: order.sale,
                base: order.base,
                boost: order.boost,
            })))
        }));
        if trips.len() == before {
            trips.push(trip(None));
        }
    }
    Ok(trips)
}

async fn orders(
    portal: &Portal,
    member: &str,
    (from, to): (i64, i64),
) -> Result<Vec<Order>, Error> {
    let orders = sqlx::query_as(
        "SELECT e.click, e.state, e.sale, e.base, e.boost
         FROM earning e JOIN click c ON c.id = e.click
         WHERE c.member = $1 AND e.member = $1 AND c.created_ms >= $2 AND c.created_ms <= $3
         ORDER BY e.event_ms DESC, e.id",
    )
    .bind(member)
    .bind(from)
    .bind(to)
    .fetch_all(&portal.pool)
    .await?;
    Ok(orders)
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_place_is_read_back_from_its_address() {
        let cursor = Cursor {
            at_ms: 1_802_278_800_000,
            click: "00000000-0000-4000-8000-000000000001".to_owned(),
        };
        assert_eq!(Cursor::read(&cursor.text()), Some(cursor));
        for bad in ["", "x.y", "1802278800000"] {
            assert_eq!(Cursor::read(bad), None, "{bad}");
        }
    }
}
