//! Drills: a client that knows nothing but root 1 follows every change of keys, and a thief's work ends with a new epoch.

use pointback_core::Error;
use pointback_core::delta::apply;
use pointback_core::envelope::{HEAD_TYPE, seal};
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Floor, Head, Verified};
use pointback_core::rate_list::RateList;
use pointback_core::root::Root;
use pointback_portal::data_dir::DataDir;
use pointback_portal::identity::Identity;
use pointback_portal::import::{Defaults, import};
use pointback_portal::key_changes::{drop_list, new_epoch, rotate_list, rotate_root};
use pointback_portal::list_keys::{ListKeys, signers};
use pointback_portal::place::Place;
use pointback_portal::verify::verify;
use pointback_portal::{gzip, key_table, keys, publish, setup};
use sqlx::SqlitePool;
use std::fs;
use url::Url;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

struct Portal {
    folder: tempfile::TempDir,
    dir: DataDir,
    pool: SqlitePool,
    published: u32,
}

impl Portal {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            base: Url::parse("https://portal.example/").unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
        };
        let data = folder.path().join("data");
        let (dir, pool) = setup::init(&data, &identity, NOW).await.unwrap();
        let mut portal = Self {
            folder,
            dir,
            pool,
            published: 0,
        };
        portal.publish(NOW).await;
        portal
    }

    /// Publishes with another rate than before.
    async fn publish(&mut self, now: i64) {
        self.published += 1;
        let changed = if self.published == 1 { 80 } else { 1 };
        let row = |n: u32| format!("s{n}.com,Store {},{}%\n", n * 7_919, self.published + n % 9);
        let rows: String = (0..changed).map(row).collect();
        let csv = format!("domain,name,rate\n{rows}");
        import(&self.pool, csv.as_bytes(), &Defaults::default(), false)
            .await
            .unwrap();
        publish::publish(&self.dir, &self.pool, now).await.unwrap();
        let found = verify(&Place::Folder(self.dir.rates()), None, now, &mut |_| {});
        assert!(found.failed().is_empty(), "{found:#?}");
    }

    fn root(&self) -> Root {
        publish::root(&self.dir).unwrap()
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.rates().join(path)).ok()
    }
}

/// What an extension keeps, and its order of steps with core's own functions.
#[derive(Clone)]
struct Client {
    root: Root,
    floor: Floor,
    raw: Vec<u8>,
    roots_walked: u32,
    deltas_taken: u32,
}

impl Client {
    fn new(portal: &Portal) -> Self {
        Self {
            root: Root::pinned(&portal.read("root/1.json").unwrap()).unwrap(),
            floor: Floor::default(),
            raw: Vec::new(),
            roots_walked: 0,
            deltas_taken: 0,
        }
    }

    fn look(&mut self, portal: &Portal, now: i64) -> Result<(), Error> {
        let file = portal.read("head.json").unwrap();
        let verified = self.verify(portal, &file)?;
        verified.check_newer(&self.floor, &self.root, now)?;
        let part = verified.head.retailers()?;
        let delta = part
            .deltas
            .iter()
            .find(|d| !self.raw.is_empty() && d.from == self.floor.ver);
        let patched = delta.and_then(|delta| {
            let changes = gzip::unpack(&portal.read(&delta.path)?, delta.raw).ok()?;
            let raw = apply(&self.raw, &changes).ok()?;
            (sha256_hex(&raw) == part.raw_sha256).then_some(raw)
        });
        self.deltas_taken += u32::from(patched.is_some());
        let raw = match patched {
            Some(raw) => raw,
            None => gzip::unpack(&portal.read(&part.path).unwrap(), part.raw)?,
        };
        RateList::verified(&raw, part)?;
        (self.raw, self.floor) = (raw, verified.floor()?);
        Ok(())
    }

