//! Publishing, held against what a client checks.

mod shelf;
mod turns;

use super::*;
use crate::db;
use crate::gzip;
use crate::identity::Identity;
use crate::import::{Options, import};
use crate::keys;
use crate::setup::init;
use pointback_core::Error;
use pointback_core::delta::apply;
use pointback_core::envelope::Role;
use pointback_core::money::Unit;
use std::fs;
use url::Url;

const NOW: i64 = 1_800_000_000;

/// Rows of stores that no other row looks like, so that a snapshot is much longer than a change.
fn many(count: u32) -> String {
    let row = |n: u32| {
        format!(
            "s{n}.com,Store {},{}%\n",
            n.wrapping_mul(2_654_435_761),
            n % 9 + 1
        )
    };
    (0..count).map(row).collect()
}

struct Portal {
    _folder: tempfile::TempDir,
    dir: DataDir,
    pool: db::Pool,
}

impl Portal {
    async fn with(rows: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            base: Url::parse("https://portal.example/").unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
            store_page: None,
        };
        let data = folder.path().join("data");
        let (dir, pool) = init(&data, &identity, NOW).await.unwrap();
        let portal = Self {
            _folder: folder,
            dir,
            pool,
        };
        portal.import(rows).await;
        portal
    }

    async fn import(&self, rows: &str) {
        let csv = format!("domain,name,rate\n{rows}");
        import(&self.pool, csv.as_bytes(), &Options::default())
            .await
            .unwrap();
    }

    async fn publish(&self, now: i64) -> Publication {
        publish(&self.dir, &self.pool, now).await.unwrap()
    }

    /// The newest content, unpacked.
    async fn content(&self) -> Vec<u8> {
        let mut connection = self.pool.acquire().await.unwrap();
        snapshot::content(&mut connection).await.unwrap()
    }

    fn load(&self) -> crate::published_list::PublishedList {
        Place::Folder(self.dir.rates()).load().unwrap()
    }
}

#[tokio::test]
async fn what_is_published_passes_every_check_of_a_client() {
    let portal = Portal::with("macys.com,Macy's,10%\nbooks.com,Books,\n").await;
    let publication = portal.publish(NOW).await;
    let published = portal.load();
    assert_eq!(published.list.len(), 2);
    assert_eq!(published.head.head.seq, publication.seq);
    assert_eq!(published.head.head.expires, NOW + 7 * 86_400);
    let units: Vec<&str> = published.head.head.units.iter().map(Unit::id).collect();
    assert_eq!(units, ["usd", "mr", "bilt"]);
    let page = Url::parse("https://www.macys.com/shop").unwrap();
    assert_eq!(published.list.find(&page).unwrap().name, "Macy's");
}

#[tokio::test]
async fn seq_rises_at_every_signing_and_ver_only_with_the_content() {
    let portal = Portal::with("a.com,A,1%\n").await;
    let first = portal.publish(NOW).await;
    let second = portal.publish(NOW + 1).await;
    portal.import("a.com,A,2%\n").await;
    let third = portal.publish(NOW + 2).await;
    let numbers = [&first, &second, &third].map(|p| (p.seq, p.part.ver, p.is_new));
    assert_eq!(numbers, [(1, 1, true), (2, 1, false), (3, 2, true)]);
    assert_eq!(first.part, second.part);
    assert_ne!(second.part.path, third.part.path);
}

#[tokio::test]
async fn a_restored_database_never_signs_a_number_twice() {
    let portal = Portal::with("a.com,A,1%\n").await;
    portal.publish(NOW).await;
    portal.publish(NOW).await;
    sqlx::query("DELETE FROM publication")
        .execute(&portal.pool)
        .await
        .unwrap();
    let next = portal.publish(NOW).await;
    assert_eq!((next.seq, next.part.ver), (3, 2));
}

#[tokio::test]
async fn a_lost_object_is_written_again_under_a_new_version() {
    let portal = Portal::with("a.com,A,1%\n").await;
    let first = portal.publish(NOW).await;
    fs::remove_file(portal.dir.rates().join(&first.part.path)).unwrap();
    assert_eq!(portal.publish(NOW).await.part.ver, 2);
    assert_eq!(portal.load().list.len(), 1);
}

#[tokio::test]
async fn objects_stay_for_thirty_days_and_as_long_as_a_delta_starts_from_them() {
    let portal = Portal::with(&many(40)).await;
    let old = portal.dir.rates().join(portal.publish(NOW).await.part.path);
    let mut deltas = Vec::new();
    for day in 1..=8 {
        portal.import(&format!("s0.com,S0,{day}%\n")).await;
        let part = portal.publish(NOW + day).await.part;
        deltas.extend(
            part.deltas
                .into_iter()
                .map(|d| portal.dir.rates().join(d.path)),
        );
    }
    portal.publish(NOW + KEEP - 1).await;
    assert!(old.is_file() && deltas.iter().all(|d| d.is_file()));
    let part = portal.publish(NOW + KEEP + 9).await.part;
    assert!(!old.is_file());
    let froms: Vec<u64> = part.deltas.iter().map(|d| d.from).collect();
    assert_eq!(
        froms,
        [8, 7, 6, 5, 4, 3],
        "the last six versions are kept however old"
    );
    let offered = deltas.iter().filter(|d| d.is_file()).count();
    assert_eq!(offered, 6, "those that lead to older versions are gone");
    assert_eq!(portal.load().list.len(), 40);
}

