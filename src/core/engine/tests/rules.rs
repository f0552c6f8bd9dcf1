//! Newer stand-down rules: they may see more than the packaged ones, never less, and come from the packaged portal only.

use super::fixture::{DEMO, GREY, Shopper, button, lit};
use super::portals::{SECOND, other, subscribed};
use super::syncing::{look, publish_new_rates};
use crate::policy::PACKAGED;
use crate::protocol::Event;
use crate::task::{Fetch, FetchFailure, Finding, ListFile, Task};
use serde_json::{Value, json};

const STORE: &str = "https://www.macys.com/";
/// A parameter that no packaged rule knows.
const LEFT_BY_A_NEW_NETWORK: &str = "https://www.macys.com/?brandnewref=1";

fn packaged() -> Value {
    serde_json::from_str(PACKAGED).expect("JSON")
}

/// The packaged rules and one more.
fn broader(param: &str) -> String {
    let mut rules = packaged();
    let own = json!({"from": "impact", "confidence": "B", "params": [param]});
    let there = rules["networks"][0]["rules"].as_array_mut();
    there.expect("a list").push(own);
    rules.to_string()
}

/// The packaged rules without a network.
fn narrower() -> String {
    let mut rules = packaged();
    rules["networks"].as_array_mut().expect("a list").remove(2);
    rules.to_string()
}

fn asked(outcome: &crate::protocol::Outcome) -> Option<Fetch> {
    outcome.tasks.iter().find_map(|task| match task {
        Task::Fetch(fetch) => Some(fetch.clone()),
        _ => None,
    })
}

/// The portal publishes rules, and the extension looks.
fn publish(shopper: &mut Shopper, rules: String) -> crate::protocol::Outcome {
    shopper.portal.seq += 1;
    shopper.portal.rules = Some(rules.clone());
    let head = shopper.portal.head_file();
    let outcome = look(shopper, head);
    let fetch = asked(&outcome).expect("the rules are fetched");
    assert_eq!(
        fetch.url,
        "https://demo.example/rates/v1/o/standdown-1.rules"
    );
    shopper.learn(Finding::Fetched(DEMO, fetch.file, Ok(rules.into_bytes())))
}

fn trouble(shopper: &Shopper) -> Option<String> {
    shopper.engine.memory().portal(DEMO)?.trouble.clone()
}

#[test]
fn a_rule_that_the_package_did_not_know_silences_and_outlives_the_background() {
    let mut shopper = Shopper::new();
    assert_eq!(button(&shopper.visit(LEFT_BY_A_NEW_NETWORK)), lit("10%"));
    let taken = publish(&mut shopper, broader("brandnewref"));
    assert!(
        taken
            .tasks
            .iter()
            .any(|task| matches!(task, Task::SaveRules(_)))
    );
    assert_eq!(trouble(&shopper), None);
    shopper.die();
    assert_eq!(button(&shopper.visit(LEFT_BY_A_NEW_NETWORK)), GREY);
    // What is installed already is not fetched again.
    let head = shopper.portal.head_file();
    assert_eq!(asked(&look(&mut shopper, head)), None);
}

#[test]
fn rules_that_would_see_less_are_refused_by_name_and_the_installed_ones_stay() {
    let mut shopper = Shopper::new();
    let before = shopper.engine.policies.hash().to_owned();
    let refused = publish(&mut shopper, narrower());
    assert!(
        !refused
            .tasks
            .iter()
            .any(|task| matches!(task, Task::SaveRules(_)))
    );
    assert_eq!(trouble(&shopper).as_deref(), Some("policy.narrow"));
    publish(&mut shopper, "no rules at all".to_owned());
    assert_eq!(trouble(&shopper).as_deref(), Some("policy.bad"));
    assert_eq!(shopper.engine.policies.hash(), before);
}

#[test]
fn a_rule_that_silenced_too_much_can_be_taken_back_as_far_as_the_package() {
    let mut shopper = Shopper::new();
    publish(&mut shopper, broader("dept"));
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/?dept=7")),
        GREY
    );
    publish(&mut shopper, broader("brandnewref"));
    shopper.now += 3 * 60 * 60 * 1_000;
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/?dept=8")),
        lit("10%")
    );
}

