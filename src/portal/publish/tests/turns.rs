//! Two publishers at once: whatever one of them finds when its turn comes is what it signs.

use super::*;
use crate::catalog;
use crate::key_changes::new_epoch;
use pointback_core::retailer::RetailerId;

impl Portal {
    /// Publishes, and lets `meanwhile` happen in a turn that another one has until then.
    async fn publish_after(&self, meanwhile: impl AsyncFnOnce(&mut db::Write)) -> Publication {
        let mut turn = db::write(&self.pool).await.unwrap();
        db::turn(&mut turn, Turn::Catalog).await.unwrap();
        let other = async {
            // Meanwhile the publisher reads what it may, and then waits for the turn.
            for _ in 0..200 {
                sqlx::query("SELECT 1").execute(&mut *turn).await.unwrap();
            }
            meanwhile(&mut turn).await;
            turn.commit().await.unwrap();
        };
        let (publication, ()) = tokio::join!(self.publish(NOW + 1), other);
        publication
    }
}

#[tokio::test]
async fn what_was_imported_before_the_turn_is_signed() {
    let portal = Portal::with("a.com,A,1%\nb.com,B,1%\n").await;
    portal.publish(NOW).await;
    let publication = portal
        .publish_after(async |turn: &mut db::Write| {
            catalog::delist(turn, RetailerId(2)).await.unwrap();
        })
        .await;
    assert_eq!((publication.part.n, publication.is_new), (1, true));
    assert_eq!(portal.load().list.len(), 1);
}

#[tokio::test]
async fn who_waits_while_an_epoch_begins_signs_in_the_new_one() {
    let portal = Portal::with("a.com,A,1%\n").await;
    portal.publish(NOW).await;
    let publication = portal
        .publish_after(async |_: &mut db::Write| {
            new_epoch(&portal.dir, &[], false, NOW).unwrap();
        })
        .await;
    let head = portal.load().head.head;
    assert_eq!((head.epoch, head.root, head.seq), (2, 2, publication.seq));
}

#[tokio::test]
async fn a_head_of_the_old_epoch_comes_too_late_after_the_first_one_of_the_new() {
    let portal = Portal::with("a.com,A,1%\n").await;
    portal.publish(NOW).await;
    let late = sign(&portal.dir, &portal.pool, NOW).await.unwrap();
    new_epoch(&portal.dir, &[], false, NOW).unwrap();
    portal.publish(NOW).await;
    put_up(&portal.dir, &portal.pool, &late, NOW).await.unwrap();
    assert_eq!(portal.load().head.head.epoch, 2);
}