#[tokio::test]
async fn every_delta_leads_to_the_very_bytes_of_the_snapshot() {
    let portal = Portal::with(&many(60)).await;
    let mut held = vec![portal.content().await];
    portal.publish(NOW).await;
    for (day, rows) in [
        "s3.com,S3,9%\n",
        "new.com,New,1%\n",
        "s7.com,Seven,\ns8.com,S8,2%\n",
    ]
    .into_iter()
    .enumerate()
    {
        portal.import(rows).await;
        let publication = portal.publish(NOW + 100 * day as i64).await;
        let newest = portal.content().await;
        let part = publication.part;
        assert_eq!(part.deltas.len(), held.len());
        for delta in &part.deltas {
            let stored = fs::read(portal.dir.rates().join(&delta.path)).unwrap();
            assert_eq!(
                (stored.len() as u64, sha256_hex(&stored)),
                (delta.len, delta.sha256.clone())
            );
            let changes = gzip::unpack(&stored, delta.raw).unwrap();
            let base = &held[usize::try_from(delta.from).unwrap() - 1];
            assert_eq!(apply(base, &changes).unwrap(), newest);
        }
        held.push(newest);
    }
}

#[tokio::test]
async fn a_delta_that_saves_little_is_not_listed() {
    let portal = Portal::with(&many(40)).await;
    portal.publish(NOW).await;
    let all_new: String = (0..40)
        .map(|n| format!("s{n}.com,Another {},{}%\n", n * 7, n + 2))
        .collect();
    portal.import(&all_new).await;
    assert_eq!(portal.publish(NOW + 1).await.part.deltas, []);
}

#[tokio::test]
async fn what_a_thief_counted_to_does_not_lead_us_astray() {
    let portal = Portal::with("a.com,A,1%\n").await;
    portal.publish(NOW).await;
    let root = root(&portal.dir).unwrap();
    let mut head = portal.load().head.head;
    head.seq = u64::MAX;
    let payload = serde_json::to_vec(&head).unwrap();
    let stolen = keys::list(&portal.dir, 1).unwrap();
    let file = envelope::seal(&[&stolen], HEAD_TYPE, &payload);
    fs::write(portal.dir.head_file(), file).unwrap();
    assert_eq!(
        Place::Folder(portal.dir.rates())
            .head(&root)
            .unwrap()
            .head
            .seq,
        u64::MAX
    );
    assert_eq!(portal.publish(NOW).await.seq, 2);
}

#[tokio::test]
async fn a_tampered_tree_is_refused_by_name() {
    let portal = Portal::with("a.com,A,1%\n").await;
    let publication = portal.publish(NOW).await;
    let place = Place::Folder(portal.dir.rates());
    let object = portal.dir.rates().join(&publication.part.path);
    let good = fs::read(&object).unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    fs::write(&object, bad).unwrap();
    assert!(
        place
            .load()
            .unwrap_err()
            .to_string()
            .contains("list.wrongHash")
    );
    fs::write(&object, [good, vec![0]].concat()).unwrap();
    assert!(
        place
            .load()
            .unwrap_err()
            .to_string()
            .contains("list.tooLarge")
    );
    let head = fs::read_to_string(portal.dir.head_file()).unwrap();
    fs::write(
        portal.dir.head_file(),
        head.replace("\"payload\":\"ey", "\"payload\":\"eY"),
    )
    .unwrap();
    let refusal = place.load().unwrap_err().to_string();
    assert!(refusal.contains("list.badSignature"), "{refusal}");
}

#[tokio::test]
async fn the_announced_list_key_signs_as_well_as_the_first() {
    let portal = Portal::with("a.com,A,1%\n").await;
    let root = root(&portal.dir).unwrap();
    let next = keys::list(&portal.dir, 2).unwrap();
    let file = envelope::seal(&[&next], HEAD_TYPE, b"{}");
    assert_eq!(
        envelope::open(file.as_bytes(), HEAD_TYPE, &root.roles.list),
        Ok(b"{}".to_vec())
    );
    let stranger = Role {
        need: 1,
        keys: root.roles.root.keys.clone(),
    };
    let refused = envelope::open(file.as_bytes(), HEAD_TYPE, &stranger);
    assert_eq!(refused, Err(Error::BadSignature));
}

#[tokio::test]
async fn rules_that_became_too_narrow_hold_up_no_list() {
    let portal = Portal::with("a.com,A,1%\n").await;
    fs::write(portal.dir.rules_file(), "{}").unwrap();
    let publication = portal.publish(NOW).await;
    assert!(publication.left_out.is_some());
    assert_eq!(portal.load().list.len(), 1);
    assert_eq!(portal.load().head.head.parts.get(RULES), None);
}
