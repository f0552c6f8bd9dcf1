//! What one arrival amounts to.

use super::{Reason, together, why_unlisted};
use crate::policy::Evidence;
use crate::rate_list::RateList;
use url::Url;

#[test]
fn the_first_evidence_names_every_other_network_once() {
    let seen = |network: &str| Evidence::met(network.to_owned(), format!("{network}.param.x"));
    let of = |networks: &[&str]| {
        let first = together(networks.iter().map(|n| seen(n)).collect())?;
        Some((first.rule, first.others))
    };
    let is = |rule: &str, others: &[&str]| {
        let others = others.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>();
        Some((rule.to_owned(), others))
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&["cj"]), is("cj.param.x", &[]));
    assert_eq!(of(&["cj", "cj"]), is("cj.param.x", &[]));
    assert_eq!(
        of(&["cj", "awin", "cj", "awin", "impact"]),
        is("cj.param.x", &["awin", "impact"])
    );
}

#[test]
fn only_the_shoppers_own_wish_is_a_mute() {
    let muted = [Reason::Muted, Reason::MutedEverywhere];
    for reason in [
        Reason::NotASite,
        Reason::NotListed,
        Reason::Excluded,
        Reason::NoRate,
        Reason::NotThroughExtension,
        Reason::ListAsleep,
        Reason::Muted,
        Reason::MutedEverywhere,
        Reason::Listed,
        Reason::Referred,
        Reason::NoPortal,
        Reason::Unready,
    ] {
        assert_eq!(reason.is_muted(), muted.contains(&reason), "{reason:?}");
    }
}

#[test]
fn what_a_store_leaves_out_is_told_from_what_no_store_covers() {
    let line =
        r#"{"id":1,"n":"Shop","d":["shop.com"],"x":["wine.shop.com"],"r":[{"k":"p","v":100}]}"#;
    let list = RateList::decode(format!("{line}\n").as_bytes()).expect("a list");
    for (address, reason) in [
        ("https://wine.shop.com/red", Reason::Excluded),
        ("https://other.com/", Reason::NotListed),
        ("https://127.0.0.1/", Reason::NotASite),
    ] {
        let url = Url::parse(address).expect("an address");
        assert_eq!(why_unlisted(&list, &url), reason, "{address}");
    }
}
