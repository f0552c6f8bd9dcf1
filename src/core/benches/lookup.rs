//! What a visit costs the core: reading a list once, and finding (or not finding) a store in it, from the address as text;
//! how often that allocates; and what a search costs the popup, with and without a typing error. Prints medians; compare
//! within one run only, for machines differ and are noisy.

use pointback_core::rate_list::RateList;
use pointback_core::search::{search, search_alike};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 25;

fn main() {
    println!(
        "{:>9}  {:>12}  {:>14}  {:>14}  {:>12}  {:>12}  {:>12}",
        "retailers",
        "decode (us)",
        "listed (ns)",
        "unlisted (ns)",
        "allocations",
        "search (us)",
        "typos (us)"
    );
    for size in [3_500_u32, 35_000] {
        let raw: String = (1..=size).map(line).collect();
        let decode = median(|| {
            let list = RateList::decode(black_box(raw.as_bytes()));
            assert!(list.is_ok_and(|l| l.len() == size as usize));
        });
        let list = RateList::decode(raw.as_bytes()).unwrap_or_default();
        let texts = |form: fn(u32) -> String| (1..=1_000).map(form).collect::<Vec<_>>();
        let listed = texts(|n| format!("https://www.store-{n}.example/shop/item?id={n}"));
        let unlisted = texts(|n| format!("https://www.page-{n}.example.org/a/b?c={n}"));
        // In both `text` is an address as the browser wrote it: nothing of it is parsed beforehand.
        let find = |texts: &[String], is_listed: bool| {
            median(|| {
                texts
                    .iter()
                    .for_each(|text| assert_eq!(black_box(list.at(text)).is_some(), is_listed))
            })
        };
        let allocations = allocation_counter::measure(|| {
            for text in listed.iter().chain(&unlisted) {
                black_box(list.at(text));
            }
        });
        println!(
            "{size:>9}  {:>12}  {:>14}  {:>14}  {:>12}  {:>12}  {:>12}",
            decode / 1_000,
            find(&listed, true) / 1_000,
            find(&unlisted, false) / 1_000,
            allocations.count_total,
            median(|| assert!(!search(&list, black_box("department 77"), 8).is_empty())) / 1_000,
            median(|| assert!(!search_alike(&list, black_box("deparmtent 77"), 8).is_empty()))
                / 1_000,
        );
    }
}

fn line(id: u32) -> String {
    format!(
        "{{\"id\":{id},\"n\":\"Store {id}, Department {}\",\"d\":[\"store-{id}.example\"],\"r\":[{{\"k\":\"p\",\"v\":250}}]}}\n",
        id % 100
    )
}

/// The median of several rounds, nanoseconds.
fn median(mut work: impl FnMut()) -> u128 {
    let mut times: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}
