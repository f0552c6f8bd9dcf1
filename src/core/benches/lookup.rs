//! What a look-up costs the core: finding, or not finding, a host in the table of a list of each size, without allocating;
//! reading a list once, and finding an address in it; and what a search costs the popup, with and without a typing error.
//! Compare within one run only, for machines differ and are noisy. `build.sh bench` brings hosts and addresses, and takes
//! the figures with it.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic as a test may")]

use criterion::{BenchmarkId, Criterion};
use pointback_core::host_table::{Found, HostTable, Key, build};
use pointback_core::rate_list::RateList;
use pointback_core::search::{search, search_alike};
use std::hint::black_box;
use std::path::PathBuf;
use std::{env, fs};
use url::Url;

const SIZES: [usize; 3] = [3_500, 35_000, 350_000];
/// A list holds 50,000 retailers at most.
const LISTS: usize = 2;

struct Corpus {
    hosts: Vec<String>,
    /// On none of the hosts.
    miss: Vec<Url>,
    /// On the first 3,500 of them.
    hit: Vec<Url>,
}

impl Corpus {
    fn new(folder: Option<&PathBuf>) -> Self {
        let lines = |name: &str, otherwise: fn(usize) -> String, count| match folder {
            Some(folder) => {
                let text = fs::read_to_string(folder.join(format!("corpus/{name}.txt"))).unwrap();
                text.lines().map(str::to_owned).collect()
            }
            None => (0..count).map(otherwise).collect::<Vec<String>>(),
        };
        let urls = |lines: Vec<String>| lines.iter().filter_map(|t| Url::parse(t).ok()).collect();
        Self {
            hosts: lines("hosts", |n| format!("store-{n}.example"), 350_000),
            miss: urls(lines(
                "miss",
                |n| format!("https://www.page-{n}.example.org/a/b?c={n}"),
                20_000,
            )),
            hit: urls(lines(
                "hit",
                |n| format!("https://www.store-{}.example/i?id={n}", n % 3_500),
                20_000,
            )),
        }
    }

    fn table(&self, size: usize) -> Vec<u8> {
        let keys = self.hosts.iter().take(size).zip(0_u32..);
        let entries: Vec<_> = keys.map(|(host, at)| (Key::of_host(host), at)).collect();
        build(&entries).unwrap()
    }

    fn list(&self, size: usize) -> String {
        let line = |(id, host): (usize, &String)| {
            let department = id % 100;
            format!(
                "{{\"id\":{id},\"n\":\"Store {id}, Department {department}\",\"d\":[\"{host}\"],\"r\":[{{\"k\":\"p\",\"v\":250}}]}}\n"
            )
        };
        self.hosts
            .iter()
            .take(size)
            .enumerate()
            .map(|(at, host)| line((at + 1, host)))
            .collect()
    }
}

fn main() {
    let folder = env::var_os("POINTBACK_BENCH").map(PathBuf::from);
    let corpus = Corpus::new(folder.as_ref());
    let mut criterion = Criterion::default().configure_from_args();
    tables(&mut criterion, &corpus, folder.as_ref());
    lists(&mut criterion, &corpus);
    criterion.final_summary();
}

fn tables(criterion: &mut Criterion, corpus: &Corpus, folder: Option<&PathBuf>) {
    let mut group = criterion.benchmark_group("table");
    for size in SIZES {
        let bytes = corpus.table(size);
        let table = HostTable::open(bytes.as_slice()).unwrap();
        for (name, urls) in [("miss", &corpus.miss), ("hit", &corpus.hit)] {
            let hosts: Vec<&[u8]> = urls
                .iter()
                .filter_map(|u| Some(u.host_str()?.as_bytes()))
                .collect();
            let mut next = hosts.iter().cycle();
            let mut find = || table.find(black_box(next.next().copied().unwrap_or_default()));
            let counted = allocation_counter::measure(|| {
                for _ in &hosts {
                    assert_eq!(matches!(find(), Found::At(_)), name == "hit");
                }
            });
            println!("table/{name}/{size}: {} allocations", counted.count_total);
            if let Some(folder) = folder {
                let file = folder.join(format!("figures/native-allocations-{name}-{size}.json"));
                let text = format!(
                    "{{\"native.allocations.{name}.{size}\":{}}}",
                    counted.count_total
                );
                fs::write(file, text).unwrap();
            }
            group.bench_function(BenchmarkId::new(name, size), |b| b.iter(&mut find));
        }
    }
    group.finish();
}

fn lists(criterion: &mut Criterion, corpus: &Corpus) {
    let mut group = criterion.benchmark_group("list");
    for size in SIZES.into_iter().take(LISTS) {
        let raw = corpus.list(size);
        let list = RateList::decode(raw.as_bytes()).unwrap_or_default();
        for (name, urls) in [("miss", &corpus.miss), ("hit", &corpus.hit)] {
            let mut next = urls.iter().cycle();
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter(|| next.next().and_then(|url| list.find(black_box(url))));
            });
        }
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("decode", size), |b| {
            b.iter(|| RateList::decode(black_box(raw.as_bytes())).unwrap_or_default());
        });
        group.bench_function(BenchmarkId::new("search", size), |b| {
            b.iter(|| search(&list, black_box("department 77"), 8));
        });
        group.bench_function(BenchmarkId::new("slips", size), |b| {
            b.iter(|| search_alike(&list, black_box("deparmtent 77"), 8));
        });
        group.sample_size(100);
    }
    group.finish();
}
