//! Signed heads and roots at their borders: what is too new, too large, turned back, or leads elsewhere.

use super::publisher::{NOW, Portal};
use crate::Error;
use crate::head::{CLIENT, Delta, Floor, Head, MAX_OBJECT, MAX_RAW, MAX_RULES, Stored, Verified};
use crate::root::Root;
use crate::store_id::PortalId;
use crate::subscription::{self, Freshness};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

fn root() -> Root {
    static ROOT: LazyLock<Root> =
        LazyLock::new(|| Root::pinned(&Portal::new().root_file()).expect("its own root"));
    ROOT.clone()
}

/// The head as a portal would sign it after a change.
fn verify(change: impl Fn(&mut Value)) -> Result<Verified, Error> {
    let portal = Portal::new();
    let mut head = portal.head();
    change(&mut head);
    Head::verify(&portal.signed_head(head.to_string().as_bytes()), &root())
}

fn verified() -> Verified {
    static VERIFIED: LazyLock<Verified> = LazyLock::new(|| verify(|_| ()).expect("its own head"));
    VERIFIED.clone()
}

/// What is done to a head, and the error that names it.
type Case = (Error, fn(&mut Value));

#[test]
fn a_head_of_another_kind_is_refused_by_name() {
    let cases: [Case; 5] = [
        (Error::TooNew, |h| h["v"] = json!(0)),
        (Error::TooNew, |h| h["v"] = json!(2)),
        (Error::TooNew, |h| h["min_client"] = json!(CLIENT + 1)),
        (Error::WrongPortal, |h| h["portal"] = json!("other.example")),
        (Error::BadJson, |h| h["units"][0]["exp"] = json!(5)),
    ];
    for (error, change) in cases {
        assert_eq!(verify(change), Err(error));
    }
    for client in 0..=CLIENT {
        assert!(verify(|h| h["min_client"] = json!(client)).is_ok());
    }
}

#[test]
fn parts_have_a_most() {
    let with = |part: &str, key: &str, value: u64| {
        let verified = verify(|h| {
            h["parts"]["standdown"] = h["parts"]["retailers"].clone();
            h["parts"][part][key] = json!(value);
        });
        verified.expect("signed").head
    };
    for (key, most) in [("len", MAX_OBJECT), ("raw", MAX_RAW)] {
        assert!(with("retailers", key, most).retailers().is_ok(), "{key}");
        let more = with("retailers", key, most + 1);
        assert_eq!(more.retailers(), Err(Error::TooLarge), "{key}");
    }
    for (key, most) in [("len", MAX_OBJECT), ("raw", MAX_RULES)] {
        assert!(matches!(with("standdown", key, most).rules(), Ok(Some(_))));
        let more = with("standdown", key, most + 1);
        assert_eq!(more.rules(), Err(Error::TooLarge), "{key}");
    }
    assert_eq!(
        (MAX_OBJECT, MAX_RAW, MAX_RULES),
        (12 << 20, 64 << 20, 1 << 18)
    );
}

#[test]
fn a_delta_is_worth_its_way_below_six_tenths_of_the_snapshot() {
    let mut part = verified().head.retailers().expect("a part").clone();
    part.len = 1_000;
    let mut way = |from: u64, len: u64, raw: u64, path: &str| {
        let (path, sha256) = (path.to_owned(), String::new());
        part.deltas = vec![Delta {
            from,
            path,
            len,
            sha256,
            raw,
        }];
        part.way_from(7).is_some()
    };
    assert!(way(7, 599, MAX_RAW, "o/d"));
    assert!(!way(7, 600, MAX_RAW, "o/d"), "not well shorter");
    assert!(!way(7, 599, MAX_RAW + 1, "o/d"), "too large");
    assert!(
        !way(6, 599, 1, "o/d") && !way(8, 599, 1, "o/d"),
        "from elsewhere"
    );
    for path in ["d", "x/o/d", "o/../d", "o/%2e%2e/d"] {
        assert!(!way(7, 599, 1, path), "{path}");
    }
}

#[test]
fn stored_bytes_are_the_promised_ones_or_were_unpacked_on_the_way() {
    let gzip = [0x1f, 0x8b, 1, 2, 3];
    let hash = crate::hash::sha256_hex(&gzip);
    assert_eq!(Stored::check(&gzip, 5, &hash), Ok(Stored::Gzip));
    assert_eq!(Stored::check(&gzip, 9, &hash), Ok(Stored::Gzip));
    assert_eq!(Stored::check(&gzip, 4, &hash), Err(Error::TooLarge));
    assert_eq!(Stored::check(&gzip, 5, "0"), Err(Error::WrongHash));
    assert_eq!(Stored::check(b"{\"id\":1}", 1, "0"), Ok(Stored::Unpacked));
}

