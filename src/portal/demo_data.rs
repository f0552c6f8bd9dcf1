//! The demo's data: a portal with real retailers, the demo shops, and a published list.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::identity::Identity;
use crate::import::{self, Options};
use crate::{catalog, db, db::Turn, demo_shops, keys, publish, setup::init};
use pointback_core::hash::sha256_hex;
use pointback_core::host::Host;
use std::fs;
use std::path::Path;
use url::Url;

/// The demo's name says what its rates are: the extension shows it.
const DEMO_NAME: &str = "Demo portal (sample rates, September 2021)";
/// The demo's id where its address is no name of its own.
const DEMO_ID: &str = "demo.pointback.example";
/// Real US retailers; origin in the folder's README.
const SEED: &[u8] = include_bytes!("seed/retailers.csv");

/// A demo portal, ready to be served.
#[derive(Debug)]
pub struct Demo {
    /// Its folder.
    pub dir: DataDir,
    /// Its database.
    pub pool: db::Pool,
    /// What had to be done, one sentence each, for the operator.
    pub notes: Vec<String>,
}

/// Brings up the demo's data: what is missing is made, what is there is kept. When the address changed since the last
/// start, the demo gets a new root with new keys, because a root pins its address; ledger and accounts stay.
///
/// # Errors
/// `Argument` when the folder holds a portal that is not a demo, else whatever cannot be made.
pub async fn ensure_demo(path: &Path, base: &Url, now: i64) -> Result<Demo, Failure> {
    let mut notes = Vec::new();
    if let Ok(dir) = DataDir::open(path) {
        let root = publish::root(&dir)?;
        if root.name != DEMO_NAME {
            return Err(Failure::Argument(format!(
                "{} holds the portal \"{}\", not a demo: choose another folder with --data",
                path.display(),
                root.name
            )));
        }
        if root.api != base.as_str() {
            forget_root(&dir)?;
            notes.push(format!(
                "The address was {} and is {base} now: a new root and new keys were made.",
                root.api
            ));
        }
    }
    let (dir, pool) = match DataDir::open(path) {
        Ok(dir) => {
            let pool = db::open(&dir).await?;
            (dir, pool)
        }
        Err(_) => init(path, &demo_identity(base), now).await?,
    };
    let mut write = db::write(&pool).await?;
    db::turn(&mut write, Turn::Catalog).await?;
    let shops = demo_shops::entries(now)?;
    for shop in &shops {
        catalog::store(&mut write, shop).await?;
    }
    write.commit().await?;
    notes.extend(list_retailers(&dir, &pool, shops.len()).await?);
    publish::publish(&dir, &pool, now).await?;
    Ok(Demo { dir, pool, notes })
}

/// Lists the real retailers, once: reading them again would take longer than all else that a start does, and what was taken
/// off the list since would come back.
async fn list_retailers(
    dir: &DataDir,
    pool: &db::Pool,
    shops: usize,
) -> Result<Option<String>, Failure> {
    let (file, mark) = (dir.path().join("listed.seed"), sha256_hex(SEED));
    let is_marked = fs::read(&file).is_ok_and(|there| there == mark.as_bytes());
    // The database may be another one than it was then.
    if is_marked {
        let mut connection = pool.acquire().await?;
        if catalog::lines(&mut connection).await?.len() > shops {
            return Ok(None);
        }
    }
    let added = import::import(pool, SEED, &Options::default()).await?.added;
    data_dir::write_atomically(&file, mark.as_bytes())?;
    Ok((added > 0).then(|| format!("{added} real retailers were listed.")))
}

fn demo_identity(base: &Url) -> Identity {
    let host = base.domain().and_then(|name| Host::parse(name).ok());
    Identity {
        base: base.clone(),
        portal_id: host.map_or(DEMO_ID.to_owned(), |host| host.as_str().to_owned()),
        name: DEMO_NAME.to_owned(),
        store_page: None,
    }
}

/// The roots go first, the newest before the older ones: what is left is always a portal or none. A folder without a root
/// counts as not initialised, and the next start completes it.
fn forget_root(dir: &DataDir) -> Result<(), Failure> {
    let newest = publish::root(dir)?.root;
    let roots = (1..=newest)
        .rev()
        .map(|number| dir.roots().join(format!("{number}.json")));
    for path in roots.chain([dir.head_file()]) {
        keys::forget(&path)?;
    }
    keys::forget_signing_keys(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fingerprint;
    use crate::place::Place;
    use pointback_core::retailer::RetailerId;

    const NOW: i64 = 1_800_000_000;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_demo_lists_real_retailers_and_its_own_shops_and_survives_a_new_address() {
        let folder = tempfile::tempdir().unwrap();
        let first = ensure_demo(folder.path(), &url("http://127.0.0.1:8787/"), NOW)
            .await
            .unwrap();
        let place = Place::Folder(first.dir.rates());
        let published = place.load().unwrap();
        assert_eq!(published.root.portal, DEMO_ID);
        assert!(published.list.len() > 3_000);
        assert!(
            published
                .list
                .find(&url("http://sneakers.localhost:8787/"))
                .is_some()
        );
        let before = fingerprint(&first.dir).unwrap();

        let same = ensure_demo(folder.path(), &url("http://127.0.0.1:8787/"), NOW)
            .await
            .unwrap();
        assert_eq!(
            (same.notes.len(), fingerprint(&same.dir).unwrap()),
            (0, before.clone())
        );
        assert_eq!(place.load().unwrap().head.head.seq, 2);
        let mut write = db::write(&same.pool).await.unwrap();
        let listed = catalog::lines(&mut write).await.unwrap().len();
        catalog::delist(&mut write, RetailerId(100)).await.unwrap();
        write.commit().await.unwrap();

        let moved = ensure_demo(
            folder.path(),
            &url("https://portal.pointback.example/"),
            NOW,
        )
        .await
        .unwrap();
        assert!(moved.notes[0].contains("new root"), "{:?}", moved.notes);
        assert_ne!(fingerprint(&moved.dir).unwrap(), before);
        let published = place.load().unwrap();
        assert_eq!(
            (published.root.portal.as_str(), published.head.head.seq),
            ("portal.pointback.example", 3)
        );
        assert_eq!(
            published.list.len(),
            listed - 1,
            "what was taken off stays so"
        );
    }

    #[tokio::test]
    async fn the_demo_leaves_another_portal_alone() {
        let folder = tempfile::tempdir().unwrap();
        let base = url("https://portal.example/");
        let identity = Identity {
            name: "Mine".to_owned(),
            ..demo_identity(&base)
        };
        let (dir, _pool) = init(folder.path(), &identity, NOW).await.unwrap();
        let before = fingerprint(&dir).unwrap();
        let failure = ensure_demo(folder.path(), &url("http://127.0.0.1:1/"), NOW)
            .await
            .unwrap_err();
        assert!(failure.to_string().contains("not a demo"), "{failure}");
        assert_eq!(fingerprint(&dir).unwrap(), before);
    }

    #[test]
    fn every_retailer_of_the_seed_passes_the_lint() {
        let read = crate::rows::read(SEED).unwrap();
        assert_eq!(read.refused, []);
        assert_eq!(read.rows.len(), 3_158);
    }
}
