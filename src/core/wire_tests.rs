//! What crosses a border or is kept has exactly these forms, both ways.

use crate::json::{self, Read, Write};
use crate::memory::Memory;
use crate::money::Unit;
use crate::protocol::Event;
use crate::rate::{Boost, Headline, Rate};
use crate::retailer::Retailer;
use crate::root::Root;
use crate::{head::Head, settings::Settings};
use proptest::prelude::*;

#[track_caller]
fn round_trip<T: Read + Write>(text: &str) {
    let value: T = json::read(text.as_bytes()).unwrap_or_else(|| panic!("not read: {text}"));
    assert_eq!(value.write().to_text(), text);
}

#[track_caller]
fn refused<T: Read>(text: &str) {
    assert!(json::read::<T>(text.as_bytes()).is_none(), "read: {text}");
}

#[test]
fn rates_and_boosts() {
    round_trip::<Rate>(r#"{"k":"p","v":1000}"#);
    round_trip::<Rate>(r#"{"k":"p","v":800,"u":1,"l":"Shoes"}"#);
    round_trip::<Rate>(r#"{"k":"f","v":2500,"c":"USD","u":1,"l":"New customers"}"#);
    round_trip::<Boost>(r#"{"v":1500,"s":-5,"e":1790000000,"cap":5000}"#);
    round_trip::<Headline>(
        r#"{"rate":{"k":"p","v":1500},"lowest":{"k":"p","v":200},"was":1000,"boost":{"v":1500,"s":0,"e":9}}"#,
    );
    refused::<Rate>(r#"{"k":"x","v":1}"#);
    refused::<Rate>(r#"{"k":"p"}"#);
    refused::<Rate>(r#"{"k":"p","v":-1}"#);
    refused::<Rate>(r#"{"k":"p","v":1.5}"#);
    refused::<Rate>(r#"{"k":"f","v":1}"#);
    refused::<Rate>(r#"{"k":"p","v":1,"v":2}"#);
}

proptest! {
    #[test]
    fn any_rate(v in any::<u32>(), c in "[A-Z]{3}", u in any::<bool>(), l in any::<Option<String>>()) {
        let v_percent = crate::money::BasisPoints(v);
        for rate in [
            Rate::Percent { v: v_percent, u, l: l.clone() },
            Rate::Fixed { v, c: c.clone(), u, l: l.clone() },
        ] {
            let text = rate.write().to_text();
            prop_assert_eq!(serde_json::to_string(&rate).unwrap(), text.clone());
            prop_assert_eq!(serde_json::from_str::<Rate>(&text).unwrap(), rate);
        }
    }
}

#[test]
fn units() {
    round_trip::<Unit>(r#"{"kind":"cash","id":"usd","cur":"USD","exp":2}"#);
    round_trip::<Unit>(
        r#"{"kind":"points","id":"mr","name":"Points","per":[{"from":0,"num":100,"den":1},{"from":-1,"num":3,"den":2,"tier":"gold"}]}"#,
    );
    refused::<Unit>(r#"{"kind":"miles","id":"x"}"#);
}

#[test]
fn lists() {
    round_trip::<Retailer>(
        r#"{"id":7,"n":"Macy's","d":["macys.com"],"x":["a.macys.com"],"p":["/us/"],"r":[{"k":"p","v":300}],"b":[{"v":500,"s":1,"e":2}],"dl":1,"q":["ID"],"ttl":3600,"g":[1,2],"t":"Not on gift cards.","s":"macys","c":"Shoes","f":1}"#,
    );
    round_trip::<Retailer>(r#"{"id":7,"n":"Macy's","d":["macys.com"]}"#);
    refused::<Retailer>(r#"{"id":7,"n":"Macy's","d":["macys"]}"#);
    round_trip::<Head>(
        r#"{"v":1,"portal":"p","epoch":18446744073709551615,"seq":2,"root":1,"issued":3,"expires":4,"poll":5,"min_client":1,"units":[],"parts":{"retailers":{"ver":1,"n":2,"path":"o/x","len":3,"sha256":"a","raw":4,"raw_sha256":"b","deltas":[{"from":1,"path":"o/d","len":2,"sha256":"c","raw":3}]},"later":{"ver":1,"n":2,"path":"o/y","len":3,"sha256":"a","raw":4,"raw_sha256":"b","deltas":[]}}}"#,
    );
    round_trip::<Root>(
        r#"{"v":1,"portal":"p","root":1,"epoch":1,"expires":9,"name":"P","bases":["https://p.example/"],"api":"https://p.example/","go":["p.example"],"roles":{"root":{"need":1,"keys":["a"]},"list":{"need":2,"keys":["b","c"]}}}"#,
    );
}

const EVENTS: &[&str] = &[
    r#"{"type":"started","session":"s","granted":{"sites":true,"navigation":false,"cookies":true},"redirect":"r"}"#,
    r#"{"type":"installed","first":true}"#,
    r#"{"type":"permissionsChanged","granted":{"sites":false,"navigation":true,"cookies":false}}"#,
    r#"{"type":"pageSeen","tab":-1,"url":"u","referrer":"","cookies":["cje"]}"#,
    r#"{"type":"hopSeen","tab":1,"url":"u"}"#,
    r#"{"type":"navigationStarted","tab":1,"url":"u"}"#,
    r#"{"type":"navigationCommitted","tab":1,"url":"u","transition":"typed","qualifiers":["server_redirect"]}"#,
    r#"{"type":"tabOpened","tab":2,"from":1}"#,
    r#"{"type":"activateClicked","tab":1,"store":"0:7","page":null,"via":"card"}"#,
    r#"{"type":"went","click":"c"}"#,
    r#"{"type":"dismissed","store":"0:7","always":false}"#,
    r#"{"type":"unmuted","site":"macys.com"}"#,
    r#"{"type":"settingsChanged","settings":{"mode":"toolbar","unit":"mr","values":[["mr","1.5"]],"statuses":[["bilt","gold"]]}}"#,
    r#"{"type":"settingsChanged","settings":{"mode":null,"unit":"mr","values":[["mr","2"]]}}"#,
    r#"{"type":"keepsakeChanged","keepsake":{"site":"macys.com","star":true,"told":false,"least":"8.5","note":"Amex Offer","until":1796000400000}}"#,
    r#"{"type":"cardsChanged","cards":[{"name":"Gold","times":"4","category":"Groceries"}]}"#,
    r#"{"type":"alarmRang"}"#,
    r#"{"type":"refreshClicked"}"#,
    r#"{"type":"surfaceOpened","tab":3,"url":null}"#,
    r#"{"type":"hopLed","tab":-1,"url":"u","to":"t"}"#,
    r#"{"type":"receiptsDeleted"}"#,
    r#"{"type":"storeChosen","store":"0:7"}"#,
    r#"{"type":"portalEntered","text":"portal:https://p.example/"}"#,
    r#"{"type":"portalConfirmed"}"#,
    r#"{"type":"portalDeclined"}"#,
    r#"{"type":"portalPreferred","portal":3}"#,
    r#"{"type":"portalRemoved","portal":3}"#,
    r#"{"type":"signInClicked","portal":3}"#,
    r#"{"type":"signInReturned","url":"u"}"#,
    r#"{"type":"signInClosed"}"#,
    r#"{"type":"signOutClicked","portal":3}"#,
];

#[test]
fn events() {
    for text in EVENTS {
        round_trip::<Event>(text);
        refused::<Event>(&text.replacen('{', r#"{"more":1,"#, 1));
    }
    refused::<Event>(r#"{"type":"somethingElse"}"#);
    refused::<Event>(r#"{"type":"unmuted"}"#);
    refused::<Event>("null");
    refused::<Settings>(r#"{"mode":null,"unit":"usd","values":[["mr","much"]]}"#);
    refused::<Settings>(r#"{"mode":null,"unit":"usd","values":[],"colour":"red"}"#);
}

#[test]
fn memory() {
    let promise = r#"{"locked":{"rate":{"k":"p","v":300}},"go":"g","network":"sim","click_ref":"r","trip":86400}"#;
    let states = [
        r#"{"state":"signInFirst"}"#.to_owned(),
        r#"{"state":"asking"}"#.to_owned(),
        r#"{"state":"lessThanShown","locked":{"rate":{"k":"p","v":100}}}"#.to_owned(),
        format!(r#"{{"state":"leaving","promise":{promise},"since":5,"went":true}}"#),
        format!(r#"{{"state":"active","promise":{promise},"until":6,"health":"secondTab"}}"#),
        r#"{"state":"ended","code":"portal.refused"}"#.to_owned(),
    ];
    let trip = |state: &String| {
        format!(
            r#"{{"click":"c","store":"0:7","name":"N","tab":1,"via":"popup","shown":{{"rate":{{"k":"p","v":300}}}},"at":4,"list":{{"seq":1,"ver":2}},"page":null,"state":{state}}}"#
        )
    };
    let trips: Vec<String> = states.iter().map(trip).collect();
    let tab = |id: u32, state: &str, before: &str| {
        format!(
            r#"[{id},{{"stores":["0:7","1:9"],"state":{state},"may_prompt":true,"on_the_way":[{{"network":"cj","rule":"r","at":1}}],"before":{before}}}]"#
        )
    };
    let tabs = [
        tab(1, r#""empty""#, r#""nothing""#),
        tab(
            2,
            r#"{"offer":[{"store":"0:7","headline":{"rate":{"k":"p","v":300}}}]}"#,
            r#"{"store":"0:7"}"#,
        ),
        tab(3, r#""active""#, r#""other""#),
        tab(4, r#"{"silent":"listAsleep"}"#, r#""nothing""#),
    ];
    let text = format!(
        r#"[1,{{"session":{{"name":"s","number":2,"last":3}},"settings":{{"mode":"card","unit":"usd","values":[]}},"portals":[{{"id":0,"fingerprint":"f","root":{{"v":1,"portal":"p","root":1,"epoch":1,"expires":9,"name":"P","bases":["b"],"api":"a","go":["g"],"roles":{{"root":{{"need":1,"keys":["k"]}},"list":{{"need":1,"keys":["k"]}}}}}},"floor":{{"epoch":1,"seq":2,"head_sha256":"h","ver":3,"raw_sha256":"r","issued":4}},"units":[],"expires":5,"next_sync":6,"refreshed":5,"failures":7,"trouble":"net.failed","account":{{"me":{{"member":"m","as_of":1,"balances":{{"pending":1,"confirmed":2,"in_payout":3,"paid":-4,"cur":"USD"}},"election":{{"unit":"mr"}},"next_payout":{{"date":"2026-12-01","min":1000,"missing":0}}}},"seen":8}}}}],"candidate":{{"link":{{"base":"b","fingerprint":null}},"found":null,"trouble":"t"}},"signing_in":{{"portal":0,"verifier":"v","state":"s","redirect":"r"}},"tabs":[{}],"trips":[{}],"records":[["macys.com",{{"networks":["cj"],"rule":"r","started":1,"last":2,"session":3}}]],"journeys":[["ebay.com",{{"began":"search","prompts":1}}]],"dismissed":["a.com"],"muted":["b.com","c.com"],"watched":"w","log":[{{"at":1,"code":"c"}}],"keepsakes":[{{"site":"a.com","star":false,"told":true,"least":"8"}}],"cards":[{{"name":"n","times":"1.5","category":"c"}}]}}]"#,
        tabs.join(","),
        trips.join(","),
    );
    let memory = Memory::decode(text.as_bytes()).expect("a whole memory");
    assert_eq!(String::from_utf8(memory.encode()).unwrap(), text);
    let before = text
        .split_once(",\"keepsakes\"")
        .map(|(old, _)| format!("{old}}}]"));
    let old = Memory::decode(before.unwrap_or_default().as_bytes()).expect("as saved before");
    assert!(old.keepsakes.is_empty() && old.cards.is_empty());
    assert!(Memory::decode(text.replacen("[1,", "[2,", 1).as_bytes()).is_err());
    let swapped = text.replacen(&tabs.join(","), &[&*tabs[1], &*tabs[0]].join(","), 1);
    assert!(
        Memory::decode(swapped.as_bytes()).is_err(),
        "look-ups rely on the order of the tabs"
    );
}
