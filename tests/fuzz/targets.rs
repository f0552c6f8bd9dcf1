//! One function for each kind of foreign bytes that the core reads; addresses are in `addresses`, what the portal reads in `portal`.

use crate::{addresses, portal};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use pointback_core::activation::{ListStamp, Trip, TripState};
use pointback_core::delta;
use pointback_core::earnings::{Earnings, Said};
use pointback_core::envelope::{HEAD_TYPE, MAX_ENVELOPE, ROOT_TYPE, Role, open, seal};
use pointback_core::head::{Floor, Head};
use pointback_core::host_table::{HEADER, HostTable, Key, REACH, build};
use pointback_core::json::read;
use pointback_core::json::{Json, parse};
use pointback_core::kept::Kept;
use pointback_core::lists::Lists;
use pointback_core::local_time::LocalTime;
use pointback_core::memory::Memory;
use pointback_core::policy::Policies;
use pointback_core::protocol::Event;
use pointback_core::protocol::{TabId, Via};
use pointback_core::rate::Headline;
use pointback_core::rate_list::RateList;
use pointback_core::receipt::Receipts;
use pointback_core::requests::Requests;
use pointback_core::retailer::{Retailer, RetailerId};
use pointback_core::root::{Roles, Root};
use pointback_core::store_id::{PortalId, StoreId};
use std::sync::LazyLock;
use url::Url;

/// Takes any bytes and panics when something is wrong.
pub type Target = fn(&[u8]);

/// By the name that `POINTBACK_FUZZ` says.
pub const ALL: [(&str, Target); 27] = [
    ("answer", a_portals_answer),
    ("claim", portal::a_claim),
    ("copy", a_copy),
    ("delta", an_applied_delta),
    ("earnings", what_a_portal_says),
    ("envelope", an_envelope),
    ("head", a_signed_head),
    ("host", addresses::a_host),
    ("import", portal::an_import),
    ("json", json_text),
    ("line", a_line),
    ("link", addresses::a_portals_link),
    ("match", addresses::a_match),
    ("memory", a_memory),
    ("page", addresses::a_page),
    ("policies", policies),
    ("rail", portal::a_rails_report),
    ("receipts", receipts),
    ("report", portal::a_networks_report),
    ("requests", requests),
    ("result", addresses::a_search_result),
    ("root", a_signed_root),
    ("sdk", portal::others_policies),
    ("signin", portal::a_sign_in),
    ("snapshot", a_snapshot),
    ("table", a_table_of_hosts),
    ("token", portal::a_click_token),
];

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_bytes(&[7; 32]));

/// A root whose one key has signed whatever comes.
static ROOT: LazyLock<Root> = LazyLock::new(|| {
    let role = Role {
        need: 1,
        keys: vec![BASE64.encode(KEY.verifying_key().as_bytes())],
    };
    Root {
        v: 1,
        portal: "p".to_owned(),
        root: 1,
        epoch: 1,
        expires: i64::MAX,
        name: "P".to_owned(),
        bases: vec!["https://p.example/".to_owned()],
        api: "https://p.example/".to_owned(),
        go: vec!["p.example".to_owned()],
        roles: Roles {
            root: role.clone(),
            list: role,
        },
        page: None,
    }
});

fn signed(kind: &str, payload: &[u8]) -> Vec<u8> {
    seal(&[&KEY], kind, payload).into_bytes()
}

fn an_envelope(bytes: &[u8]) {
    let _opened = open(bytes, HEAD_TYPE, &ROOT.roles.list);
    let sealed = signed(HEAD_TYPE, bytes);
    if sealed.len() <= MAX_ENVELOPE {
        assert_eq!(
            open(&sealed, HEAD_TYPE, &ROOT.roles.list).as_deref(),
            Ok(bytes)
        );
    }
}

fn a_signed_head(bytes: &[u8]) {
    let Ok(verified) = Head::verify(&signed(HEAD_TYPE, bytes), &ROOT) else {
        return;
    };
    for floor in [Floor::default(), verified.floor().unwrap_or_default()] {
        let _checked = verified.check_newer(&floor, &ROOT, 0);
    }
    if let Ok(part) = verified.head.retailers() {
        assert!(part.path.starts_with("o/"));
        let _way = part.way_from(1);
    }
}

fn a_signed_root(bytes: &[u8]) {
    if let Ok(next) = ROOT.successor(&signed(ROOT_TYPE, bytes)) {
        assert_eq!((next.root, next.portal.as_str()), (2, "p"));
        for name in ["macys.com", "../x", "@evil.example"] {
            if let Some(url) = next.store_page(name) {
                assert!(next.allows_click_out(&url));
            }
        }
    }
}

fn a_snapshot(bytes: &[u8]) {
    let Ok(list) = RateList::decode(bytes) else {
        return;
    };
    for retailer in list.retailers() {
        for host in &retailer.hosts {
            let url = format!("https://www.{}/a?b#c", host.as_str());
            if let Ok(url) = Url::parse(&url) {
                let _found = list.find(&url);
            }
        }
    }
}

