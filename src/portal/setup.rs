//! A new portal's first minutes: keys, database and, last of all, the root.

use crate::data_dir::{DATABASE_URL, DataDir};
use crate::failure::Failure;
use crate::identity::Identity;
use crate::{db, keys};
use std::path::Path;

/// Keeps the address of a database in the folder of a portal that is about to be made, so that every later command finds
/// it. The database must be reachable, and no other portal's.
///
/// # Errors
/// `AlreadyInitialised`, `ReadOnly`, `Argument` for a database that is not empty, `Database` when it cannot be reached.
pub async fn choose_database(path: &Path, address: Option<String>) -> Result<(), Failure> {
    let Some(url) = address.or_else(|| std::env::var(DATABASE_URL).ok()) else {
        return Ok(());
    };
    if DataDir::open(path).is_ok() {
        return Err(Failure::AlreadyInitialised(path.to_owned()));
    }
    let pool = db::connect(&url).await?;
    let is_used = sqlx::query("SELECT 1 FROM publication LIMIT 1")
        .fetch_optional(&pool)
        .await
        .is_ok_and(|row| row.is_some());
    pool.close().await;
    if is_used {
        return Err(Failure::Argument(
            "this database is a portal's already: make an empty one for the new portal".to_owned(),
        ));
    }
    let dir = DataDir::create(path)?;
    keys::write_secret(&dir.database_file(), &url)
}

/// Makes a portal: keys, database and, last of all, the root. An interrupted run can be repeated.
///
/// # Errors
/// `AlreadyInitialised`, `ReadOnly`, `Argument` for an identity that no client would accept.
pub async fn init(
    path: &Path,
    identity: &Identity,
    now: i64,
) -> Result<(DataDir, db::Pool), Failure> {
    init_with(path, identity, None, now).await
}

/// Makes a portal whose root key is made in `root_key`, or read from there; in its own folder if that is not said.
///
/// # Errors
/// As `init`.
pub async fn init_with(
    path: &Path,
    identity: &Identity,
    root_key: Option<&Path>,
    now: i64,
) -> Result<(DataDir, db::Pool), Failure> {
    if DataDir::open(path).is_ok() {
        return Err(Failure::AlreadyInitialised(path.to_owned()));
    }
    identity.check()?;
    let dir = DataDir::create(path)?;
    let root_key = root_key.map_or_else(|| keys::root_path(&dir, 1), Path::to_owned);
    keys::make_missing(&dir, &root_key)?;
    let pool = db::open(&dir).await?;
    identity.write_root(&dir, &root_key, now)?;
    Ok((dir, pool))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fingerprint;
    use crate::publish;
    use url::Url;

    const NOW: i64 = 1_800_000_000;

    fn identity_at(base: &Url) -> Identity {
        Identity {
            base: base.clone(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
            store_page: None,
        }
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test]
    async fn a_portal_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let identity = identity_at(&url("https://portal.example/"));
        let (dir, _pool) = init(folder.path(), &identity, NOW).await.unwrap();
        let root = publish::root(&dir).unwrap();
        assert_eq!(
            (root.portal.as_str(), root.go.as_slice()),
            ("portal.example", ["portal.example".to_owned()].as_slice())
        );
        assert_eq!(fingerprint(&dir).unwrap().len(), 52);
        let again = init(folder.path(), &identity, NOW).await.unwrap_err();
        assert!(matches!(again, Failure::AlreadyInitialised(_)));
    }

    #[tokio::test]
    async fn an_interrupted_init_is_completed_with_the_keys_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let root_key = keys::root_path(&dir, 1);
        keys::make_missing(&dir, &root_key).unwrap();
        let before = keys::read_key(&root_key).unwrap();
        let identity = identity_at(&url("https://portal.example/"));
        init(folder.path(), &identity, NOW).await.unwrap();
        assert_eq!(keys::read_key(&root_key).unwrap(), before);
    }

    #[tokio::test]
    async fn an_identity_that_no_client_accepts_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        let good = identity_at(&url("https://portal.example/"));
        let base = |text: &str| Identity {
            base: url(text),
            ..good.clone()
        };
        let page = |text: &str| Identity {
            store_page: Some(text.to_owned()),
            ..good.clone()
        };
        for bad in [
            base("http://portal.example/"),
            base("https://portal.example/x"),
            base("https://user@portal.example/"),
            base("https://portal.example/?q"),
            Identity {
                portal_id: "127.0.0.1".to_owned(),
                ..good.clone()
            },
            Identity {
                name: String::new(),
                ..good.clone()
            },
            page("https://portal.example/shop/"),
            page("https://*.example/"),
            page("https://portal.example*/"),
            page("http://portal.example/*"),
            page("https://portal.example/*/*"),
        ] {
            let failure = init(&path, &bad, NOW).await.unwrap_err();
            assert!(matches!(failure, Failure::Argument(_)), "{bad:?}");
        }
        assert!(!path.exists());
    }
}
