//! Publishing: the catalogue as signed, immutable files. Objects first, the head last, each by an atomic rename, so that
//! a reader at any moment finds a complete list.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::published_list::Place;
use crate::{keys, publication, snapshot, units};
use pointback_core::envelope::{self, HEAD_TYPE};
use pointback_core::hash::sha256_hex;
use pointback_core::head::{CLIENT, Head, Part, Parts, RETAILERS};
use pointback_core::root::Root;
use sqlx::SqlitePool;

/// How long a head may be trusted after it was signed.
const LIFETIME: i64 = 7 * 86_400;
/// How often a client is asked to look.
const POLL: u32 = 6 * 3_600;
/// Objects stay this long, for clients that still hold an older head.
const KEEP: i64 = 30 * 86_400;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Number of this signature.
    pub seq: u64,
    /// The retailers part.
    pub part: Part,
    /// Is the content different from the publication before?
    pub is_new: bool,
}

/// The root that is in force in a portal's folder: its id, name and addresses.
///
/// # Errors
/// `Fetch` when there is none, `List` when one is refused.
pub fn root(dir: &DataDir) -> Result<Root, Failure> {
    Place::Folder(dir.rates()).newest_root()
}

/// Signs the catalogue as it is at `now` seconds. `ver` rises only when the content changed, `seq` always.
///
/// # Errors
/// `Argument` when the catalogue cannot be a list, else whatever cannot be read or written.
pub async fn publish(dir: &DataDir, pool: &SqlitePool, now: i64) -> Result<Publication, Failure> {
    let root = root(dir)?;
    let key = keys::list(dir)?;
    let raw = snapshot::content(pool).await?;
    // The number is taken and kept before anything signed exists: a crash may waste a number, never use one twice.
    let publication = reserve(dir, pool, &root, &raw, now).await?;
    let head = Head {
        v: 1,
        portal: root.portal.clone(),
        epoch: root.epoch,
        seq: publication.seq,
        root: root.root,
        issued: now,
        expires: now.saturating_add(LIFETIME),
        poll: POLL,
        min_client: CLIENT,
        units: units::all(),
        parts: Parts::from([(RETAILERS.to_owned(), publication.part.clone())]),
    };
    let payload = serde_json::to_vec(&head)
        .map_err(|e| Failure::Argument(format!("the head cannot be written: {e}")))?;
    let file = envelope::seal(&[&key], HEAD_TYPE, &payload);
    // Two publishers at once: only the one with the highest number may write the head.
    let mut lock = pool.begin_with("BEGIN IMMEDIATE").await?;
    let newest = publication::last(&mut lock).await?;
    if newest.is_some_and(|entry| entry.seq == publication.seq) {
        data_dir::write_atomically(&dir.head_file(), file.as_bytes())?;
    }
    lock.commit().await?;
    let named = publication::paths_since(pool, now.saturating_sub(KEEP)).await?;
    snapshot::remove_others(dir, &named)?;
    Ok(publication)
}

async fn reserve(
    dir: &DataDir,
    pool: &SqlitePool,
    root: &Root,
    raw: &[u8],
    now: i64,
) -> Result<Publication, Failure> {
    let mut write = pool.begin_with("BEGIN IMMEDIATE").await?;
    let last = publication::last(&mut write).await?;
    // A database restored from a backup may be behind what the world has seen already.
    let seen = Place::Folder(dir.rates()).head(root).ok().map(|v| v.head);
    let seen_ver = seen
        .as_ref()
        .and_then(|head| head.parts.get(RETAILERS))
        .map(|p| p.ver);
    let seq = last.as_ref().map(|l| l.seq).max(seen.map(|head| head.seq));
    let ver = last.as_ref().map(|l| l.part.ver).max(seen_ver);
    let kept = last.map(|l| l.part).filter(|part| {
        Some(part.ver) == ver
            && part.raw_sha256 == sha256_hex(raw)
            && snapshot::is_intact(dir, part)
    });
    let is_new = kept.is_none();
    let part = match kept {
        Some(part) => part,
        None => snapshot::write(dir, raw, ver.unwrap_or(0) + 1)?,
    };
    let seq = seq.unwrap_or(0) + 1;
    let entry = publication::Entry { seq, part };
    publication::keep(&mut write, &entry, now).await?;
    write.commit().await?;
    let part = entry.part;
    Ok(Publication { seq, part, is_new })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::import::{Defaults, import};
    use crate::setup::init;
    use pointback_core::Error;
    use pointback_core::envelope::Role;
    use pointback_core::money::Unit;
    use std::fs;
    use url::Url;

    const NOW: i64 = 1_800_000_000;

    struct Portal {
        _folder: tempfile::TempDir,
        dir: DataDir,
        pool: SqlitePool,
    }

    impl Portal {
        async fn with(rows: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let identity = Identity {
                base: Url::parse("https://portal.example/").unwrap(),
                portal_id: "portal.example".to_owned(),
                name: "Test".to_owned(),
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
            import(&self.pool, csv.as_bytes(), &Defaults::default(), false)
                .await
                .unwrap();
        }

        async fn publish(&self, now: i64) -> Publication {
            publish(&self.dir, &self.pool, now).await.unwrap()
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
        assert_eq!(units, ["usd", "mr"]);
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
    async fn objects_stay_for_thirty_days() {
        let portal = Portal::with("a.com,A,1%\n").await;
        let old = portal.dir.rates().join(portal.publish(NOW).await.part.path);
        portal.import("a.com,A,2%\n").await;
        portal.publish(NOW + KEEP - 1).await;
        assert!(old.is_file());
        portal.publish(NOW + KEEP).await;
        assert!(!old.is_file());
        assert_eq!(portal.load().list.len(), 1);
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
        let next = keys::next_list(&portal.dir).unwrap();
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
}