#[test]
fn bytes_that_the_head_does_not_promise_are_no_rules() {
    let mut shopper = Shopper::new();
    shopper.portal.seq += 1;
    shopper.portal.rules = Some(broader("brandnewref"));
    let head = shopper.portal.head_file();
    let fetch = asked(&look(&mut shopper, head)).expect("the rules are fetched");
    let others = broader("another").into_bytes();
    shopper.learn(Finding::Fetched(DEMO, fetch.file, Ok(others)));
    assert_eq!(trouble(&shopper).as_deref(), Some("list.wrongHash"));
    shopper.portal.rules = Some(" ".repeat(1 << 20));
    shopper.portal.seq += 1;
    let head = shopper.portal.head_file();
    assert_eq!(asked(&look(&mut shopper, head)), None);
    assert_eq!(trouble(&shopper).as_deref(), Some("list.tooLarge"));
}

#[test]
fn another_portal_cannot_bring_rules_that_silence_all() {
    let mut portal = other(1200);
    portal.rules = Some(broader("dept"));
    let mut shopper = subscribed(&portal);
    portal.seq += 1;
    let head = portal.head_file();
    shopper.now += 61_000;
    let answered = shopper.learn(Finding::Fetched(SECOND, ListFile::Head, Ok(head)));
    assert_eq!(asked(&answered), None);
    assert_eq!(
        button(&shopper.visit(&format!("{STORE}?dept=7"))),
        lit("12%")
    );
}

#[test]
fn an_older_update_gives_way_to_a_package_that_sees_more() {
    let mut shopper = Shopper::new();
    publish(&mut shopper, broader("brandnewref"));
    let newer_package = broader("seen-by-the-package").into_bytes();
    let saved = broader("brandnewref").into_bytes();
    let installed = crate::policy::Installed::new(newer_package.clone(), &saved).expect("rules");
    let alone = crate::policy::Installed::new(newer_package, &[]).expect("rules");
    assert_eq!(installed.hash(), alone.hash());
}

#[test]
fn rules_that_cannot_be_taken_bring_no_look_forward() {
    let mut shopper = Shopper::new();
    let planned = |shopper: &Shopper| {
        let portal = shopper.engine.memory().portal(DEMO).expect("there");
        (portal.next_sync - shopper.now, portal.failures)
    };
    publish(&mut shopper, narrower());
    let (wait, failures) = planned(&shopper);
    assert!(wait >= 21_600_000 * 4 / 5, "the list came: {wait}");
    assert_eq!(failures, 0);
    shopper.portal.seq += 1;
    let head = shopper.portal.head_file();
    let fetch = asked(&look(&mut shopper, head)).expect("the rules are fetched");
    let unreachable = Finding::Fetched(DEMO, fetch.file, Err(FetchFailure::Unreachable));
    shopper.learn(unreachable);
    assert!(planned(&shopper).0 >= 21_600_000 * 4 / 5);
    assert_eq!(trouble(&shopper).as_deref(), Some("net.unreachable"));
}

#[test]
fn rules_are_asked_for_where_the_head_came_from() {
    let mut shopper = Shopper::new();
    shopper.portal.second_base = Some("https://mirror.example/");
    shopper.portal.root = 2;
    shopper.portal.seq += 1;
    let head = shopper.portal.head_file();
    look(&mut shopper, head);
    let root = shopper.portal.root_file();
    shopper.learn(Finding::Fetched(DEMO, ListFile::Root, Ok(root)));
    shopper.now += 61_000;
    shopper.tell(Event::RefreshClicked);
    let unreachable = Err(FetchFailure::Unreachable);
    shopper.learn(Finding::Fetched(DEMO, ListFile::Head, unreachable));
    shopper.portal.seq += 1;
    shopper.portal.rules = Some(broader("brandnewref"));
    let head = shopper.portal.head_file();
    let fetch = asked(&look(&mut shopper, head)).expect("the rules are fetched");
    assert_eq!(
        fetch.url,
        "https://mirror.example/rates/v1/o/standdown-1.rules"
    );
}

#[test]
fn a_list_beside_rules_that_no_reader_takes_is_refused_whole() {
    let mut shopper = Shopper::new();
    publish_new_rates(&mut shopper.portal);
    shopper.portal.rules = Some(" ".repeat(1 << 20));
    let floor = shopper
        .engine
        .memory()
        .portal(DEMO)
        .expect("there")
        .floor
        .clone();
    let head = shopper.portal.head_file();
    assert_eq!(look(&mut shopper, head).tasks, [], "before it is fetched");
    assert_eq!(trouble(&shopper).as_deref(), Some("list.tooLarge"));
    assert_eq!(
        shopper.engine.memory().portal(DEMO).expect("there").floor,
        floor
    );
}
