//! The catalogue from a CSV file: every row is linted, refused rows are named with line and column, the rest is stored
//! in one transaction.

use crate::catalog::{self, Change, Entry};
use crate::cells::Refusal;
use crate::failure::Failure;
use crate::import_summary::Summary;
use crate::link_template::LinkTemplate;
use crate::progress;
use crate::rows::{self, Row};
use pointback_core::host::Host;
use pointback_core::retailer::Retailer;
use sqlx::SqlitePool;
use std::collections::{HashMap, HashSet};

/// The network that needs no contract: simulated by the portal itself.
pub const SIMULATED_NETWORK: &str = "sim";

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

/// Imports a CSV file. With `replace`, retailers of the same networks that the file does not name leave the list, unless
/// a row was refused: a typing error must not delist anyone.
///
/// # Errors
/// `Argument` when the file has no usable header, `Database` when nothing could be stored.
pub async fn import(
    pool: &SqlitePool,
    csv: &[u8],
    defaults: &Defaults,
    replace: bool,
) -> Result<Summary, Failure> {
    let read = rows::read(csv)?;
    let mut summary = Summary {
        refused: read.refused,
        ..Summary::default()
    };
    let mut entries = Vec::new();
    for row in read.rows {
        match entry(&row, defaults) {
            Ok(entry) => entries.push((row.line, entry)),
            Err(refusal) => summary.refused.push(refusal),
        }
    }
    store(pool, &entries, replace, &mut summary).await?;
    summary.refused.sort_by_key(|r| r.line);
    Ok(summary)
}

fn entry(row: &Row, defaults: &Defaults) -> Result<Entry, Refusal> {
    let network = row.network.clone().unwrap_or(defaults.network.clone());
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
    })
}

async fn store(
    pool: &SqlitePool,
    entries: &[(u64, Entry)],
    replace: bool,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let mut write = pool.begin_with("BEGIN IMMEDIATE").await?;
    let primary: HashSet<&Host> = entries
        .iter()
        .filter_map(|(_, e)| primary_host(e))
        .collect();
    let mut others = catalog::entries(&mut write).await?;
    others.retain(|other| primary_host(other).is_none_or(|host| !primary.contains(host)));
    if replace && summary.refused.is_empty() {
        let networks: HashSet<&str> = entries.iter().map(|(_, e)| e.network.as_str()).collect();
        let (leaving, staying): (Vec<Entry>, _) = others
            .into_iter()
            .partition(|other| networks.contains(other.network.as_str()));
        others = staying;
        summary.delisted = leaving.len();
        for other in leaving {
            catalog::delist(&mut write, other.retailer.id).await?;
        }
    }
    let taken: HashMap<&Host, &str> = others
        .iter()
        .flat_map(|o| {
            o.retailer
                .hosts
                .iter()
                .map(|h| (h, o.retailer.name.as_str()))
        })
        .collect();
    let bar = progress::bar("importing", entries.len());
    for (line, entry) in entries {
        bar.inc(1);
        if let Some(owner) = entry.retailer.hosts.iter().find_map(|h| taken.get(h)) {
            let reason = format!("a host of this row is listed for {owner} already");
            summary.refused.push(Refusal::new(*line, "domain", reason));
            continue;
        }
        match catalog::store(&mut write, entry).await? {
            Change::Added => summary.added += 1,
            Change::Changed => summary.changed += 1,
            Change::Unchanged => summary.unchanged += 1,
        }
    }
    write.commit().await?;
    bar.finish_and_clear();
    Ok(())
}

