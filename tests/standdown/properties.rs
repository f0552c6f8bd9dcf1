//! What holds for any history, not only for the examples.

use super::{Arrival, policies, session_of};
use pointback_core::policy::{Evidence, Policies};
use pointback_core::standdown::{Journey, Record, Referrer, Silence};
use proptest::prelude::*;
use std::sync::LazyLock;

static RULES: LazyLock<Policies> = LazyLock::new(policies);

fn evidence() -> impl Strategy<Value = Evidence> {
    let ids = RULES.rule_ids();
    (0..ids.len()).prop_map(move |at| {
        let rule = ids[at].clone();
        let network = rule.split('.').next().unwrap_or_default().to_owned();
        Evidence::met(network, rule)
    })
}

proptest! {
    #[test]
    fn a_record_never_shortens(
        steps in prop::collection::vec((evidence(), 0_u64..4, -1_000_000_000_i64..1_000_000_000), 1..20),
    ) {
        let mut record: Option<Record> = None;
        for (evidence, session, now) in steps {
            let before = record.clone();
            Record::add(&mut record, &evidence, session, now);
            let after = record.as_ref().unwrap();
            let closed = session_of(after.session + 1);
            prop_assert!(after.ends(&RULES, &closed) >= now + 60 * 60_000);
            prop_assert!(after.ends(&RULES, &closed) >= after.started + 90 * 60_000);
            prop_assert!(after.is_active(&RULES, &session_of(after.session), i64::MAX), "for the session");
            if let Some(before) = before {
                // `started` may move back when the clock does; what was promised until then stays promised.
                let moved_back = before.started - after.started;
                prop_assert!(after.ends(&RULES, &closed) + moved_back >= before.ends(&RULES, &closed));
                prop_assert!(after.last >= before.last && after.session >= before.session);
                prop_assert!(before.networks.iter().all(|n| after.networks.contains(n)));
                prop_assert_eq!(&after.rule, &before.rule);
            }
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written(
        steps in prop::collection::vec((evidence(), any::<u32>(), any::<i32>()), 1..5),
    ) {
        let mut record = None;
        for (evidence, session, now) in steps {
            Record::add(&mut record, &evidence, session.into(), now.into());
        }
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Option<Record>>(&text).unwrap(), record);
    }

    #[test]
    fn an_own_click_never_clears_another_network(
        theirs in evidence(), own in "[a-z]{2,12}", click_ref in "[a-z0-9-]{0,40}", value in "[a-zA-Z0-9_-]{0,40}",
    ) {
        let what = theirs.rule.splitn(3, '.').nth(2).unwrap_or_default().to_owned();
        prop_assume!(own != theirs.network);
        let store = if theirs.network == "ebay" { "www.ebay.com" } else { "shop.example" };
        for value in [value, click_ref.clone()] {
            let query = format!("https://{store}/?{}={value}", what.trim_start_matches('~'));
            let arrival = Arrival::at(&query).with_cookie(&what).with_hop(&query);
            let free = arrival.evidence(&RULES);
            let claimed = arrival.after_click(&own, &click_ref).evidence(&RULES);
            prop_assert_eq!(
                claimed.iter().filter(|e| e.network != own).count(),
                free.iter().filter(|e| e.network != own).count()
            );
        }
    }

    #[test]
    fn an_own_click_clears_only_its_exact_value(network in "[a-z]{2,9}", value in "[a-z]{1,9}", click_ref in "[a-z]{0,9}") {
        let arrival = Arrival::at(&format!("https://shop.example/?irclickid={value}"));
        let cleared = arrival.after_click(&network, &click_ref).evidence(&RULES).is_empty();
        prop_assert_eq!(cleared, network == "impact" && value == click_ref);
        let arrival = Arrival::at(&format!("https://shop.example/?irclickid={value}"));
        let cleared = arrival.after_click("impact", &click_ref).evidence(&RULES).is_empty();
        prop_assert_eq!(cleared, value == click_ref);
    }

    #[test]
    fn a_journey_allows_two_prompts_and_none_after_another_site(
        way in prop::collection::vec((0_usize..5, any::<bool>()), 1..30),
    ) {
        let classes = [Referrer::Direct, Referrer::Internal, Referrer::Search, Referrer::Portal, Referrer::Other];
        let (mut journey, mut prompts, mut was_sent) = (None, 0, false);
        for (class, wants) in way {
            let came = classes[class];
            was_sent |= came == Referrer::Other || came == Referrer::Internal && journey.is_none();
            let mut now = Journey::after(journey.take(), came);
            if wants && now.may_prompt(Some(2)) {
                prop_assert!(!was_sent);
                now.prompted();
                prompts += 1;
            }
            prop_assert!(now.may_prompt(None));
            let kept = serde_json::to_string(&now).unwrap();
            journey = serde_json::from_str(&kept).unwrap();
            prop_assert_eq!(journey.as_ref(), Some(&now));
        }
        prop_assert!(prompts <= 2);
    }
}

#[test]
fn the_shoppers_own_act_may_switch_only_where_every_text_allows_it() {
    let store = pointback_core::host::Host::parse("shop.example").unwrap();
    let amazon = pointback_core::host::Host::parse("www.amazon.de").unwrap();
    let record = |urls: &[&str]| {
        let mut record = None;
        for url in urls {
            for evidence in Arrival::at(url).evidence(&RULES) {
                Record::add(&mut record, &evidence, 1, 0);
            }
        }
        record.expect("evidence")
    };
    let wildfire = record(&["https://shop.example/?affsource=1"]);
    assert!(wildfire.may_switch(&RULES, &store));
    assert!(!wildfire.may_switch(&RULES, &amazon));
    let both = record(&[
        "https://shop.example/?affsource=1",
        "https://shop.example/?cjevent=1",
    ]);
    assert!(!both.may_switch(&RULES, &store));
    let switching: Vec<&str> = RULES
        .networks
        .iter()
        .filter(|n| n.may_switch)
        .map(|n| n.id.as_str())
        .collect();
    assert_eq!(switching, ["wildfire"]);
}

#[test]
fn a_silence_says_by_whom_until_when_and_whether_it_may_be_switched() {
    let store = pointback_core::host::Host::parse("shop.example").unwrap();
    let mut record = None;
    for evidence in Arrival::at("https://shop.example/?foid=1").evidence(&RULES) {
        Record::add(&mut record, &evidence, 3, 1_000);
    }
    let record = record.expect("evidence");
    let silence = Silence::of(&record, &RULES, &store, &session_of(3), 2_000).expect("silence");
    assert_eq!(silence.by, ["Wildfire"]);
    assert_eq!(silence.rule, "wildfire.param.foid");
    assert_eq!(silence.until, 1_000 + 90 * 60_000);
    assert!(silence.for_session && silence.may_switch);
    let later =
        Silence::of(&record, &RULES, &store, &session_of(4), silence.until - 1).expect("silence");
    assert!(!later.for_session);
    assert_eq!(
        Silence::of(&record, &RULES, &store, &session_of(4), silence.until),
        None
    );
}

#[test]
fn stores_with_rules_of_their_own() {
    let host = |text: &str| pointback_core::host::Host::parse(text).unwrap();
    assert!(RULES.is_never(&host("www.amazon.co.jp")));
    assert!(!RULES.is_never(&host("amazon.com.evil.example")));
    assert_eq!(RULES.prompts_at(&host("www.ebay.co.uk")), Some(2));
    assert_eq!(RULES.prompts_at(&host("shop.example")), None);
    assert_eq!(
        Referrer::Other.or_portal("https://portal.example/x", &[host("portal.example")]),
        Referrer::Portal
    );
    assert_eq!(
        Referrer::Other.or_portal("https://blog.example/", &[host("portal.example")]),
        Referrer::Other
    );
}
