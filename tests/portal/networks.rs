//! Networks with folders: files come in by pull, by push and by command.

use crate::{
    browser::Browser,
    ingesting::clicked,
    shopper::Shopper,
    world::{MACYS, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use pointback_portal::{db::Engine, ingest::Outcome, intake, pull};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

const HEADER: &str = "id,sid,status,sale,commission,ordered,updated";
/// Before any clock that this runs under.
const DAY: &str = "2025-03-01";

/// Adds a network with a folder, whose files are written as `HEADER` says.
async fn add(world: &World, name: &str, folder: &Path) {
    let folder = folder.to_str().unwrap();
    let describe = ["network", "add", name, "--folder", folder];
    let columns = ["--column", "click_ref=sid", "--zone", "America/New_York"];
    let command = [&describe[..], &columns].concat();
    world.command(&command).await.unwrap();
}

struct Acme {
    folder: tempfile::TempDir,
}

impl Acme {
    /// A network with a folder of its own, and a click that went through it.
    async fn with(world: &World, shopper: &Shopper<'_>) -> (Self, String) {
        let acme = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        add(world, "acme", acme.folder.path()).await;
        let click = clicked(world, shopper, 1, MACYS).await;
        sqlx::query("UPDATE click SET network = 'acme'")
            .execute(world.pool())
            .await
            .unwrap();
        (acme, click)
    }

    /// How many of its files were read to the end.
    async fn read(world: &World) -> i64 {
        sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM network_file")
            .fetch_one(world.pool())
            .await
            .unwrap()
    }

    fn file(&self, name: &str, rows: &[String]) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn row(id: &str, click: &str, status: &str, sale: &str) -> String {
    format!("{id},{click},{status},{sale},3.211,{DAY},{DAY} 10:00:00")
}

#[tokio::test]
async fn files_in_a_networks_folder_are_read_once() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    acme.file(
        "1.csv",
        &[
            row("1", &click, "new", "100.009"),
            row("2", &click, "what", "1"),
        ],
    );
    assert_eq!(world.pull().await.new, 1);
    assert_eq!(shopper.balances().await, [1_000, 0, 0]);
    let owed: Vec<i64> = sqlx::query_scalar("SELECT commission FROM earning")
        .fetch_all(world.pool())
        .await
        .unwrap();
    assert_eq!(owed, [321]);
    // Read to the end, it is not read again; a further file is.
    let outcome = world.pull().await;
    assert_eq!((outcome.new, outcome.known), (0, 0));
    acme.file("2.csv", &[row("1", &click, "locked", "100")]);
    world.pull().await;
    let refused: Vec<i64> = sqlx::query_scalar("SELECT refused FROM network_file ORDER BY name")
        .fetch_all(world.pool())
        .await
        .unwrap();
    assert_eq!(refused, [1, 0]);
    world.command(&["network", "list"]).await.unwrap();
    world.check_books().await;
}

#[tokio::test]
async fn a_folder_that_is_gone_keeps_nobody_from_the_other_networks() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    let gone = tempfile::tempdir().unwrap();
    add(&world, "aaa", gone.path()).await;
    drop(gone);
    fs::write(acme.folder.path().join("0.csv"), "no,report\n").unwrap();
    acme.file("1.csv", &[row("1", &click, "closed", "100")]);
    assert_eq!(world.pull().await.new, 1);
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
}

#[tokio::test]
async fn reports_that_cannot_be_kept_keep_nobody_from_the_other_networks() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    let other = tempfile::tempdir().unwrap();
    add(&world, "aaa", other.path()).await;
    for name in ["1.csv", "2.csv"] {
        fs::write(other.path().join(name), format!("{HEADER}\n{name}\n")).unwrap();
    }
    // The database refuses the second file of this network.
    sqlx::query("CREATE UNIQUE INDEX one ON network_file (network) WHERE network = 'aaa'")
        .execute(world.pool())
        .await
        .unwrap();
    acme.file("1.csv", &[row("1", &click, "closed", "100")]);
    assert!(pull::pull(&world.portal).await.is_err());
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
}

