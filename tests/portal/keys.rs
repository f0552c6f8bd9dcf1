//! Drills: a client that knows nothing but root 1 follows every change of keys, and a thief's work ends with a new epoch.

use crate::list_client::{Client, NOW, Portal};
use pointback_core::Error;
use pointback_core::envelope::{HEAD_TYPE, seal};
use pointback_core::head::Head;
use pointback_portal::key_changes::{drop_list, new_epoch, rotate_list, rotate_root};
use pointback_portal::list_keys::{ListKeys, signers};
use pointback_portal::{key_table, keys, publish};
use std::fs;

const DAY: i64 = 86_400;

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

#[tokio::test]
async fn changes_at_once_follow_each_other() {
    let portal = Portal::new().await;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    rotate_list(&portal.dir, &[], NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(portal.root().root, 13);
}
