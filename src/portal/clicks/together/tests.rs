//! Clicks that arrive together, some of them refused, and a database that is gone.

use super::*;
use crate::{data_dir::DataDir, db};
use futures_util::future::join_all;
use tempfile::TempDir;

fn new(number: usize, retailer: i64) -> New {
    let click = Click {
        id: format!("click-{number}"),
        request: String::new(),
        member: "ann".to_owned(),
        retailer,
        click_ref: format!("ref-{number}"),
        network: "acme".to_owned(),
        destination: "https://acme.example/".to_owned(),
        link: "https://acme.example/c".to_owned(),
        terms: "{}".to_owned(),
        boost_key: String::new(),
        elect: "usd".to_owned(),
        hosts: "[]".to_owned(),
        trip_s: 1,
        created_ms: 1,
    };
    New { click, list_seq: 1 }
}

/// A database of its own, gone with the folder.
async fn database() -> (TempDir, Pool) {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::create(folder.path()).unwrap();
    let pool = db::open(&dir).await.unwrap();
    (folder, pool)
}

#[tokio::test]
async fn a_click_that_the_database_refuses_takes_no_other_with_it() {
    let (_folder, pool) = database().await;
    let one_at_most = "CREATE UNIQUE INDEX odd ON click (retailer) WHERE retailer = 7";
    sqlx::query(one_at_most).execute(&pool).await.unwrap();
    let writer = Writer::default();
    // More than one batch, with a refused one in most of them.
    let retailers = (0..3 * MOST).map(|n| if n % 5 == 0 { 7 } else { 1 });
    let writes = retailers
        .enumerate()
        .map(|(n, retailer)| writer.write(&pool, new(n, retailer)));
    let made = join_all(writes).await;
    for (n, made) in made.iter().enumerate() {
        let is_refused = n > 0 && n % 5 == 0;
        assert!(
            if is_refused {
                made.is_err()
            } else {
                matches!(made, Ok(true))
            },
            "{n}: {made:?}"
        );
    }
    let again = join_all((0..3).map(|n| writer.write(&pool, new(n, 1)))).await;
    assert!(
        again.iter().all(|made| matches!(made, Ok(false))),
        "{again:?}"
    );
}

#[tokio::test]
async fn a_database_that_is_gone_fails_them_all_at_once() {
    let (_folder, pool) = database().await;
    pool.close().await;
    let writer = Writer::default();
    let made = join_all((0..MOST).map(|n| writer.write(&pool, new(n, 1)))).await;
    let is_told =
        |made: &Result<bool, Error>| matches!(made, Err(Error::Unavailable(Outage::Gone, _)));
    assert!(made.iter().all(is_told), "{made:?}");
}