    fn verify(&mut self, portal: &Portal, head: &[u8]) -> Result<Verified, Error> {
        loop {
            let found = Head::verify(head, &self.root);
            let is_settled = match &found {
                Ok(verified) => verified.head.root <= self.root.root,
                Err(error) => *error != Error::BadSignature,
            };
            if is_settled {
                return found;
            }
            let next = format!("root/{}.json", self.root.root + 1);
            let next = portal.read(&next).ok_or(Error::BadSignature)?;
            self.root = self.root.successor(&next)?;
            self.roots_walked += 1;
        }
    }
}

#[tokio::test]
async fn who_knows_only_root_1_follows_two_list_rotations_a_root_rotation_and_a_new_epoch() {
    let mut portal = Portal::new().await;
    let mut regular = Client::new(&portal);
    regular.look(&portal, NOW).unwrap();
    let sleeper = regular.clone();
    for month in 1..=2 {
        let now = NOW + month * 40 * DAY;
        rotate_list(&portal.dir, &[], now).unwrap();
        portal.publish(now).await;
        regular.look(&portal, now).unwrap();
    }
    assert_eq!((regular.root.root, regular.deltas_taken), (3, 2));
    sleeper.clone().look(&portal, NOW + 80 * DAY).unwrap();

    let now = NOW + 120 * DAY;
    let new_key = portal.folder.path().join("new-root.key");
    rotate_root(&portal.dir, &[], &new_key, now).unwrap();
    portal.publish(now).await;
    regular.look(&portal, now).unwrap();
    // From here on the old root key signs nothing.
    let old_key = keys::root_path(&portal.dir, 1);
    let refused = rotate_list(&portal.dir, &[old_key], now)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("give that one with --root-key"),
        "{refused}"
    );

    new_epoch(&portal.dir, &[new_key], false, now).unwrap();
    portal.publish(now).await;
    assert_eq!(portal.root().root, 5);
    for mut client in [regular, sleeper, Client::new(&portal)] {
        client.look(&portal, now).unwrap();
        assert_eq!(
            (client.root.root, client.floor.epoch, client.floor.seq),
            (5, 2, 1)
        );
        assert_eq!(client.root.root, client.roots_walked + 1);
    }
}

#[tokio::test]
async fn both_keys_sign_for_thirty_days_and_a_dropped_one_is_out_of_force() {
    let mut portal = Portal::new().await;
    let old = keys::list(&portal.dir, 1).unwrap();
    let table = key_table::table(&portal.dir, NOW).unwrap();
    let id = pointback_core::envelope::key_id(&old.verifying_key());
    assert!(table.contains(&format!("list  {id}  current")), "{table}");
    let refused = drop_list(&portal.dir, &id, &[], NOW)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("replace it first"), "{refused}");

    rotate_list(&portal.dir, &[], NOW).unwrap();
    portal.publish(NOW).await;
    let signatures = |portal: &Portal| {
        String::from_utf8(portal.read("head.json").unwrap())
            .unwrap()
            .matches("keyid")
            .count()
    };
    assert_eq!(signatures(&portal), 2);
    let table = key_table::table(&portal.dir, NOW).unwrap();
    assert!(
        table.contains(&format!("list  {id}  retiring, 2027-02-14")),
        "{table}"
    );
    portal.publish(NOW + 30 * DAY).await;
    assert_eq!(signatures(&portal), 1);

    let later = NOW + 31 * DAY;
    drop_list(&portal.dir, &id, &[], later).unwrap();
    portal.publish(later).await;
    let mut client = Client::new(&portal);
    client.look(&portal, later).unwrap();
    let forged = seal(&[&old], HEAD_TYPE, b"{}");
    assert_eq!(
        Head::verify(forged.as_bytes(), &client.root),
        Err(Error::BadSignature)
    );
    assert!(keys::list(&portal.dir, 1).is_err(), "its file is gone");
    assert!(!key_table::table(&portal.dir, later).unwrap().contains(&id));
    // The announced key may get lost too: another is announced.
    let next = ListKeys::load(&portal.dir).unwrap().next;
    let lost = keys::list(&portal.dir, next).unwrap().verifying_key();
    drop_list(
        &portal.dir,
        &pointback_core::envelope::key_id(&lost),
        &[],
        later,
    )
    .unwrap();
    let now_next = ListKeys::load(&portal.dir).unwrap().next;
    assert!(now_next > next && keys::list(&portal.dir, now_next).is_ok());
    portal.publish(later).await;
    client.look(&portal, later).unwrap();
    assert!(drop_list(&portal.dir, "00000000", &[], later).is_err());
}