#[tokio::test]
async fn only_networks_that_are_known_may_push_and_the_body_is_kept_as_it_came() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (_acme, _) = Acme::with(&world, &shopper).await;
    let push = async |network: &str, body: &'static [u8]| {
        let secret = intake::secret(&world.portal.config, network);
        let path = format!("/in/{network}/{secret}");
        Browser::new(&world)
            .send(Method::POST, &path, &[], Body::from(body))
            .await
            .status
    };
    assert_eq!(push("acme", b"<news/>").await, StatusCode::NO_CONTENT);
    // Not text at all, and what no text column holds.
    assert_eq!(
        push("acme", b"\xff\xfe\0\x01").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(push("nobody", b"").await, StatusCode::NOT_FOUND);
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM intake")
        .fetch_all(world.pool())
        .await
        .unwrap();
    assert_eq!(bodies.len(), 2);
    assert!(bodies.contains(&"<news/>".to_owned()), "{bodies:?}");
    for _ in 0..200 {
        // Taken as news, and not kept without end.
        assert_eq!(push("acme", b"").await, StatusCode::NO_CONTENT);
    }
    let kept: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM intake")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(kept, 100);
    world.command(&["network", "remove", "acme"]).await.unwrap();
    assert_eq!(push("acme", b"").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_ingested_by_command_and_says_what_was_refused() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (_acme, click) = Acme::with(&world, &shopper).await;
    let elsewhere = Acme {
        folder: tempfile::tempdir().unwrap(),
    };
    let good = elsewhere.file("good.csv", &[row("1", &click, "APPROVED", "100")]);
    let bad = elsewhere.file(
        "bad.csv",
        &[
            row("2", &click, "approved", "$5"),
            row("3", &click, "ready", "50"),
        ],
    );
    world
        .command(&["ingest", &good, "--network", "acme", "--dry-run"])
        .await
        .unwrap();
    assert_eq!(shopper.balances().await, [0, 0, 0]);
    for _ in 0..2 {
        world
            .command(&["ingest", &good, "--network", "acme"])
            .await
            .unwrap();
        assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    }
    // The bad row ends the command with an error; the good one of the same file is in.
    let refused = world
        .command(&["ingest", &bad, "--network", "acme"])
        .await
        .unwrap_err();
    assert!(refused.contains("1 rows were refused"), "{refused}");
    assert_eq!(shopper.balances().await, [0, 1_500, 0]);
    let refused = world
        .command(&["ingest", &good, "--network", "acne"])
        .await
        .unwrap_err();
    assert!(
        refused.contains("no retailer is of a network `acne`"),
        "{refused}"
    );
    world.check_books().await;
}

#[tokio::test]
async fn a_network_that_pushes_all_the_time_keeps_no_other_from_being_asked() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    let secret = intake::secret(&world.portal.config, "sim");
    let path = format!("/in/sim/{secret}");
    acme.file("1.csv", &[row("1", &click, "new", "100")]);
    let every = Duration::from_millis(500);
    let asking = tokio::spawn(pull::run(world.portal.clone(), every));
    // The first file is read at the start; the second one only when everybody is asked again.
    for (files, more) in [(1, Some("2.csv")), (2, None)] {
        let began = Instant::now();
        while Acme::read(&world).await < files {
            assert!(began.elapsed() < Duration::from_secs(20), "never asked");
            let pushed = Browser::new(&world)
                .send(Method::POST, &path, &[], Body::empty())
                .await;
            assert_eq!(pushed.status, StatusCode::NO_CONTENT);
        }
        if let Some(name) = more {
            acme.file(name, &[row("2", &click, "new", "50")]);
        }
    }
    asking.abort();
    assert_eq!(shopper.balances().await, [1_500, 0, 0]);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_read_and_keeps_no_other_from_being_read() {
    let world = World::new().await;
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    // Without anything in it, it takes no room on the disk; in memory it would.
    let huge = fs::File::create(acme.folder.path().join("0.csv")).unwrap();
    huge.set_len(1 << 40).unwrap();
    acme.file("1.csv", &[row("1", &click, "closed", "100")]);
    assert_eq!(world.pull().await.new, 1);
    assert_eq!(shopper.balances().await, [0, 1_000, 0]);
    assert_eq!(Acme::read(&world).await, 1);
}

#[tokio::test]
async fn a_file_that_was_being_read_by_the_old_names_is_read_again_by_the_new_ones() {
    let world = World::new().await;
    if Engine::of(world.pool()) == Engine::Postgres {
        return; // It has triggers of another language.
    }
    let shopper = Shopper::new(&world, "ann@example.org").await;
    let (acme, click) = Acme::with(&world, &shopper).await;
    // As when the operator describes the network anew just then.
    sqlx::query(
        "CREATE TRIGGER meanwhile AFTER INSERT ON report BEGIN
           UPDATE network SET mapping = 'click_ref=sid;commission=sale;sale=commission';
           DELETE FROM network_file;
         END",
    )
    .execute(world.pool())
    .await
    .unwrap();
    acme.file("1.csv", &[row("1", &click, "closed", "100")]);
    assert_eq!(world.pull().await.new, 1);
    assert_eq!(Acme::read(&world).await, 0);
    assert_eq!(world.pull().await.new, 1);
    assert_eq!(Acme::read(&world).await, 1);
    assert_eq!(world.pull().await, Outcome::default());
}
