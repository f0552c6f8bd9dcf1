//! The networks that an operator has a contract with, and where each leaves its reports: in a folder, at an address, or
//! nowhere, when files are handed in by command.

mod source;

pub(crate) use source::File;
pub use source::Source;

use crate::{
    db,
    error::Error,
    failure::Failure,
    ledger::earnings,
    network_file::{Form, columns::Mapping},
    payout::rules,
    sim,
    state::Portal,
};
use jiff::tz::TimeZone;

const LONGEST_NAME: usize = 40;

/// A network as the operator described it.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its short name, as in the catalogue.
    pub name: String,
    /// Where its reports are.
    pub source: Source,
    /// What it calls the columns.
    pub mapping: Mapping,
    /// The zone of times that do not say theirs.
    pub zone: Option<TimeZone>,
}

impl Network {
    /// A network of which nothing is known but the name.
    ///
    /// # Errors
    /// `Argument` for a name that cannot be one.
    pub fn named(name: &str) -> Result<Self, Failure> {
        Ok(Self {
            name: checked_name(name)?.to_owned(),
            source: Source::Command,
            mapping: Mapping::default(),
            zone: None,
        })
    }

    /// How its files are read.
    #[must_use]
    pub fn form(&self, portal: &Portal) -> Form {
        Form {
            network: self.name.clone(),
            mapping: self.mapping.clone(),
            zone: self.zone.clone(),
            key: portal.config.click_key,
        }
    }

    /// Empty where none was said.
    fn zone_name(&self) -> &str {
        let name = self.zone.as_ref().and_then(TimeZone::iana_name);
        name.unwrap_or_default()
    }
}

/// A name that a network can have. It stands in addresses, and no earning of the portal's own may be taken for one of a
/// network.
///
/// # Errors
/// `Argument` for any other.
pub(crate) fn checked_name(name: &str) -> Result<&str, Failure> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let sound = (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_plain);
    if !sound {
        Err(Failure::Argument(format!(
            "`{name}` cannot name a network: use lower-case letters, digits and hyphens"
        )))
    } else if name == earnings::OURS {
        Err(Failure::Argument(format!(
            "`{name}` is what this portal calls itself: choose another name"
        )))
    } else {
        Ok(name)
    }
}

row! {
    struct Row {
        name: String,
        source: String,
        mapping: String,
        zone: String,
    }
}

impl TryFrom<Row> for Network {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        let zone = Some(row.zone.as_str()).filter(|name| !name.is_empty());
        Ok(Self {
            source: Source::read(&row.source)?,
            mapping: Mapping::read(&row.mapping)?,
            zone: zone.map(rules::zone).transpose()?,
            name: row.name,
        })
    }
}

/// Adds a network, or describes it anew.
///
/// # Errors
/// `Argument` for a name that cannot be one, `Database`.
pub async fn store(pool: &db::Pool, network: &Network, now_ms: i64) -> Result<(), Failure> {
    let name = checked_name(&network.name)?;
    let mut tx = db::write(pool).await?;
    sqlx::query(
        "INSERT INTO network (name, source, mapping, zone, since_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO UPDATE SET source = excluded.source, mapping = excluded.mapping, zone = excluded.zone",
    )
    .bind(name)
    .bind(network.source.to_string())
    .bind(network.mapping.to_string())
    .bind(network.zone_name())
    .bind(now_ms)
    .execute(&mut *tx)
    .await?;
    // Files that were read by other names may say something else now.
    sqlx::query("DELETE FROM network_file WHERE network = $1")
        .bind(name)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Are the network's files still read like that? Holds it until the transaction ends: whoever describes it anew waits.
pub(crate) async fn is_still(tx: &mut db::Write, network: &Network) -> Result<bool, Error> {
    let held = sqlx::query(
        "UPDATE network SET since_ms = since_ms WHERE name = $1 AND mapping = $2 AND zone = $3",
    )
    .bind(&network.name)
    .bind(network.mapping.to_string())
    .bind(network.zone_name())
    .execute(&mut **tx)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Forgets a network. What it reported stays.
///
/// # Errors
/// `Database`.
pub async fn remove(pool: &db::Pool, name: &str) -> Result<bool, Failure> {
    let removed = sqlx::query("DELETE FROM network WHERE name = $1")
        .bind(name)
        .execute(pool)
        .await?;
    Ok(removed.rows_affected() == 1)
}

/// All networks, by name.
///
/// # Errors
/// `Database`.
pub async fn all(pool: &db::Pool) -> Result<Vec<Network>, Failure> {
    let rows: Vec<Row> = sqlx::query_as("SELECT name, source, mapping, zone FROM network")
        .fetch_all(pool)
        .await?;
    let mut networks: Vec<Network> = rows
        .into_iter()
        .map(Network::try_from)
        .collect::<Result<_, _>>()?;
    networks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(networks)
}

/// A network by its name.
///
/// # Errors
/// `Database`.
pub async fn get(pool: &db::Pool, name: &str) -> Result<Option<Network>, Failure> {
    let row: Option<Row> =
        sqlx::query_as("SELECT name, source, mapping, zone FROM network WHERE name = $1")
            .bind(name)
            .fetch_optional(pool)
            .await?;
    row.map(Network::try_from).transpose()
}

/// May a network of that name push hints?
pub(crate) async fn is_known(portal: &Portal, name: &str) -> Result<bool, Error> {
    if name == sim::NETWORK {
        return Ok(portal.config.simulated);
    }
    let known: Option<String> = sqlx::query_scalar("SELECT name FROM network WHERE name = $1")
        .bind(name)
        .fetch_optional(&portal.pool)
        .await?;
    Ok(known.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_dir::DataDir;

    #[test]
    fn a_network_has_a_plain_name_of_its_own() {
        for good in ["acme", "cj-us", "a1"] {
            assert!(checked_name(good).is_ok(), "{good}");
        }
        for bad in ["", "Acme", "a/b", "a b", "ä", &"a".repeat(41), "portal"] {
            assert!(checked_name(bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_network_is_read_back_as_it_was_stored() {
        let folder = tempfile::tempdir().unwrap();
        let pool = db::open(&DataDir::create(folder.path()).unwrap())
            .await
            .unwrap();
        let network = Network {
            source: Source::parse_folder(folder.path()).unwrap(),
            mapping: Mapping::parse(["sale=Sale Amount"]).unwrap(),
            zone: Some(rules::zone("America/New_York").unwrap()),
            ..Network::named("acme").unwrap()
        };
        store(&pool, &network, 1).await.unwrap();
        let read = get(&pool, "acme").await.unwrap().unwrap();
        assert_eq!(
            (read.source, read.mapping),
            (network.source.clone(), network.mapping.clone())
        );
        assert_eq!(read.zone, network.zone);
        let other = Network {
            zone: None,
            ..network.clone()
        };
        let mut tx = db::write(&pool).await.unwrap();
        assert!(is_still(&mut tx, &network).await.unwrap());
        assert!(!is_still(&mut tx, &other).await.unwrap());
        tx.rollback().await.unwrap();
        assert!(remove(&pool, "acme").await.unwrap());
        assert!(all(&pool).await.unwrap().is_empty());
    }
}
