//! What one portal says reaches no other portal's stores, tokens or hosts; and clocks that are set wrong.

use super::fixture::{
    DEMO, GREY, MACYS, Shopper, TAB, button, goes_to, lit, rules, the_click, trip_state,
};
use super::portals::{MACYS_THERE, SECOND, other, subscribed, view};
use crate::activation::TripState;
use crate::engine::Engine;
use crate::host::Host;
use crate::keepsake::Keepsake;
use crate::memory::Memory;
use crate::mutes::{Lasting, Where};
use crate::protocol::{Event, Outcome, Via};
use crate::store_id::PortalId;
use crate::task::{Finding, Purpose, Task};
use crate::wallet::CardBonus;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

fn signed_in_at_both() -> Shopper {
    let mut shopper = subscribed(&other(1200));
    shopper.learn(Finding::SignedIn(DEMO));
    shopper.learn(Finding::SignedIn(SECOND));
    shopper.visit("https://www.macys.com/");
    shopper
}

fn click_there(shopper: &mut Shopper) -> Outcome {
    shopper.tell(Event::ActivateClicked {
        tab: TAB,
        store: MACYS_THERE,
        page: None,
        via: Via::Card,
    })
}

/// What the second portal answers to the only click in `asked`, with one thing changed.
fn answered(shopper: &mut Shopper, asked: &Outcome, key: &str, value: Value) -> Outcome {
    let (click, _) = the_click(asked);
    let mut body = json!({
        "id": click, "ref": "OURREFERENCE", "network": "sim", "go": "https://demo.example/go/token", "ttl": 60,
        "rate": [{"k": "p", "v": 1200}], "boost": null, "elect": "usd", "hosts": ["macys.com"], "trip": 86_400,
    });
    if !key.is_empty() {
        body[key] = value;
    }
    let finding = Finding::Answered(
        SECOND,
        Purpose::Click(click),
        Some(201),
        body.to_string().into_bytes(),
    );
    shopper.learn(finding)
}

#[test]
fn a_click_at_one_portal_is_told_to_that_portal_alone() {
    let mut shopper = signed_in_at_both();
    let asked = click_there(&mut shopper);
    for task in &asked.tasks {
        let Task::Call(call) = task else { continue };
        assert_eq!(call.portal, SECOND);
        assert!(
            call.url.starts_with("https://other.example/"),
            "{}",
            call.url
        );
        assert!(call.token_url.starts_with("https://other.example/"));
    }
    assert!(goes_to(&answered(&mut shopper, &asked, "", Value::Null)).is_some());
}

#[test]
fn what_a_portal_answers_to_a_click_is_kept_within_bounds() {
    let long = "x".repeat(5_000);
    let cases = [
        ("go", json!("https://www.macys.com/")),
        ("go", json!("https://demo.example.evil.example/go/x")),
        ("go", json!("https://u:p@demo.example/go/x")),
        ("go", json!("http://demo.example/go/x")),
        ("go", json!("javascript:alert(1)")),
        ("go", json!(format!("https://demo.example/go/{long}"))),
        ("id", json!("00000000-0000-4000-8000-000000000000")),
        ("network", json!(long)),
        ("ref", json!(long)),
        ("ref", json!("1")),
        ("rate", json!([])),
        ("rate", json!([{"k": "p", "v": 10_001}])),
        ("rate", json!([{"k": "f", "v": 1, "c": "\u{202e}"}])),
        (
            "boost",
            json!({"v": 20_000, "s": 0, "e": 253_402_300_799_i64}),
        ),
    ];
    for (key, value) in cases {
        let mut shopper = signed_in_at_both();
        let asked = click_there(&mut shopper);
        let answer = answered(&mut shopper, &asked, key, value.clone());
        assert_eq!(goes_to(&answer), None, "{key}: {value}");
        assert!(
            matches!(trip_state(&shopper), TripState::Ended { code } if code == "portal.badAnswer"),
            "{key}: {value}: {:?}",
            trip_state(&shopper)
        );
    }
}

#[test]
fn balances_that_cannot_be_shown_are_not_kept() {
    let good = json!({
        "member": "m", "as_of": 1, "balances": {"pending": 1, "confirmed": 2, "in_payout": 3, "paid": 4, "cur": "USD"},
        "election": {"unit": "usd"}, "next_payout": {"date": "2026-11-15", "min": 501, "missing": 0},
    });
    let told = |me: &Value| {
        let mut shopper = signed_in_at_both();
        let body = me.to_string().into_bytes();
        shopper.learn(Finding::Answered(SECOND, Purpose::Me, Some(200), body));
        let account = shopper
            .engine
            .memory()
            .portal(SECOND)
            .and_then(|p| p.account.clone());
        account.and_then(|a| a.me)
    };
    assert!(told(&good).is_some());
    for (at, value) in [
        ("/balances/cur", json!("\u{202e}")),
        ("/balances/cur", json!("dollars")),
        ("/election/unit", json!("x".repeat(5_000))),
        ("/member", json!("x".repeat(5_000))),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(at).expect("a field") = value.clone();
        assert!(told(&bad).is_none(), "{at}: {value}");
    }
}

