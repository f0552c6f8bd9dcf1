//! What crosses a border or is kept has exactly these forms, both ways.

use crate::governor::Prompts;
use crate::head::Head;
use crate::host::Host;
use crate::json::{self, Read, Write};
use crate::memory::Memory;
use crate::money::Unit;
use crate::mutes::Where;
use crate::protocol::Event;
use crate::rate::{Boost, Headline, Rate};
use crate::retailer::Retailer;
use crate::root::Root;
use crate::settings::{Mode, Settings};
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
    r#"{"type":"pageSeen","tab":-1,"url":"u","referrer":"","cookies":["cje"],"came":5}"#,
    r#"{"type":"hopSeen","tab":1,"url":"u","at":9}"#,
    r#"{"type":"navigationStarted","tab":1,"url":"u"}"#,
    r#"{"type":"navigationCommitted","tab":1,"url":"u","transition":"typed","qualifiers":["server_redirect"]}"#,
    r#"{"type":"tabOpened","tab":2,"from":1}"#,
    r#"{"type":"activateClicked","tab":1,"store":"0:7","page":null,"via":"card"}"#,
    r#"{"type":"went","click":"c"}"#,
    r#"{"type":"pageGone","tab":1}"#,
    r#"{"type":"dismissed","store":"0:7"}"#,
    r#"{"type":"muted","site":"*","lasting":"day"}"#,
    r#"{"type":"unmuted","site":"macys.com"}"#,
    r#"{"type":"cardPlaced","corner":"topStart","folded":true}"#,
    r#"{"type":"learningUndone","site":"*"}"#,
    r#"{"type":"resultsSeen","links":["u"]}"#,
    r#"{"type":"settingsChanged","settings":{"mode":"toolbar","unit":"mr","values":[["mr","1.5"]],"labels":true,"corner":"topEnd","limits":{"prompts":null,"quiet":{"from":1320,"to":420}},"statuses":[["bilt","gold"]]}}"#,
    r#"{"type":"settingsChanged","settings":{"mode":null,"unit":"mr","values":[["mr","2"]],"labels":false,"corner":"bottomEnd","limits":{"prompts":12,"quiet":null}}}"#,
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
    r#"{"type":"signInClosed","url":"u"}"#,
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
    for more in [
        r#""colour":"red""#,
        r#""corner":"middle""#,
        r#""limits":{"quiet":null}"#,
        r#""limits":{"prompts":0,"quiet":null}"#,
        r#""limits":{"prompts":51,"quiet":null}"#,
        r#""limits":{"prompts":12,"quiet":{"from":60,"to":60}}"#,
        r#""limits":{"prompts":12,"quiet":{"from":0,"to":1440}}"#,
        r#""limits":{"prompts":12,"quiet":{"from":-1,"to":60}}"#,
        r#""limits":{"prompts":12,"quiet":null,"more":1}"#,
    ] {
        refused::<Settings>(&format!(
            r#"{{"mode":null,"unit":"usd","values":[],{more}}}"#
        ));
    }
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
            r#"{{"click":"c","store":"0:7","name":"N","tab":1,"via":"popup","shown":{{"rate":{{"k":"p","v":300}}}},"at":4,"list":{{"seq":1,"ver":2}},"page":null,"state":{state},"asked":5}}"#
        )
    };
    let trips: Vec<String> = states.iter().map(trip).collect();
    let tab = |id: u32, state: &str, before: &str| {
        format!(
            r#"[{id},{{"stores":["0:7","1:9"],"state":{state},"no_card":"shownToday","on_the_way":[{{"network":"cj","rule":"r","at":1}}],"before":{before},"seen":8}}]"#
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
        r#"[1,{{"session":{{"name":"s","number":2,"last":3}},"settings":{{"mode":"card","unit":"usd","values":[],"labels":false,"corner":"bottomEnd","limits":{{"prompts":12,"quiet":null}}}},"portals":[{{"id":0,"fingerprint":"f","root":{{"v":1,"portal":"p","root":1,"epoch":1,"expires":9,"name":"P","bases":["b"],"api":"a","go":["g"],"roles":{{"root":{{"need":1,"keys":["k"]}},"list":{{"need":1,"keys":["k"]}}}}}},"floor":{{"epoch":1,"seq":2,"head_sha256":"h","ver":3,"raw_sha256":"r","issued":4}},"units":[],"expires":5,"next_sync":6,"refreshed":5,"failures":7,"trouble":"net.failed","account":{{"me":{{"member":"m","balances":{{"pending":1,"confirmed":2,"in_payout":3,"paid":-4,"cur":"USD"}},"election":{{"unit":"mr"}},"next_payout":{{"date":"2026-12-01","min":1000,"missing":0,"held":2}}}},"seen":8,"earned":"e"}}}}],"candidate":{{"link":{{"base":"b","fingerprint":null}},"found":null,"trouble":"t"}},"signing_in":{{"portal":0,"verifier":"v","state":"s","redirect":"r"}},"tabs":[{}],"trips":[{}],"records":[["macys.com",{{"networks":["cj"],"rule":"r","started":1,"last":2,"session":3}}]],"journeys":[["ebay.com",{{"began":"search","prompts":1}}]],"dismissed":["a.com"],"muted":[["*",9],["b.com",null]],"watched":"w","log":[{{"at":1,"code":"c"}}],"prompts":{{"day":1,"today":2,"closed":3,"stores":[{{"site":"d.com","day":1,"worth":4,"refused":2,"rests":5}}],"months":[{{"month":24322,"shown":6,"useful":7}}]}},"folded":true,"keepsakes":[{{"site":"a.com","star":false,"told":true,"least":"8"}}],"cards":[{{"name":"n","times":"1.5","category":"c"}}],"claims":[["c","filed"]],"numbered":4,"leaving":["l"],"releasing":true}}]"#,
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

/// Written by the first version: what came later has its default, and a muted site is muted for good.
#[test]
fn a_memory_of_the_version_before_can_still_be_read() {
    let text = r#"[1,{"session":{"name":"s","number":2,"last":3},"settings":{"mode":"card","unit":"mr","values":[["mr",150]]},"portals":[],"candidate":null,"signing_in":null,"tabs":[[4,{"stores":["0:7"],"state":"active","may_prompt":false,"on_the_way":[],"before":"nothing"}]],"trips":[],"records":[],"journeys":[],"dismissed":["a.com"],"muted":["b.com","c.com"],"watched":"w","log":[]}]"#;
    let memory = Memory::decode(text.as_bytes()).expect("it can be read");
    let settings = Settings {
        mode: Some(Mode::Card),
        unit: "mr".to_owned(),
        values: memory.settings.values.clone(),
        ..Settings::default()
    };
    assert_eq!(memory.settings, settings);
    assert_eq!(memory.prompts, Prompts::default());
    assert!(!memory.folded);
    let site = |host: &str| Where::At(Host::parse(host).expect("a host"));
    let muted: Vec<_> = memory.muted.held(i64::MAX).collect();
    assert_eq!(muted, [(&site("b.com"), None), (&site("c.com"), None)]);
    let again = Memory::decode(&memory.encode()).expect("its own form");
    assert_eq!(again, memory);
}