proptest! {
    /// Epoch and number of a head never fall; nor does the list's version, within an epoch.
    #[test]
    fn only_what_is_newer_is_taken(
        epoch in 0_u64..3, seq in 0_u64..3, ver in 0_u64..3, floor in (0_u64..3, 0_u64..3, 0_u64..3),
        is_same_head in any::<bool>(), is_same_list in any::<bool>(),
    ) {
        let mut verified = verified();
        let root = Root { epoch: 1, ..root() };
        let text = |is_same: bool, own: &str| if is_same { own.to_owned() } else { "other".to_owned() };
        let list = verified.head.retailers().expect("a part").raw_sha256.clone();
        let floor = Floor {
            epoch: floor.0,
            seq: floor.1,
            head_sha256: text(is_same_head, &verified.sha256),
            ver: floor.2,
            raw_sha256: text(is_same_list, &list),
            issued: 0,
        };
        (verified.head.epoch, verified.head.seq) = (epoch, seq);
        let mut part = verified.head.retailers().expect("a part").clone();
        part.ver = ver;
        verified.head.parts = [("retailers".to_owned(), part)].into_iter().collect();
        let wanted = if epoch != 1 {
            Err(Error::WrongRoot)
        } else if floor.epoch > 1 || floor.epoch == 1 && floor.seq > seq {
            Err(Error::Rollback)
        } else if floor.epoch == 1 && floor.seq == seq && !is_same_head {
            Err(Error::Equivocation)
        } else if floor.epoch == 1 && floor.ver > ver {
            Err(Error::Rollback)
        } else if floor.epoch == 1 && floor.ver == ver && !is_same_list {
            Err(Error::Equivocation)
        } else {
            Ok(())
        };
        prop_assert_eq!(verified.check_newer(&floor, &root, 0), wanted);
        let expired = verified.check_newer(&Floor::default(), &root, verified.head.expires);
        prop_assert_eq!(expired, Err(if epoch == 1 { Error::Expired } else { Error::WrongRoot }));
    }
}

#[test]
fn a_root_that_leads_nowhere_sound_is_refused() {
    let cases: [Case; 9] = [
        (Error::TooNew, |r| r["v"] = json!(2)),
        (Error::BadJson, |r| r["bases"] = json!([])),
        (Error::BadJson, |r| r["go"] = json!([])),
        (Error::BadJson, |r| {
            r["bases"][0] = json!("https://demo.example")
        }),
        (Error::BadJson, |r| {
            r["bases"][0] = json!("http://demo.example/")
        }),
        (Error::BadJson, |r| r["api"] = json!("nowhere/")),
        (Error::BadJson, |r| {
            r["page"] = json!("https://demo.example/")
        }),
        (Error::BadJson, |r| {
            r["page"] = json!("https://evil.example/*")
        }),
        (Error::BadKeys, |r| r["roles"]["list"]["need"] = json!(2)),
    ];
    for (error, change) in cases {
        let portal = Portal::new();
        let mut root = portal.root();
        change(&mut root);
        let file = portal.signed_root(root.to_string().as_bytes());
        assert_eq!(Root::pinned(&file), Err(error), "{root}");
    }
}

#[test]
fn a_successor_is_the_next_one_of_this_portal() {
    let next = |number: u32, epoch: u64, portal: &str| {
        let mut json = Portal::new().root();
        (json["root"], json["epoch"], json["portal"]) =
            (json!(number), json!(epoch), json!(portal));
        let file = Portal::new().signed_root(json.to_string().as_bytes());
        Root { epoch: 5, ..root() }.successor(&file).map(|_| ())
    };
    assert_eq!(next(2, 5, "demo.example"), Ok(()));
    assert_eq!(next(2, 6, "demo.example"), Ok(()), "after a theft of keys");
    for (number, epoch) in [(1, 5), (3, 5), (2, 4), (1, 6)] {
        let refused = next(number, epoch, "demo.example");
        assert_eq!(refused, Err(Error::Rollback), "{number} in {epoch}");
    }
    assert_eq!(next(2, 5, "other.example"), Err(Error::WrongPortal));
}

#[test]
fn a_list_is_fresh_until_it_expires_and_asleep_a_month_later() {
    const MONTH: i64 = 30 * 86_400;
    let mut portal = subscription::Portal::new(PortalId(1), String::new(), root());
    portal.expires = NOW / 1_000;
    for (seconds, freshness) in [
        (-1, Freshness::Fresh),
        (0, Freshness::Stale),
        (MONTH - 1, Freshness::Stale),
        (MONTH, Freshness::Asleep),
    ] {
        let now = NOW + seconds * 1_000;
        assert_eq!(portal.freshness(now), freshness, "after {seconds} s");
    }
    portal.floor.issued = portal.expires;
    assert_eq!(portal.freshness(0), Freshness::Stale, "a clock set back");
}