#[test]
fn a_portal_whose_name_hides_or_overdoes_things_is_not_added() {
    for name in ["Good\u{202e}", "Go\u{200b}od", &*"x".repeat(8_192)] {
        let mut portal = other(1200);
        portal.name = Box::leak(name.to_owned().into_boxed_str());
        let mut shopper = Shopper::new();
        super::portals::enter(&mut shopper, "other.example");
        super::portals::find(&mut shopper, portal.root_file());
        shopper.tell(Event::PortalConfirmed);
        assert_eq!(view(&shopper).portals.len(), 1, "{name:?}");
    }
}

#[test]
fn a_portal_takes_nothing_with_it_that_is_anothers() {
    let mut shopper = signed_in_at_both();
    let asked = shopper.activate();
    shopper.answer(&asked, 1000);
    shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    shopper.learn(Finding::SignedOut(SECOND));
    let gone = shopper.tell(Event::PortalRemoved { portal: SECOND });
    for task in &gone.tasks {
        match task {
            Task::Forget(base) => assert_eq!(base, "https://other.example/oauth/"),
            Task::SaveList(portal, ..) => assert_eq!(*portal, SECOND),
            _ => {}
        }
    }
    let memory = shopper.engine.memory();
    assert!(memory.portal(DEMO).is_some_and(|p| p.account.is_some()));
    assert!(
        memory
            .trips
            .iter()
            .any(|t| t.store == MACYS && t.is_active(shopper.now))
    );
}

#[test]
fn a_clock_that_is_set_wrong_makes_no_offer_louder_and_breaks_nothing() {
    for jump in [
        -40 * 365 * 24 * HOUR,
        -24 * HOUR,
        -1,
        24 * HOUR,
        40 * 365 * 24 * HOUR,
    ] {
        // A referral counts, whatever the clock says a moment later.
        let mut shopper = Shopper::new();
        shopper.visit("https://www.nike.com/?awc=1_2_3");
        shopper.now += jump.min(0);
        assert_eq!(
            button(&shopper.visit("https://www.nike.com/")),
            GREY,
            "{jump}"
        );
        // A trip goes on or ends, and comes back with the clock.
        let mut shopper = Shopper::on_a_trip();
        shopper.now += jump;
        shopper.visit("https://www.macys.com/");
        shopper.tell(Event::AlarmRang);
        shopper.die();
        shopper.now -= jump;
        shopper.visit("https://www.macys.com/");
        assert!(
            matches!(trip_state(&shopper), TripState::Active { .. }),
            "{jump}"
        );
        // An offer comes back with the clock, too.
        let mut shopper = Shopper::new();
        shopper.now += jump;
        shopper.visit("https://www.macys.com/");
        shopper.now -= jump;
        shopper.die();
        assert_eq!(
            button(&shopper.visit("https://www.macys.com/")),
            lit("10%"),
            "{jump}"
        );
    }
}

#[test]
fn a_copied_profile_goes_on_with_no_click_and_knows_no_tab_of_the_other() {
    let mut shopper = Shopper::signed_in();
    shopper.visit("https://www.macys.com/");
    shopper.activate();
    let copied = Memory::decode(shopper.engine.snapshot()).expect("what was saved");
    let copy = Engine::restore(copied, &[DEMO], rules());
    shopper.engine = copy.expect("what was saved");
    let woken = shopper.start("of the copy");
    assert!(woken.tasks.is_empty() && goes_to(&woken).is_none());
    assert!(shopper.engine.memory().tabs.is_empty());
}

/// Writes the fixture of this version of the memory, for `memory/tests.rs`: run by hand when the version is raised.
#[test]
#[ignore = "writes a file of the repository"]
fn a_memory_with_something_in_every_part_is_written_down() {
    let mut shopper = subscribed(&other(800));
    shopper.learn(Finding::SignedIn(DEMO));
    shopper.visit("https://www.macys.com/");
    let asked = shopper.activate();
    shopper.answer(&asked, 1000);
    shopper.visit("https://www.macys.com/?simclick=OURREFERENCE");
    shopper.visit("https://www.nike.com/?awc=1_2_3");
    let nike = Host::parse("nike.com").expect("a host");
    shopper.tell(Event::Muted {
        site: Where::At(nike.clone()),
        lasting: Lasting::Always,
    });
    shopper.tell(Event::KeepsakeChanged {
        keepsake: Keepsake {
            star: true,
            note: Some("Card offer".to_owned()),
            ..Keepsake::of(nike)
        },
    });
    shopper.tell(Event::CardsChanged {
        cards: vec![CardBonus {
            name: "Gold".to_owned(),
            times: crate::hundredths::Hundredths(300),
            category: "Clothing".to_owned(),
        }],
    });
    assert!(shopper.engine.memory().portal(PortalId(1)).is_some());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/memory/1.json");
    std::fs::write(file, shopper.engine.memory().encode()).expect("written");
}
