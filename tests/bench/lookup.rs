//! What a look-up costs the core: finding, or not finding, a host in the table of each size and an address in a list, from its
//! text; how often that allocates; reading a list once; and what a search costs the popup, with and without a typing error.
//! Compare within one run only, for machines differ and are noisy. `build.sh bench` brings hosts and addresses, and takes
//! the figures with it.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic as a test may")]

use criterion::{BenchmarkId, Criterion};
use pointback_core::host_table::{Entry, Found, HostTable, build};
use pointback_core::rate_list::RateList;
use pointback_core::search::{search, search_alike};
use std::hint::black_box;
use std::path::PathBuf;
use std::{env, fs};
use url::Url;

const TABLES: [usize; 3] = [3_500, 35_000, 350_000];
/// A list holds 50,000 retailers at most.
const LISTS: [usize; 2] = [3_500, 35_000];

/// Listed hosts, and addresses on none of them and on some of the first 3,500.
struct Corpus {
    folder: Option<PathBuf>,
    hosts: Vec<String>,
    visits: [(&'static str, Vec<String>); 2],
}

impl Corpus {
    fn new() -> Self {
        let folder = env::var_os("POINTBACK_BENCH").map(PathBuf::from);
        let lines = |name: &str, count: usize, otherwise: fn(usize) -> String| match &folder {
            Some(folder) => {
                let text = fs::read_to_string(folder.join(format!("corpus/{name}.txt"))).unwrap();
                text.lines().map(str::to_owned).collect()
            }
            None => (0..count).map(otherwise).collect::<Vec<_>>(),
        };
        let hosts = lines("hosts", 350_000, |n| format!("store-{n}.example"));
        let visits = [
            (
                "miss",
                lines("miss", 20_000, |n| {
                    format!("https://www.page-{n}.example.org/a/b?c={n}")
                }),
            ),
            (
                "hit",
                lines("hit", 20_000, |n| {
                    format!("https://www.store-{}.example/i?id={n}", n % 3_500)
                }),
            ),
        ];
        Self {
            folder,
            hosts,
            visits,
        }
    }

    fn table(&self, size: usize) -> Vec<u8> {
        let keys = self.hosts.iter().take(size).zip(0_u32..);
        let entries: Vec<_> = keys.map(|(host, at)| Entry::of_host(host, at)).collect();
        build(&entries).unwrap()
    }

    fn list(&self, size: usize) -> String {
        let line = |(id, host): (usize, &String)| {
            let name = format!("Store {id}, Department {}", id % 100);
            format!(
                "{{\"id\":{id},\"n\":\"{name}\",\"d\":[\"{host}\"],\"r\":[{{\"k\":\"p\",\"v\":250}}]}}\n"
            )
        };
        (1..).zip(&self.hosts).take(size).map(line).collect()
    }

    /// Says how often it allocates to look all of these up, and notes it.
    fn count<T>(&self, name: &str, visits: &[T], find: impl Fn(&T) -> bool) {
        let mut found = 0;
        let counted =
            allocation_counter::measure(|| found = visits.iter().filter(|v| find(v)).count());
        assert_eq!(found == 0, name.contains("miss"), "{found} found of {name}");
        println!("{name}: {} allocations", counted.count_total);
        if let Some(folder) = &self.folder {
            let file = folder.join(format!(
                "figures/native-allocations-{}.json",
                name.replace('/', "-")
            ));
            let name = name.replace('/', ".");
            fs::write(
                file,
                format!("{{\"native.allocations.{name}\":{}}}", counted.count_total),
            )
            .unwrap();
        }
    }
}

fn main() {
    let corpus = Corpus::new();
    let mut criterion = Criterion::default().configure_from_args();
    tables(&mut criterion, &corpus);
    lists(&mut criterion, &corpus);
    criterion.final_summary();
}

fn tables(criterion: &mut Criterion, corpus: &Corpus) {
    let mut group = criterion.benchmark_group("table");
    for size in TABLES {
        let bytes = corpus.table(size);
        let table = HostTable::open(bytes.as_slice()).unwrap();
        for (name, texts) in &corpus.visits {
            let urls = texts.iter().filter_map(|text| Url::parse(text).ok());
            let hosts: Vec<String> = urls
                .filter_map(|url| Some(url.host_str()?.to_owned()))
                .collect();
            let find = |host: &String| matches!(table.find(host.as_bytes()), Found::At(_));
            corpus.count(&format!("table/{name}/{size}"), &hosts, find);
            let mut next = hosts.iter().cycle();
            group.bench_function(BenchmarkId::new(*name, size), |b| {
                b.iter(|| next.next().is_some_and(|host| find(black_box(host))));
            });
        }
    }
    group.finish();
}

fn lists(criterion: &mut Criterion, corpus: &Corpus) {
    let mut group = criterion.benchmark_group("list");
    for size in LISTS {
        let raw = corpus.list(size);
        let list = RateList::decode(raw.as_bytes()).unwrap();
        for (name, texts) in &corpus.visits {
            let find = |text: &String| list.at(text).is_some();
            corpus.count(&format!("list/{name}/{size}"), texts, find);
            let mut next = texts.iter().cycle();
            group.bench_function(BenchmarkId::new(*name, size), |b| {
                b.iter(|| next.next().is_some_and(|text| find(black_box(text))));
            });
        }
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("decode", size), |b| {
            b.iter(|| RateList::decode(black_box(raw.as_bytes())).map(|list| list.len()));
        });
        group.bench_function(BenchmarkId::new("search", size), |b| {
            b.iter(|| search(&list, black_box("department 77"), 8).len());
        });
        group.bench_function(BenchmarkId::new("slips", size), |b| {
            b.iter(|| search_alike(&list, black_box("deparmtent 77"), 8).len());
        });
        group.sample_size(100);
    }
    group.finish();
}
