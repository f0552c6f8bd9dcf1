//! The next root: other keys, another address.

use super::fixture::{DEMO, Shopper};
use super::syncing::{fetch, look, publish_new_rates, take_snapshot, trouble, version};
use crate::task::{Finding, Task};
use ed25519_dalek::SigningKey;

#[test]
fn keys_rotate_through_a_root_that_the_old_root_signed() {
    let mut shopper = Shopper::new();
    publish_new_rates(&mut shopper.portal);
    shopper.portal.root = 2;
    shopper.portal.list_key = SigningKey::from_bytes(&[3; 32]);
    let (head, root) = (shopper.portal.head_file(), shopper.portal.root_file());
    let asked = look(&mut shopper, head);
    let (file, _) = fetch(&asked).expect("the next root");
    let walked = shopper.learn(Finding::Fetched(DEMO, file, Ok(root)));
    let raw = shopper.portal.lines.clone();
    take_snapshot(&mut shopper, &walked, &raw);
    assert_eq!((version(&shopper), trouble(&shopper)), (2, None));
    let is_forgotten = |task: &Task| matches!(task, Task::Forget(_));
    assert!(
        !shopper.die().tasks.iter().any(is_forgotten),
        "the same API"
    );
}

#[test]
fn tokens_of_an_address_that_a_portal_leaves_are_forgotten() {
    let mut shopper = Shopper::signed_in();
    let left = shopper.engine.api_url(DEMO, "oauth/").expect("an API");
    publish_new_rates(&mut shopper.portal);
    shopper.portal.root = 2;
    shopper.portal.base = "https://moved.example/";
    let (head, root) = (shopper.portal.head_file(), shopper.portal.root_file());
    let (file, _) = fetch(&look(&mut shopper, head)).expect("the next root");
    shopper.learn(Finding::Fetched(DEMO, file, Ok(root)));
    assert!(shopper.die().tasks.contains(&Task::Forget(left)));
}
