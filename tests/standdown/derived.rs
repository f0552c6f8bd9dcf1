//! Scenarios derived from the rules themselves, so that a new rule brings its own tests.

use super::samples::{pairs, sample};
use super::{Arrival, json, texts};
use serde_json::Value;

const SHOP: &str = "shop.example";
const OURS: &str = "0b8f5c1e-ours";

/// One arrival, and the rule that must see it or must not.
pub(super) struct Scenario {
    pub(super) kind: &'static str,
    pub(super) rule: String,
    pub(super) arrival: Arrival,
    pub(super) must_fire: bool,
}

#[derive(Default)]
struct Scenarios(Vec<Scenario>);

impl Scenarios {
    fn add(&mut self, kind: &'static str, rule: &str, must_fire: bool, arrival: Arrival) {
        let rule = rule.to_owned();
        self.0.push(Scenario {
            kind,
            rule,
            arrival,
            must_fire,
        });
    }
}

fn of_param(out: &mut Scenarios, network: &Value, rules: &Value, param: &str) {
    let id = network["id"].as_str().unwrap();
    let rule = format!("{id}.param.{}", param.trim_start_matches('~'));
    let store = texts(&network["on"])
        .first()
        .cloned()
        .unwrap_or_else(|| SHOP.to_owned());
    let page = format!("https://www.{store}/a");
    let theirs = pairs(param, "theirs");
    out.add(
        "param",
        &rule,
        true,
        Arrival::at(&format!("{page}?x=1&{theirs}")),
    );
    out.add(
        "param in the fragment",
        &rule,
        true,
        Arrival::at(&format!("{page}#top?{theirs}")),
    );
    let hop = format!("{page}?{theirs}");
    out.add(
        "param on a hop",
        &rule,
        true,
        Arrival::at(&page).with_hop(&hop),
    );
    if param.starts_with('~') {
        let upper = theirs.to_ascii_uppercase();
        out.add(
            "upper case",
            &rule,
            true,
            Arrival::at(&format!("{page}?{upper}")),
        );
    }
    let longer = format!("x{}", theirs.replace('&', "&x"));
    out.add(
        "longer name",
        &rule,
        false,
        Arrival::at(&format!("{page}?{longer}")),
    );
    out.add(
        "name in the path",
        &rule,
        false,
        Arrival::at(&format!("{page}/{theirs}")),
    );
    if param.contains('=') {
        let other = format!("{page}?{}=0!", theirs.split('=').next().unwrap());
        out.add("other value", &rule, false, Arrival::at(&other));
    }
    if param.contains('&') {
        let one = format!("{page}?{}", theirs.split('&').next().unwrap());
        out.add("one of two", &rule, false, Arrival::at(&one));
    }
    for excepted in texts(&rules["except"]) {
        let own = format!("{page}?{}", pairs(param, &excepted));
        out.add("exception", &rule, false, Arrival::at(&own));
    }
    if !network["on"].is_null() {
        let elsewhere = format!("https://{SHOP}/?{theirs}");
        out.add("another store", &rule, false, Arrival::at(&elsewhere));
        let lookalike = format!("https://{store}.evil.example/?{theirs}");
        out.add("look-alike store", &rule, false, Arrival::at(&lookalike));
    }
    if !param.contains('=') {
        let ours = Arrival::at(&format!("{page}?{}", pairs(param, OURS)));
        out.add(
            "own click",
            &rule,
            false,
            ours.clone().after_click(id, OURS),
        );
        out.add("own value, no click", &rule, true, ours.clone());
        out.add(
            "own click, other network",
            &rule,
            true,
            ours.clone().after_click("nobody", OURS),
        );
        let late = Arrival {
            since_click: 30 * 60_000,
            ..ours
        };
        out.add(
            "own click, too old",
            &rule,
            true,
            late.after_click(id, OURS),
        );
        let theirs = Arrival::at(&format!("{page}?{theirs}"));
        out.add(
            "own click, other value",
            &rule,
            true,
            theirs.after_click(id, OURS),
        );
    }
}

fn of_host(out: &mut Scenarios, network: &str, place: &str) {
    let rule = format!("{network}.hop.{place}");
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let (host, path) = (sample(host), sample(path));
    let shop = Arrival::at(&format!("https://{SHOP}/"));
    let at = |host: &str, rest: &str| {
        shop.clone()
            .with_hop(&format!("https://{host}/{path}{rest}"))
    };
    out.add("hop", &rule, true, at(&host, "?x=theirs"));
    out.add("hop below", &rule, true, at(&format!("deeper.{host}"), ""));
    out.add(
        "hop through http",
        &rule,
        true,
        shop.clone().with_hop(&format!("http://{host}:8080/{path}")),
    );
    out.add(
        "look-alike hop",
        &rule,
        false,
        at(&format!("{host}.evil.example"), ""),
    );
    if !place.starts_with('*') {
        out.add("longer hop", &rule, false, at(&format!("not{host}"), ""));
    }
    if !path.is_empty() {
        let elsewhere = shop.clone().with_hop(&format!("https://{host}/about"));
        out.add("other path", &rule, false, elsewhere);
    }
    let skipped = format!("https://{SHOP}/?u=https%3A%2F%2F{host}%2F{path}");
    out.add("never asked", &rule, false, Arrival::at(&skipped));
    let ours = at(&host, &format!("?x={OURS}"));
    out.add(
        "own click hop",
        &rule,
        false,
        ours.clone().after_click(network, OURS),
    );
    out.add(
        "own click hop, other network",
        &rule,
        true,
        ours.after_click("nobody", OURS),
    );
    let theirs = at(&host, "?x=theirs");
    out.add(
        "own click hop, other value",
        &rule,
        true,
        theirs.after_click(network, OURS),
    );
}

fn of_cookie(out: &mut Scenarios, network: &str, name: &str) {
    let rule = format!("{network}.cookie.{name}");
    let shop = Arrival::at(&format!("https://{SHOP}/"));
    out.add(
        "cookie",
        &rule,
        true,
        shop.clone().with_cookie("cart").with_cookie(&sample(name)),
    );
    let own = shop
        .clone()
        .with_cookie(&sample(name))
        .after_click(network, OURS);
    out.add("cookie after an own click", &rule, true, own);
    let stem: String = name.chars().filter(|c| *c != '*').collect();
    out.add(
        "shorter cookie",
        &rule,
        false,
        shop.clone().with_cookie(&stem[1..]),
    );
    if !name.starts_with('*') {
        out.add(
            "longer cookie",
            &rule,
            false,
            shop.with_cookie(&format!("x{}", sample(name))),
        );
    }
}

pub(super) fn scenarios() -> Vec<Scenario> {
    let rules = json("src/core/policies.json");
    let mut out = Scenarios::default();
    for network in rules["networks"].as_array().unwrap() {
        let id = network["id"].as_str().unwrap();
        for rules in network["rules"].as_array().unwrap() {
            for param in texts(&rules["params"]) {
                of_param(&mut out, network, rules, &param);
            }
            for place in texts(&rules["hosts"]) {
                of_host(&mut out, id, &place);
            }
            for name in texts(&rules["cookies"]) {
                of_cookie(&mut out, id, &name);
            }
        }
        for store in texts(&network["on"]) {
            let home = Arrival::at(&format!("https://www.{store}/a?page=2"));
            out.add("direct visit to a store", "", false, home);
        }
    }
    for visit in ["", "?utm_source=google&gclid=x", "#reviews"] {
        let visit = Arrival::at(&format!("https://{SHOP}/a{visit}"));
        out.add("direct visit", "", false, visit);
    }
    out.0
}
