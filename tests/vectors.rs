//! The shared tables, run against the core. Each runner counts its cases, so that a table that fails to load fails.

#[path = "vectors/ledger.rs"]
mod ledger;

use pointback_core::checkout::is_checkout;
use pointback_core::deep_link;
use pointback_core::explain::{Query, explain};
use pointback_core::governor::{Limits, Prompts};
use pointback_core::host::Host;
use pointback_core::local_time::LocalTime;
use pointback_core::money::{BasisPoints, PerUnit, decimal, decimals, points, reward};
use pointback_core::policy::Policies;
use pointback_core::rate::{Boost, Headline, Rate};
use pointback_core::rate_list::RateList;
use pointback_core::retailer::RetailerId;
use serde_json::Value;
use url::Url;

const NOW: i64 = 1_790_000_000;

fn table(name: &str) -> Value {
    let path = format!("{}/../vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn rows(value: &Value, at_least: usize) -> &Vec<Value> {
    let rows = value.as_array().expect("a table is an array");
    assert!(
        rows.len() >= at_least,
        "{} cases, expected at least {at_least}",
        rows.len()
    );
    rows
}

fn list() -> RateList {
    list_of(&table("matches")["list"], 9)
}

fn list_of(lines: &Value, at_least: usize) -> RateList {
    let lines: Vec<String> = rows(lines, at_least)
        .iter()
        .map(|line| in_wire_order(line).to_string())
        .collect();
    let list = RateList::decode(lines.join("\n").as_bytes()).expect("the list of matches.json");
    assert_eq!(list.len(), lines.len(), "every line is usable");
    list
}

/// `serde_json::Value` sorts keys; a line begins with its id.
fn in_wire_order(line: &Value) -> String {
    let mut fields = line.as_object().expect("a line is an object").clone();
    let id = fields.remove("id").expect("a line has an id");
    let rest = Value::Object(fields).to_string();
    format!("{{\"id\":{id},{}", &rest[1..])
}

#[test]
fn hosts_are_read_in_one_form_or_refused() {
    for case in rows(&table("hosts"), 24) {
        let text = case["text"].as_str().expect("text");
        let host = Host::parse(text).ok();
        assert_eq!(
            host.as_ref().map(Host::as_str),
            case["host"].as_str(),
            "{text}"
        );
    }
}

#[test]
fn addresses_find_their_retailer_and_nothing_else_does() {
    let (list, policies) = (list(), Policies::packaged().expect("policies"));
    for case in rows(&table("matches")["cases"], 31) {
        let query: Query = serde_json::from_value(case.clone()).expect("a case has a url");
        let answer = explain(&list, &policies, &query, NOW).expect("a readable address");
        let id = answer.retailer.map(|r| r.id);
        let wanted = case["retailer"]
            .as_u64()
            .map(|id| RetailerId(u32::try_from(id).expect("an id")));
        assert_eq!(id, wanted, "{}", query.url);
        assert_eq!(
            Some(answer.reason.as_str()),
            case["reason"].as_str(),
            "{}",
            query.url
        );
    }
}

#[test]
fn referrals_silence_us_and_ordinary_addresses_do_not() {
    let (list, policies) = (list(), Policies::packaged().expect("policies"));
    for case in rows(&table("standdown"), 38) {
        let query: Query = serde_json::from_value(case.clone()).expect("a case has a url");
        let answer = explain(&list, &policies, &query, NOW).expect("a readable address");
        let rule = answer.rule.as_ref().map(|r| r.id.as_str());
        assert_eq!(rule, case["rule"].as_str(), "{}", case["id"]);
        let decision = if rule.is_some() {
            "stand_down"
        } else {
            "offer"
        };
        assert_eq!(answer.decision, decision, "{}", case["id"]);
        assert_eq!(answer.offer.is_some(), rule.is_none(), "{}", case["id"]);
    }
}

#[test]
fn steps_of_paying_are_told_from_shopping_by_their_addresses() {
    for case in rows(&table("checkout"), 85) {
        let text = case["url"].as_str().expect("a url");
        let url = Url::parse(text).expect("an address");
        assert_eq!(
            Some(is_checkout(&url)),
            case["checkout"].as_bool(),
            "{text}"
        );
    }
}

#[test]
fn the_governor_withholds_the_card_exactly_when_the_table_says() {
    let site = Host::parse("macys.com").expect("a host");
    for case in rows(&table("governor"), 39) {
        let prompts: Prompts = serde_json::from_value(case["prompts"].clone()).expect("a history");
        let limits: Limits = serde_json::from_value(case["limits"].clone()).expect("limits");
        let whole = |key: &str| case[key].as_i64().expect("a whole number");
        let at = LocalTime {
            now: whole("now"),
            zone: i32::try_from(whole("zone")).expect("minutes"),
        };
        let withheld = prompts.withhold(&site, whole("worth"), &limits, at);
        let said = serde_json::to_value(withheld).expect("a word");
        assert_eq!(said, case["withheld"], "{}", case["name"]);
        let most = prompts.a_day(&limits).map(u64::from);
        assert_eq!(most, case["most"].as_u64(), "{}", case["name"]);
    }
}

#[test]
fn pages_leave_the_device_in_reduced_form_only() {
    let list = list();
    let macys = list.get(RetailerId(1)).expect("Macy's");
    for case in rows(&table("deep_links"), 15) {
        let page = case["page"].as_str().expect("page");
        let to = deep_link::reduce(page, macys).map(String::from);
        assert_eq!(to.as_deref(), case["to"].as_str(), "{page}");
    }
}

#[test]
fn money_is_exact_and_rounded_down_once() {
    let money = table("money");
    let number = |case: &Value, key: &str| {
        case[key]
            .as_i64()
            .unwrap_or_else(|| panic!("{key} in {case}"))
    };
    let small = |case: &Value, key: &str| u32::try_from(number(case, key)).expect("a small number");
    for case in rows(&money["rewards"], 7) {
        let earned = reward(number(case, "sale"), BasisPoints(small(case, "bps")));
        assert_eq!(earned, number(case, "reward"), "{case}");
    }
    for case in rows(&money["points"], 5) {
        let per = PerUnit {
            from: 0,
            num: small(case, "num"),
            den: small(case, "den"),
            tier: None,
        };
        assert_eq!(
            points(number(case, "minor"), 2, &per),
            number(case, "points"),
            "{case}"
        );
    }
    for case in rows(&money["decimals"], 6) {
        let exp = u8::try_from(number(case, "exp")).expect("an exponent");
        assert_eq!(
            Some(decimal(number(case, "minor"), exp).as_str()),
            case["text"].as_str()
        );
    }
    for case in rows(&money["currencies"], 5) {
        let code = case["code"].as_str().expect("a code");
        assert_eq!(i64::from(decimals(code)), number(case, "exp"), "{case}");
    }
    for case in rows(&money["percents"], 4) {
        let rate = BasisPoints(small(case, "bps"));
        assert_eq!(Some(rate.as_percent().as_str()), case["text"].as_str());
        assert_eq!(Some(rate.as_fraction().as_str()), case["fraction"].as_str());
    }
}

#[test]
fn a_purchase_earns_the_base_and_the_boost_up_to_its_cap() {
    let number = |value: &Value| u32::try_from(value.as_u64()?).ok();
    for case in rows(&table("calculator"), 9) {
        let rate = match number(&case["fixed"]) {
            Some(v) => Rate::Fixed {
                v,
                c: "USD".to_owned(),
                u: false,
                l: None,
            },
            None => Rate::Percent {
                v: BasisPoints(number(&case["bps"]).expect("a percentage")),
                u: false,
                l: None,
            },
        };
        let was = number(&case["was"]).map(BasisPoints);
        let boost = was.map(|_| Boost {
            v: BasisPoints(number(&case["bps"]).expect("a percentage")),
            s: 0,
            e: 1,
            cap: number(&case["cap"]),
        });
        let headline = Headline {
            rate,
            lowest: None,
            was,
            boost,
        };
        let spend = case["spend"].as_i64().expect("a purchase");
        let (earned, capped) = headline.earns(spend);
        assert_eq!(Some(earned), case["earned"].as_i64(), "{}", case["about"]);
        assert_eq!(Some(capped), case["capped"].as_bool(), "{}", case["about"]);
    }
}
