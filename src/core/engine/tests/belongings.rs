//! What portals say of trips, claims, and the end of everything.

use super::fixture::{DEMO, Shopper};
use crate::protocol::{Effect, Event, Outcome};
use crate::store_id::PortalId;
use crate::task::{Finding, Purpose, Task};

fn answered(shopper: &mut Shopper, purpose: Purpose, status: u16, body: &str) -> Outcome {
    let body = body.as_bytes().to_vec();
    shopper.learn(Finding::Answered(DEMO, purpose, Some(status), body))
}

fn saved_earnings(outcome: &Outcome) -> Option<&[u8]> {
    outcome.tasks.iter().find_map(|task| match task {
        Task::SaveEarnings(DEMO, said) => Some(said.as_slice()),
        _ => None,
    })
}

#[test]
fn what_the_portal_says_of_trips_is_kept_once_and_goes_with_the_account() {
    let mut shopper = Shopper::signed_in();
    let first = answered(&mut shopper, Purpose::Earnings, 200, "{}");
    assert_eq!(saved_earnings(&first), Some(&b"{}"[..]));
    assert!(first.must_save && first.effects.contains(&Effect::ViewChanged));
    let again = answered(&mut shopper, Purpose::Earnings, 200, "{}");
    assert_eq!(again, Outcome::default(), "nothing new is no news");
    let failed = answered(&mut shopper, Purpose::Earnings, 500, "oops");
    assert_eq!(saved_earnings(&failed), None);
    let out = shopper.tell(Event::SignOutClicked { portal: DEMO });
    assert_eq!(saved_earnings(&out), Some(&b""[..]), "forgotten");
    let late = answered(&mut shopper, Purpose::Earnings, 200, "[]");
    assert_eq!(saved_earnings(&late), None, "nobody is signed in");
    let mut shopper = Shopper::signed_in();
    answered(&mut shopper, Purpose::Earnings, 200, "{}");
    let lost = shopper.learn(Finding::SignedOut(DEMO));
    assert_eq!(saved_earnings(&lost), Some(&b""[..]));
}

#[test]
fn the_same_balances_are_no_news() {
    let me = r#"{"member":"m","as_of":AT,"balances":{"pending":1,"confirmed":2,"in_payout":3,"paid":4,"cur":"USD"},"election":{"unit":"usd"},"next_payout":{"date":"2027-02-15","min":501,"missing":499}}"#;
    let mut shopper = Shopper::signed_in();
    let first = answered(&mut shopper, Purpose::Me, 200, &me.replace("AT", "1"));
    assert!(first.effects.contains(&Effect::ViewChanged));
    let later = answered(&mut shopper, Purpose::Me, 200, &me.replace("AT", "2"));
    assert!(
        later.effects.is_empty(),
        "else an open page would ask for ever"
    );
}

fn claim(shopper: &mut Shopper, click: &str) -> Outcome {
    shopper.tell(Event::ClaimMade {
        portal: DEMO,
        click: click.to_owned(),
        packet: "{}".to_owned(),
    })
}

fn claims(shopper: &Shopper) -> Vec<(&str, &str)> {
    let claims = shopper.engine.memory().claims.iter();
    claims.map(|(c, s)| (c.as_str(), s.as_str())).collect()
}

#[test]
fn a_claim_is_sent_as_it_was_made_and_its_fate_is_remembered() {
    let mut shopper = Shopper::signed_in();
    let sent = claim(&mut shopper, "a");
    let [Task::Call(call)] = sent.tasks.as_slice() else {
        panic!("one call expected, found {:?}", sent.tasks)
    };
    assert_eq!(call.url, "https://demo.example/v1/claims");
    assert_eq!(call.body.as_deref(), Some("{}"));
    assert_eq!(claims(&shopper), [("a", "sending")]);
    for (status, state) in [
        (201, "filed"),
        (200, "filed"),
        (400, "claim.refused"),
        (429, "portal.tooMany"),
        (503, "portal.failed"),
    ] {
        answered(&mut shopper, Purpose::Claim("a".to_owned()), status, "");
        assert_eq!(claims(&shopper), [("a", state)]);
    }
    claim(&mut shopper, "b");
    shopper.die();
    shopper.start("second");
    assert_eq!(
        claims(&shopper)[1],
        ("b", "portal.unreachable"),
        "nobody waits for that answer any more"
    );
    claim(&mut shopper, "b");
    shopper.learn(Finding::SignedOut(DEMO));
    assert_eq!(claims(&shopper)[1], ("b", "signIn.needed"));
}

#[test]
fn only_the_newest_claims_are_remembered() {
    let mut shopper = Shopper::signed_in();
    for n in 0..60 {
        claim(&mut shopper, &n.to_string());
    }
    assert_eq!(claims(&shopper).len(), 50);
    assert_eq!(claims(&shopper)[0].0, "10");
    let unknown = shopper.tell(Event::ClaimMade {
        portal: PortalId(9),
        click: "x".to_owned(),
        packet: "{}".to_owned(),
    });
    assert!(unknown.tasks.is_empty(), "no portal, no call");
}

#[test]
fn after_the_end_nothing_is_taken_up_or_saved_any_more() {
    let mut shopper = Shopper::on_a_trip();
    let end = shopper.tell(Event::EverythingDeleted);
    let revoked = |t: &Task| matches!(t, Task::Forget(url) if url.ends_with("/oauth/"));
    assert!(end.tasks.iter().any(revoked), "no token stays alive");
    assert_eq!(
        end.tasks.last(),
        Some(&Task::Wipe),
        "tokens are read before"
    );
    assert!(end.must_save, "should it not come to that");
    let visit = shopper.visit("https://www.macys.com/");
    let late = answered(&mut shopper, Purpose::Earnings, 200, "{}");
    for outcome in [visit, late, shopper.activate()] {
        assert_eq!(outcome, Outcome::default());
    }
    // Not even where there was no room to save that it is to be.
    drop(shopper.engine.unsaved(end, shopper.now));
    for is_done in [true, false] {
        let wiped = shopper.learn(Finding::Wiped(is_done));
        assert_eq!(wiped.effects, [Effect::BeginAnew { is_done }]);
        assert!(!wiped.must_save);
    }
}
