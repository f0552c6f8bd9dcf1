//! One function for each kind of foreign bytes.

use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use pointback_core::envelope::{HEAD_TYPE, MAX_ENVELOPE, ROOT_TYPE, Role, open, seal};
use pointback_core::head::{Floor, Head};
use pointback_core::host::Host;
use pointback_core::host_table::{HEADER, HostTable, Key, REACH, build};
use pointback_core::json::{Json, parse};
use pointback_core::memory::Memory;
use pointback_core::policy::Policies;
use pointback_core::rate_list::RateList;
use pointback_core::receipt::Receipts;
use pointback_core::retailer::Retailer;
use pointback_core::root::{Roles, Root};
use pointback_core::subscription::PortalLink;
use pointback_core::{deep_link, delta};
use std::sync::LazyLock;
use url::Url;

/// Takes any bytes and panics when something is wrong.
pub type Target = fn(&[u8]);

/// By the name that `POINTBACK_FUZZ` says.
pub const ALL: [(&str, Target); 14] = [
    ("delta", an_applied_delta),
    ("envelope", an_envelope),
    ("head", a_signed_head),
    ("host", a_host),
    ("json", json_text),
    ("line", a_line),
    ("link", a_portals_link),
    ("memory", a_memory),
    ("page", a_page),
    ("policies", policies),
    ("receipts", receipts),
    ("root", a_signed_root),
    ("snapshot", a_snapshot),
    ("table", a_table_of_hosts),
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

/// A table, the length of its slots made good so that more than its head is looked at; asked for hosts of its own bytes.
fn a_table_of_hosts(bytes: &[u8]) {
    let _opened = HostTable::open(bytes);
    let mut table = build(&[]).unwrap_or_default();
    let most = bytes.len().min(table.len() - HEADER);
    table[HEADER..HEADER + most].copy_from_slice(&bytes[..most]);
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

fn a_host(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(host) = Host::parse(text) {
        assert_eq!(Host::parse(host.as_str()).as_ref(), Ok(&host));
        assert!(host.is_under(&host));
        // The parser of addresses agrees with ours, or takes the text for none.
        if let Ok(url) = Url::parse(&format!("https://{}/", host.as_str())) {
            assert_eq!(Host::of_url(&url), Some(host));
        }
    }
}

/// The address of a page, as a hostile site may choose it.
fn a_page(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    static RULES: LazyLock<Policies> =
        LazyLock::new(|| Policies::packaged().expect("packaged rules"));
    static STORE: LazyLock<Retailer> = LazyLock::new(|| {
        let line = br#"{"id":1,"n":"M","d":["macys.com"],"dl":1,"q":["ID"]}"#;
        Retailer::from_line(line).expect("a store")
    });
    if let Ok(url) = Url::parse(text) {
        let _evidence = (RULES.param_evidence(&url), RULES.hop_evidence(&url));
    }
    if let Some(link) = deep_link::reduce(text, &STORE) {
        assert!(link.fragment().is_none() && link.username().is_empty());
        assert!(link.query_pairs().all(|(key, _)| key == "ID"));
    }
}

fn a_portals_link(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(link) = PortalLink::parse(text) {
        assert!(link.base.ends_with('/') && link.base.starts_with("http"));
        assert_eq!(PortalLink::parse(&link.base).map(|l| l.base), Ok(link.base));
    }
}

fn a_memory(bytes: &[u8]) {
    if let Ok(memory) = Memory::decode(bytes) {
        assert_eq!(Memory::decode(&memory.encode()), Ok(memory));
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