#[tokio::test]
async fn a_thief_who_counts_far_ahead_is_healed_by_a_new_epoch_and_locked_out() {
    let mut portal = Portal::new().await;
    let mut victim = Client::new(&portal);
    victim.look(&portal, NOW).unwrap();
    let stolen = keys::list(&portal.dir, 1).unwrap();
    let honest = portal.read("head.json").unwrap();
    let mut head = victim.verify(&portal, &honest).unwrap().head;
    head.seq = 1 << 51;
    let sign = |head: &Head| seal(&[&stolen], HEAD_TYPE, &serde_json::to_vec(head).unwrap());
    fs::write(portal.dir.head_file(), sign(&head)).unwrap();
    victim.look(&portal, NOW).unwrap();
    fs::write(portal.dir.head_file(), &honest).unwrap();
    assert_eq!(
        victim.look(&portal, NOW),
        Err(Error::Rollback),
        "frozen by the thief"
    );

    new_epoch(&portal.dir, &[], false, NOW).unwrap();
    portal.publish(NOW).await;
    victim.look(&portal, NOW).unwrap();
    assert_eq!((victim.floor.epoch, victim.floor.seq), (2, 1));
    head.epoch = 2;
    fs::write(portal.dir.head_file(), sign(&head)).unwrap();
    assert_eq!(
        victim.look(&portal, NOW),
        Err(Error::BadSignature),
        "the stolen key is out"
    );
}

#[tokio::test]
async fn a_root_key_that_is_offline_is_asked_for_by_name() {
    let portal = Portal::new().await;
    let here = keys::root_path(&portal.dir, 1);
    let offline = portal.folder.path().join("stick.key");
    fs::rename(&here, &offline).unwrap();
    let asked = rotate_list(&portal.dir, &[], NOW).unwrap_err().to_string();
    assert!(
        asked.contains("--root-key FILE") && asked.contains("offline"),
        "{asked}"
    );
    assert!(
        key_table::table(&portal.dir, NOW)
            .unwrap()
            .contains("offline")
    );
    assert_eq!(portal.root().root, 1, "nothing was changed");
    rotate_list(&portal.dir, &[offline], NOW).unwrap();
    assert_eq!(portal.root().root, 2);
}

#[tokio::test]
async fn an_interrupted_change_of_keys_is_completed_by_running_it_again() {
    let mut portal = Portal::new().await;
    let mut client = Client::new(&portal);
    rotate_list(&portal.dir, &[], NOW).unwrap();
    // As if the machine had stopped between the root and the state.
    fs::remove_file(portal.dir.keys().join("list-keys.json")).unwrap();
    portal.publish(NOW).await;
    client.look(&portal, NOW).unwrap();
    rotate_list(&portal.dir, &[], NOW).unwrap();
    portal.publish(NOW).await;
    client.look(&portal, NOW).unwrap();
    assert_eq!(
        signers(&portal.dir, NOW).unwrap()[0],
        keys::list(&portal.dir, 2).unwrap()
    );

    // As if it had stopped between the state and the root.
    let newest = portal.dir.roots().join("4.json");
    new_epoch(&portal.dir, &[], false, NOW).unwrap();
    fs::remove_file(newest).unwrap();
    let refused = publish::publish(&portal.dir, &portal.pool, NOW)
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("run that `portal keys` command again"),
        "{refused}"
    );
    new_epoch(&portal.dir, &[], false, NOW).unwrap();
    portal.publish(NOW).await;
    client.look(&portal, NOW).unwrap();
    assert_eq!(client.floor.epoch, 2);
}