fn primary_host(entry: &Entry) -> Option<&Host> {
    entry.retailer.hosts.first()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_dir::DataDir;
    use crate::db;
    use pointback_core::retailer::RetailerId;

    struct Portal {
        _folder: tempfile::TempDir,
        pool: SqlitePool,
    }

    impl Portal {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let dir = DataDir::create(folder.path()).unwrap();
            let pool = db::open(&dir.database()).await.unwrap();
            Self {
                _folder: folder,
                pool,
            }
        }

        async fn import(&self, rows: &str, replace: bool) -> Summary {
            let csv = format!("domain,name,rate,network,link,hosts\n{rows}");
            import(&self.pool, csv.as_bytes(), &Defaults::default(), replace)
                .await
                .unwrap()
        }

        async fn listed(&self) -> Vec<(u32, String)> {
            let mut connection = self.pool.acquire().await.unwrap();
            let entries = catalog::entries(&mut connection).await.unwrap();
            let named = entries
                .into_iter()
                .map(|e| (e.retailer.id.0, e.retailer.name));
            named.collect()
        }
    }

    #[tokio::test]
    async fn a_retailer_keeps_its_number_by_its_primary_host() {
        let portal = Portal::new().await;
        portal.import("a.com,A,1%,,,\nb.com,B,2%,,,\n", false).await;
        let again = portal.import(
            "c.com,C,1%,,,\nb.com,B & Sons,2%,,,\na.com,A,1%,,,\n",
            false,
        );
        let summary = again.await;
        assert_eq!(
            (summary.added, summary.changed, summary.unchanged),
            (1, 1, 1)
        );
        let names = [(1, "A"), (2, "B & Sons"), (3, "C")].map(|(id, n)| (id, n.to_owned()));
        assert_eq!(portal.listed().await, names);
    }

    #[tokio::test]
    async fn the_link_decides_whether_a_page_may_travel() {
        let portal = Portal::new().await;
        let rows = "a.com,A,1%,,,\nb.com,B,1%,n,https://n.example/{click_ref},\nc.com,C,1%,n,,\n";
        let summary = portal.import(rows, false).await;
        let reasons: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
        assert_eq!(
            reasons,
            ["line 4, column link: network `n` needs a link: fill the column or give --link"]
        );
        let a = catalog::get(&portal.pool, RetailerId(1))
            .await
            .unwrap()
            .unwrap();
        let b = catalog::get(&portal.pool, RetailerId(2))
            .await
            .unwrap()
            .unwrap();
        assert!(a.retailer.deep_link && !b.retailer.deep_link);
        assert_eq!(b.network, "n");
    }

    #[tokio::test]
    async fn replacing_delists_what_the_file_does_not_name_and_keeps_the_number() {
        let portal = Portal::new().await;
        let other = "o.com,O,1%,n,https://n.example/{click_ref},\n";
        portal
            .import(&format!("a.com,A,1%,,,\nb.com,B,1%,,,\n{other}"), false)
            .await;
        assert_eq!(portal.import("b.com,B,1%,,,\n", true).await.delisted, 1);
        let names = [(2, "B"), (3, "O")].map(|(id, n)| (id, n.to_owned()));
        assert_eq!(portal.listed().await, names);
        assert_eq!(portal.import("a.com,A,1%,,,\n", false).await.added, 1);
        assert_eq!(portal.listed().await[0], (1, "A".to_owned()));
    }

    #[tokio::test]
    async fn a_refused_row_keeps_replacing_from_delisting_anyone() {
        let portal = Portal::new().await;
        portal.import("a.com,A,1%,,,\nb.com,B,1%,,,\n", false).await;
        let summary = portal
            .import("a.com,A,1%,,,\nb.com,B,lots,,,\n", true)
            .await;
        assert_eq!((summary.delisted, summary.refused.len()), (0, 1));
        assert_eq!(portal.listed().await.len(), 2);
    }

    #[tokio::test]
    async fn a_host_belongs_to_one_retailer() {
        let portal = Portal::new().await;
        portal.import("a.com,A,1%,,,a.net\n", false).await;
        let summary = portal.import("a.net,Other,1%,,,\n", false).await;
        assert_eq!(
            summary.refused[0].to_string(),
            "line 2, column domain: a host of this row is listed for A already"
        );
        assert_eq!(portal.listed().await.len(), 1);
    }
}
