//! The catalogue from a file: every row is linted, what is refused or strange is named with line and column, and all is stored in
//! one transaction, or nothing.

use crate::catalog::{self, Change, Entry};
use crate::cells::Refusal;
use crate::db::{self, Turn};
use crate::failure::Failure;
use crate::import_summary::Summary;
use crate::ledger::account::USD;
use crate::link_template::LinkTemplate;
use crate::look_alikes::{self, Claim};
use crate::networks;
use crate::progress;
use crate::report;
use crate::rows::{self, Row};
use pointback_core::host::Host;
use pointback_core::money::BasisPoints;
use pointback_core::rate::Rate;
use pointback_core::retailer::Retailer;

mod places;

/// The network that needs no contract: simulated by the portal itself.
pub const SIMULATED_NETWORK: &str = "sim";
/// Above this, a percentage is asked about.
const UNUSUAL: BasisPoints = BasisPoints(4_000);

/// What holds for rows that do not say otherwise.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The network of rows without one.
    pub network: String,
    /// The link of rows without one; the simulated network brings its own.
    pub link: Option<LinkTemplate>,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            network: SIMULATED_NETWORK.to_owned(),
            link: None,
        }
    }
}

/// How a file is imported.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What holds for rows that do not say otherwise.
    pub defaults: Defaults,
    /// Retailers of the same networks that the file does not name leave the list, unless a row was refused: a typing error
    /// must not delist anyone.
    pub replace: bool,
    /// Imports the other rows when some are refused; otherwise nothing is.
    pub skip_bad: bool,
    /// Says what would happen, and changes nothing.
    pub dry_run: bool,
}

/// Imports a CSV or JSON file.
///
/// # Errors
/// `Argument` when no row of the file can be trusted, `Database` when nothing could be stored.
pub async fn import(pool: &db::Pool, file: &[u8], options: &Options) -> Result<Summary, Failure> {
    let read = rows::read(file)?;
    let mut summary = Summary {
        refused: read.refused,
        ..Summary::default()
    };
    let mut entries = Vec::new();
    for row in read.rows {
        summary.warnings.extend(unusual(&row));
        summary.warnings.extend(unpayable(&row));
        match entry(&row, &options.defaults) {
            Ok(entry) => entries.push((row.line, entry)),
            Err(refusal) => summary.refused.push(refusal),
        }
    }
    store(pool, &entries, options, &mut summary).await?;
    summary.refused.sort_by_key(|r| r.line);
    summary.warnings.sort_by_key(|r| r.line);
    Ok(summary)
}

/// A percentage that is possible, but more often a typing error.
fn unusual(row: &Row) -> Option<Refusal> {
    let highest = row.retailer.rates.iter().filter_map(|rate| match rate {
        Rate::Percent { v, .. } => Some(*v),
        Rate::Fixed { .. } => None,
    });
    let highest = highest.max().filter(|v| *v > UNUSUAL)?;
    let reason = format!(
        "{}% is unusual: make sure that it is meant",
        highest.as_percent()
    );
    Some(Refusal::new(row.line, "rate", reason))
}

/// An amount that may be shown and compared, but not promised by a click.
fn unpayable(row: &Row) -> Option<Refusal> {
    let currency = report::unpayable_currency(&row.retailer.rates)?;
    let reason = format!(
        "amounts are paid in {USD}, and this one is in {currency}: no click to the store is taken"
    );
    Some(Refusal::new(row.line, "rate", reason))
}

fn entry(row: &Row, defaults: &Defaults) -> Result<Entry, Refusal> {
    let network = row.network.clone().unwrap_or(defaults.network.clone());
    // Clicks of a network that no report can name would never earn anything.
    networks::checked_name(&network)
        .map_err(|e| Refusal::new(row.line, "network", e.to_string()))?;
    let link = match (&row.link, &defaults.link) {
        (Some(text), _) => {
            LinkTemplate::parse(text).map_err(|e| Refusal::new(row.line, "link", e.to_string()))?
        }
        (None, Some(link)) => link.clone(),
        (None, None) if network == SIMULATED_NETWORK => LinkTemplate::simulated(),
        (None, None) => {
            let reason =
                format!("network `{network}` needs a link: fill the column or give --link");
            return Err(Refusal::new(row.line, "link", reason));
        }
    };
    let retailer = Retailer {
        deep_link: link.carries_page(),
        ..row.retailer.clone()
    };
    Ok(Entry {
        retailer,
        network,
        link,
        shelf: row.shelf.clone(),
    })
}

async fn store(
    pool: &db::Pool,
    entries: &[(u64, Entry)],
    options: &Options,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let mut write = db::write(pool).await?;
    db::turn(&mut write, Turn::Catalog).await?;
    let listed = catalog::entries(&mut write).await?;
    let may_leave = options.replace && summary.refused.is_empty();
    let places = places::find(&listed, entries, may_leave);
    summary.delisted = places.leaving.len();
    for leaving in &places.leaving {
        catalog::delist(&mut write, leaving.retailer.id).await?;
    }
    let warnings = look_alikes::warnings(claims(&places.staying, entries));
    summary.warnings.extend(warnings);
    summary.refused.extend(places.refused);
    let bar = progress::bar("importing", places.taken_in.len());
    for (_, entry) in places.taken_in {
        bar.inc(1);
        match catalog::store(&mut write, entry).await? {
            Change::Added => summary.added += 1,
            Change::Changed => summary.changed += 1,
            Change::Unchanged => summary.unchanged += 1,
        }
    }
    summary.is_stored = !options.dry_run && (summary.refused.is_empty() || options.skip_bad);
    if summary.is_stored {
        write.commit().await?;
    } else {
        write.rollback().await?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Every host that is claimed: those of the catalogue first, so that the file's are the ones that are spoken of.
fn claims<'a>(
    staying: &'a [&'a Entry],
    entries: &'a [(u64, Entry)],
) -> impl Iterator<Item = Claim<'a>> {
    let listed = staying.iter().map(|entry| (None, *entry));
    let named = entries.iter().map(|(line, entry)| (Some(*line), entry));
    listed.chain(named).flat_map(|(line, entry)| {
        let name = entry.retailer.name.as_str();
        entry
            .retailer
            .hosts
            .iter()
            .map(move |host| Claim { line, name, host })
    })
}

fn primary_host(entry: &Entry) -> Option<&Host> {
    entry.retailer.hosts.first()
}

#[cfg(test)]
mod tests;