/// What a portal answers to a click: the tab leaves for no host but the root's, and for no less than was shown.
fn a_portals_answer(bytes: &[u8]) {
    static STORE: LazyLock<Headline> = LazyLock::new(|| {
        let line = br#"{"id":1,"n":"M","d":["macys.com"],"r":[{"k":"p","v":500}]}"#;
        let store = Retailer::from_line(line).expect("a store");
        store.headline_at(0).expect("a rate")
    });
    let mut trip = Trip {
        click: "c".to_owned(),
        store: StoreId {
            portal: PortalId::PACKAGED,
            retailer: RetailerId(1),
        },
        name: "M".to_owned(),
        tab: TabId(1),
        via: Via::Card,
        shown: STORE.clone(),
        at: 0,
        asked: 0,
        list: ListStamp { seq: 1, ver: 1 },
        page: None,
        state: TripState::Asking,
    };
    if trip.take_answer(bytes, &ROOT, 0).is_ok()
        && let TripState::Leaving { promise, .. } = &trip.state
    {
        let url = Url::parse(&promise.go).expect("an address");
        assert!(ROOT.allows_click_out(&url) && !promise.locked.is_less_than(&STORE));
    }
}

/// A table, its length made good by repeating the bytes, so that more than its head is looked at and its parents are set;
/// asked for hosts of its own bytes.
fn a_table_of_hosts(bytes: &[u8]) {
    let _opened = HostTable::open(bytes);
    let mut table = build(&[]).unwrap_or_default();
    for (slot, byte) in table.iter_mut().skip(HEADER).zip(bytes.iter().cycle()) {
        *slot = *byte;
    }
    let table = HostTable::open(table).expect("an empty table's head");
    for host in bytes.chunks(32) {
        assert!(table.positions(Key::of_host("macys.com")).count() <= REACH);
        let _found = table.find(host);
    }
}

/// The older list, a zero byte, the delta.
fn an_applied_delta(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |b| *b == 0);
    let (Some(base), Some(change)) = (parts.next(), parts.next()) else {
        return;
    };
    if let Ok(list) = delta::apply(base, change) {
        assert_eq!(delta::apply(&list, b"").as_ref(), Ok(&list), "its own form");
    }
}

/// Against the library whose place our own reader and writer took.
fn json_text(bytes: &[u8]) {
    match serde_json::from_slice::<Json<'_>>(bytes) {
        Ok(tree) => {
            assert_eq!(serde_json::to_string(&tree).ok(), Some(tree.to_text()));
            assert_eq!(parse(bytes), Some(tree));
        }
        // A number too large for floats is well-formed to whoever has none.
        Err(cause) if cause.to_string().starts_with("number out of range") => {}
        Err(_) => assert_eq!(parse(bytes), None),
    }
}

fn a_line(bytes: &[u8]) {
    if let Ok(retailer) = Retailer::from_line(bytes) {
        let line = retailer.to_line().expect("what was read can be written");
        assert_eq!(Retailer::from_line(line.as_bytes()), Ok(retailer));
    }
}

fn a_memory(bytes: &[u8]) {
    if let Ok(memory) = Memory::decode(bytes) {
        assert_eq!(Memory::decode(&memory.encode()), Ok(memory));
    }
}

/// A member's memory, as in the vectors.
static MEMORY: LazyLock<Memory> = LazyLock::new(|| {
    let vectors = parse(include_bytes!("../vectors/ledger.json")).expect("vectors");
    let memory = vectors.field("memory").expect("a memory").to_text();
    Memory::decode(format!("[1,{memory}]").as_bytes()).expect("a memory")
});

fn kept(lists: &Lists) -> Kept<'_> {
    Kept {
        memory: &MEMORY,
        lists,
    }
}

fn what_a_portal_says(bytes: &[u8]) {
    if let Some(earnings) = read::<Earnings>(bytes) {
        let mut said = Said::default();
        said.insert(PortalId::PACKAGED, earnings);
        let local = LocalTime {
            now: 1_795_521_600_000,
            zone: -480,
        };
        let _drawn = kept(&Lists::default()).view(&said, local);
    }
}

fn requests(bytes: &[u8]) {
    let _drawn = Requests::read(bytes);
}

fn a_copy(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let lists = Lists::default();
    for event in kept(&lists).choices(text).into_iter().flatten() {
        assert!(read::<Event>(event.as_bytes()).is_some(), "{event}");
    }
}

fn policies(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(rules) = Policies::parse(text) {
        let url =
            Url::parse("https://www.macys.com/a?awc=1_2_3&x=y#z?afsrc=1").expect("an address");
        let _evidence = (rules.param_evidence(&url), rules.hop_evidence(&url));
    }
}

fn receipts(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(log) = Receipts::import(text) {
        assert_eq!(
            Receipts::import(&log.export()).map(|l| l.export()),
            Ok(log.export())
        );
    }
}
