//! `portal doctor`: a sound installation has no faults, and each thing that can break is found by its name.

use crate::postgres;
use pointback_portal::{
    data_dir::DataDir,
    db::{self, Engine},
    doctor::{self, Finding, Verdict, Visit},
    identity::Identity,
    keys, publish, setup,
};
use std::{fs, path::Path};
use tempfile::TempDir;
use url::Url;

const NOW: i64 = 1_802_278_800;
const DAY: i64 = 86_400;

struct Patient {
    folder: TempDir,
    dir: DataDir,
    engine: Engine,
}

impl Patient {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            base: Url::parse("https://portal.example/").unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test portal".to_owned(),
            store_page: None,
        };
        let data = folder.path().join("data");
        let engine = postgres::prepare(&data).await;
        if engine == Engine::Postgres {
            make_private(&data.join("database.url"));
        }
        let (dir, pool) = setup::init(&data, &identity, NOW).await.unwrap();
        publish::publish(&dir, &pool, NOW).await.unwrap();
        pool.close().await;
        fs::rename(keys::root_path(&dir, 1), folder.path().join("root.key")).unwrap();
        Self {
            folder,
            dir,
            engine,
        }
    }

    async fn findings(&self, now: i64) -> Vec<Finding> {
        let visit = Visit {
            data: self.dir.path(),
            redirects: &["https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb".to_owned()],
            is_online: false,
            now,
        };
        doctor::examine(&visit, &mut |_| ()).await.unwrap()
    }

    /// The names of what is not as it should be.
    async fn bad(&self, now: i64) -> Vec<(&'static str, Verdict)> {
        let mut found = self.findings(now).await;
        found.retain(|f| f.verdict != Verdict::Ok);
        found.iter().map(|f| (f.check, f.verdict)).collect()
    }

    async fn sql(&self, text: &'static str) {
        let pool = db::open(&self.dir).await.unwrap();
        sqlx::query(text).execute(&pool).await.unwrap();
        pool.close().await;
    }
}

#[tokio::test]
async fn a_sound_installation_is_well() {
    let patient = Patient::new().await;
    assert_eq!(patient.bad(NOW + 60).await, []);
    let checks: Vec<&str> = patient
        .findings(NOW)
        .await
        .iter()
        .map(|f| f.check)
        .collect();
    assert_eq!(
        checks,
        [
            "folder",
            "permissions",
            "secrets",
            "disk",
            "database",
            "migrations",
            "books",
            "zone",
            "root",
            "list keys",
            "head",
            "clock",
            "redirects",
            "address",
        ]
    );
}

#[tokio::test]
async fn time_passes_the_list_and_then_the_root_by() {
    let patient = Patient::new().await;
    for (now, bad) in [
        (NOW + 5 * DAY, vec![("head", Verdict::Warning)]),
        (NOW + 7 * DAY, vec![("head", Verdict::Fault)]),
        (
            NOW + 5 * 365 * DAY - 30 * DAY,
            vec![("root", Verdict::Warning), ("head", Verdict::Fault)],
        ),
        (
            NOW + 5 * 365 * DAY,
            vec![("root", Verdict::Fault), ("head", Verdict::Fault)],
        ),
        (NOW - DAY, vec![("clock", Verdict::Fault)]),
        (0, vec![("clock", Verdict::Fault)]),
    ] {
        assert_eq!(patient.bad(now).await, bad, "{now}");
    }
}

/// As `portal init --database` writes it.
fn make_private(file: &Path) {
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn keys_that_others_can_read_are_named_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let patient = Patient::new().await;
    let key = patient.dir.keys().join("click.key");
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    open(&key, 0o640).unwrap();
    open(patient.dir.path(), 0o777).unwrap();
    let findings = patient.findings(NOW).await;
    let found = findings.iter().find(|f| f.check == "permissions").unwrap();
    assert_eq!(found.verdict, Verdict::Fault);
    for remedy in [
        format!("chmod 600 {}", key.display()),
        format!("chmod go-w {}", patient.dir.path().display()),
    ] {
        assert!(found.detail.contains(&remedy), "{}", found.detail);
    }
}

#[tokio::test]
async fn what_is_missing_is_found() {
    let patient = Patient::new().await;
    let root = patient.folder.path().join("root.key");
    fs::copy(&root, keys::root_path(&patient.dir, 1)).unwrap();
    assert_eq!(patient.bad(NOW).await, [("secrets", Verdict::Warning)]);
    for (file, bad) in [
        ("keys/click.key", "secrets"),
        ("keys/list-1.key", "list keys"),
        ("public/rates/v1/head.json", "head"),
        ("portal.db", "database"),
    ] {
        let patient = Patient::new().await;
        if bad == "database" && patient.engine == Engine::Postgres {
            continue;
        }
        fs::remove_file(patient.dir.path().join(file)).unwrap();
        assert_eq!(patient.bad(NOW).await, [(bad, Verdict::Fault)]);
    }
    let patient = Patient::new().await;
    fs::remove_file(keys::list_path(&patient.dir, 2)).unwrap();
    assert_eq!(patient.bad(NOW).await, [("list keys", Verdict::Warning)]);
}

#[tokio::test]
async fn a_database_of_another_version_a_damaged_one_and_wrong_books_are_told_apart() {
    let older = Patient::new().await;
    older
        .sql("DELETE FROM _sqlx_migrations WHERE version = 12")
        .await;
    assert_eq!(older.bad(NOW).await, [("migrations", Verdict::Fault)]);

    let cooked = Patient::new().await;
    cooked
        .sql("INSERT INTO account (id, kind, owner, asset) VALUES ('a', 'm:pending', 'm', 'USD')")
        .await;
    cooked
        .sql("INSERT INTO balance (account, debits, credits) VALUES ('a', 0, 100)")
        .await;
    assert_eq!(cooked.bad(NOW).await, [("books", Verdict::Fault)]);

    let damaged = Patient::new().await;
    match damaged.engine {
        Engine::Sqlite => {
            fs::write(
                damaged.dir.path().join("portal.db"),
                "not a database".repeat(1_000),
            )
            .unwrap();
        }
        Engine::Postgres => fs::write(
            damaged.dir.database_file(),
            "postgres://nowhere.invalid/portal",
        )
        .unwrap(),
    }
    assert_eq!(damaged.bad(NOW).await, [("database", Verdict::Fault)]);
}
