//! Deltas over whole histories: every way from every older version ends in the very bytes of the snapshot, whatever is
//! damaged on the way is noticed, and a day's changes cost a small part of the list.

use pointback_core::delta::apply;
use pointback_core::hash::sha256_hex;
use pointback_core::host::Host;
use pointback_core::money::BasisPoints;
use pointback_core::rate::Rate;
use pointback_core::retailer::{Retailer, RetailerId};
use pointback_portal::{catalog, delta::diff, demo_data, gzip, publish};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use url::Url;

const NOW: i64 = 1_800_000_000;

/// What happens to one retailer: number, kind of change, and what it changes to.
type Change = (u32, u8, u32);
type List = BTreeMap<u32, Retailer>;

fn retailer(id: u32, rate: u32) -> Retailer {
    Retailer {
        id: RetailerId(id),
        name: format!("Størë \"{id}\""),
        hosts: vec![Host::parse(&format!("s{id}.example")).unwrap()],
        excluded: Vec::new(),
        paths: Vec::new(),
        rates: vec![Rate::Percent {
            v: BasisPoints(rate),
            u: false,
            l: None,
        }],
        boosts: Vec::new(),
        deep_link: rate.is_multiple_of(2),
        page: None,
        query_keys: Vec::new(),
        trip_ttl: None,
        categories: vec![id % 7],
        condition: None,
        category: (!id.is_multiple_of(3)).then(|| format!("Category {}", rate % 5)),
        featured: rate.is_multiple_of(3),
    }
}

fn happen(list: &mut List, (id, kind, value): Change) {
    let value = value % 4_000 + 1;
    match (kind % 8, list.get_mut(&id)) {
        (_, None) => drop(list.insert(id, retailer(id, value))),
        (0, _) => drop(list.remove(&id)),
        (1, Some(there)) => there.name = format!("Renamed {value}"),
        (2, Some(there)) => there.condition = Some(format!("Not on {value}.")),
        (3, Some(there)) => there.condition = None,
        (4, Some(there)) => there.deep_link = !there.deep_link,
        (5, Some(there)) => there.rates.clear(),
        (_, Some(there)) => there.rates = retailer(id, value).rates,
    }
}

fn raw(list: &List) -> Vec<u8> {
    let lines = list.values().map(|r| r.to_line().unwrap() + "\n");
    lines.collect::<String>().into_bytes()
}

/// A first list and some days of changes, as the content of each version.
fn history() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let day = || prop::collection::vec((0..60_u32, any::<u8>(), any::<u32>()), 1..16);
    prop::collection::vec(day(), 2..9).prop_map(|days| {
        let mut list = (0..50).map(|id| (id, retailer(id, id + 100))).collect();
        let mut versions = vec![raw(&list)];
        for day in days {
            for change in day {
                happen(&mut list, change);
            }
            versions.push(raw(&list));
        }
        versions
    })
}

#[test]
fn every_way_ends_in_the_bytes_of_the_snapshot_and_no_flipped_byte_goes_unnoticed() {
    let mut runner = TestRunner::new(Config::with_cases(20));
    let (mut ways, mut flips) = (0, 0);
    let mut check = |versions: Vec<Vec<u8>>| {
        let newest = versions.last().unwrap();
        let promised = sha256_hex(newest);
        for (age, old) in versions.iter().rev().enumerate() {
            let delta = diff(old, newest).unwrap();
            assert_eq!(&apply(old, &delta).unwrap(), newest);
            ways += 1;
            // Every byte of the last day's delta, and a sample of the longer ones.
            let step = if age == 1 { 1 } else { 23 };
            for at in (0..delta.len()).step_by(step) {
                let mut bad = delta.clone();
                bad[at] ^= 1 << (at % 8);
                let result = apply(old, &bad);
                assert!(
                    result.is_err() || sha256_hex(&result.unwrap()) != promised,
                    "{at}"
                );
                flips += 1;
            }
        }
        // As stored, the hash in the head speaks before anything is unpacked; and unpacking never panics.
        let stored = gzip::pack(&diff(&versions[0], newest).unwrap()).unwrap();
        let promised = sha256_hex(&stored);
        for at in 0..stored.len() {
            let mut bad = stored.clone();
            bad[at] ^= 0x10;
            assert_ne!(sha256_hex(&bad), promised);
            if let Ok(delta) = gzip::unpack(&bad, 100_000) {
                let _ = apply(&versions[0], &delta);
            }
        }
    };
    for _ in 0..20 {
        check(history().new_tree(&mut runner).unwrap().current());
    }
    println!(
        "{ways} deltas of 20 histories led to the snapshot, {flips} flipped bytes were noticed"
    );
}

/// Another rate as real days bring it: a little under a third more or less.
fn another(rate: &mut Rate, raise: bool) {
    let v = match rate {
        Rate::Percent { v, .. } => &mut v.0,
        Rate::Fixed { v, .. } => v,
    };
    *v = (*v * if raise { 13 } else { 7 } / 10).max(1);
}

#[tokio::test]
async fn a_day_costs_a_fortieth_of_the_list_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let base = Url::parse("http://127.0.0.1:8787/").unwrap();
    let demo = demo_data::ensure_demo(folder.path(), &base, NOW)
        .await
        .unwrap();
    let mut write = demo.pool.acquire().await.unwrap();
    let entries = catalog::entries(&mut write).await.unwrap();
    let rated: Vec<_> = entries
        .iter()
        .filter(|e| !e.retailer.rates.is_empty())
        .collect();
    // 1.2 % of the retailers, spread over the list; one leaves and one comes.
    let changes = entries.len() * 12 / 1_000;
    for n in 0..changes {
        let mut entry = rated[n * rated.len() / changes].clone();
        entry
            .retailer
            .rates
            .iter_mut()
            .for_each(|rate| another(rate, n % 2 == 0));
        catalog::store(&mut write, &entry).await.unwrap();
    }
    catalog::delist(&mut write, entries[1_500].retailer.id)
        .await
        .unwrap();
    let mut new = entries[0].clone();
    (new.retailer.name, new.retailer.hosts) =
        ("New".to_owned(), vec![Host::parse("new.example").unwrap()]);
    catalog::store(&mut write, &new).await.unwrap();
    drop(write);
    let part = publish::publish(&demo.dir, &demo.pool, NOW + 86_400)
        .await
        .unwrap()
        .part;
    let [delta] = part.deltas.as_slice() else {
        panic!("{:?}", part.deltas)
    };
    println!(
        "a day: {changes} of {} retailers get another rate; delta {} bytes packed ({} unpacked), snapshot {} bytes packed ({} unpacked): {}.{:02} %",
        part.n,
        delta.len,
        delta.raw,
        part.len,
        part.raw,
        delta.len * 100 / part.len,
        delta.len * 10_000 / part.len % 100,
    );
    assert!(part.n > 3_150 && changes > 35);
    assert!(
        delta.len * 1_000 <= part.len * 25,
        "over 2.5 % of the snapshot"
    );
}
