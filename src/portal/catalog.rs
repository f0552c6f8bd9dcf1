//! The catalogue: which retailers are listed, under which stable number, and how their network is linked.

use crate::db;
use crate::failure::Failure;
use crate::link_template::LinkTemplate;
use crate::shelf::Shelf;
use pointback_core::retailer::{Retailer, RetailerId};
use std::collections::HashMap;

/// A retailer with what only the portal knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As published.
    pub retailer: Retailer,
    /// The network that reports its orders.
    pub network: String,
    /// How a click reaches it.
    pub link: LinkTemplate,
    /// What the portal's own pages say of it.
    pub shelf: Shelf,
}

/// Line, network, link, category, featured and terms as stored.
type Row = (String, String, String, String, i64, String);

/// What storing an entry changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not in the catalogue.
    Added,
    /// It was, and something about it is different now.
    Changed,
    /// It was, exactly so.
    Unchanged,
}

/// Everything that is listed, in the order of the ids.
///
/// # Errors
/// `Database`, or `List` when a stored line is not readable any more.
pub async fn entries(db: &mut db::Connection) -> Result<Vec<Entry>, Failure> {
    let rows: Vec<Row> =
        sqlx::query_as(
            "SELECT line, network, link, category, featured, terms FROM retailer WHERE listed = 1 ORDER BY id",
        )
        .fetch_all(db)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// The lines that are listed, in the order of the ids, without line feeds. What their shelves say travels with them.
///
/// # Errors
/// `Database`, or `List` when a stored line is not readable any more.
pub async fn lines(db: &mut db::Connection) -> Result<Vec<String>, Failure> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT line, category, featured FROM retailer WHERE listed = 1 ORDER BY id",
    )
    .fetch_all(db)
    .await?;
    let line = |(line, category, featured): (String, String, i64)| {
        if category.is_empty() && featured == 0 {
            return Ok(line);
        }
        let retailer = Retailer::from_line(line.as_bytes());
        let published = retailer.and_then(|r| on_shelf(r, category, featured != 0).to_line());
        published.map_err(|cause| Failure::List {
            what: "a stored retailer".to_owned(),
            cause,
        })
    };
    rows.into_iter().map(line).collect()
}

/// What the portal's own pages say of each listed retailer, where they say anything.
pub(crate) async fn shelves(pool: &db::Pool) -> Result<HashMap<RetailerId, Shelf>, sqlx::Error> {
    let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(
        "SELECT id, category, featured, terms FROM retailer
         WHERE listed = 1 AND (category <> '' OR featured <> 0 OR terms <> '')",
    )
    .fetch_all(pool)
    .await?;
    let shelves = rows
        .into_iter()
        .filter_map(|(id, category, featured, terms)| {
            let id = RetailerId(u32::try_from(id).ok()?);
            Some((id, Shelf::stored(category, featured, &terms)))
        });
    Ok(shelves.collect())
}

/// A retailer as it is published: with what its shelf says to shoppers.
fn on_shelf(retailer: Retailer, category: String, featured: bool) -> Retailer {
    Retailer {
        category: Some(category).filter(|name| !name.is_empty()),
        featured,
        ..retailer
    }
}

/// Stores an entry under the id that belongs to its primary host; the id that `entry` carries is not looked at.
///
/// # Errors
/// `Database`, or `List` when the retailer is not fit to be published.
pub async fn store(db: &mut db::Connection, entry: &Entry) -> Result<Change, Failure> {
    let unfit = |cause| Failure::List {
        what: entry.retailer.name.clone(),
        cause,
    };
    let host = entry.retailer.hosts.first();
    let host = host.ok_or_else(|| unfit(pointback_core::Error::BadHost))?;
    let known: Option<(i64, i64)> =
        sqlx::query_as("SELECT id, listed FROM retailer WHERE host = $1")
            .bind(host.as_str())
            .fetch_optional(&mut *db)
            .await?;
    let id = match known {
        Some((id, _)) => id,
        None => {
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM retailer")
                .fetch_one(&mut *db)
                .await?
        }
    };
    let numbered = Retailer {
        id: RetailerId(u32::try_from(id).map_err(|_| unfit(pointback_core::Error::TooLarge))?),
        ..entry.retailer.clone()
    };
    let line = numbered.to_line().map_err(unfit)?;
    let shelf = &entry.shelf;
    let published = on_shelf(numbered, shelf.category.clone(), shelf.featured);
    published.to_line().map_err(unfit)?;
    let (category, featured, terms) = shelf.columns();
    let stored = sqlx::query(
        "INSERT INTO retailer (id, host, line, network, link, category, featured, terms, listed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
         ON CONFLICT (id) DO UPDATE SET line = excluded.line, network = excluded.network,
           link = excluded.link, category = excluded.category, featured = excluded.featured,
           terms = excluded.terms, listed = 1
         WHERE retailer.listed = 0 OR retailer.line <> excluded.line
           OR retailer.network <> excluded.network OR retailer.link <> excluded.link
           OR retailer.category <> excluded.category OR retailer.featured <> excluded.featured
           OR retailer.terms <> excluded.terms",
    )
    .bind(id)
    .bind(host.as_str())
    .bind(line)
    .bind(&entry.network)
    .bind(entry.link.as_str())
    .bind(category)
    .bind(featured)
    .bind(terms)
    .execute(&mut *db)
    .await?;
    Ok(match known {
        _ if stored.rows_affected() == 0 => Change::Unchanged,
        Some((_, 1)) => Change::Changed,
        _ => Change::Added,
    })
}

/// Takes a retailer off the list. Its id stays reserved: a click or a receipt may still name it.
///
/// # Errors
/// `Database`.
pub async fn delist(db: &mut db::Connection, id: RetailerId) -> Result<(), Failure> {
    sqlx::query("UPDATE retailer SET listed = 0 WHERE id = $1")
        .bind(i64::from(id.0))
        .execute(db)
        .await?;
    Ok(())
}

fn entry((line, network, link, category, featured, terms): Row) -> Result<Entry, Failure> {
    let retailer = Retailer::from_line(line.as_bytes()).map_err(|cause| Failure::List {
        what: "a stored retailer".to_owned(),
        cause,
    })?;
    Ok(Entry {
        retailer,
        network,
        link: LinkTemplate::parse(&link)?,
        shelf: Shelf::stored(category, featured, &terms),
    })
}
