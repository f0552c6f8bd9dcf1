//! Brave's adblock-rust beside our list, in one process and by turns: from an address's text to whether a store is meant.
//! `adblock CORPUS RESULT ROUNDS` prints nanoseconds an address and writes them as figures.

use adblock::{
    Engine,
    lists::{FilterSet, ParseOptions},
    request::Request,
};
use pointback_core::rate_list::RateList;
use std::{collections::BTreeMap, env, fs, hint::black_box, time::Instant};

const SIZES: [usize; 3] = [3_500, 35_000, 350_000];
/// Addresses a sample asks for, so that a sample takes a millisecond or so.
const SAMPLE: usize = 1_000;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, corpus, result, rounds] = arguments.as_slice() else {
        panic!("adblock CORPUS RESULT ROUNDS");
    };
    let rounds: usize = rounds.parse().expect("rounds are a number");
    let lines = |name: &str| -> Vec<String> {
        let text = fs::read_to_string(format!("{corpus}/{name}.txt")).expect("the corpus is there");
        text.lines().map(str::to_owned).collect()
    };
    let (hosts, visits) = (
        lines("hosts"),
        [("miss", lines("miss")), ("hit", lines("hit"))],
    );
    let mut figures = BTreeMap::new();
    for size in SIZES {
        let listed = &hosts[..size];
        let (list, engine) = (our_list(listed), their_engine(listed));
        for (name, addresses) in &visits {
            let ours = |address: &str| list.at(address).is_some();
            let theirs = |address: &str| {
                // Without a page that asks: one address less to parse for the peer.
                let request = Request::new(address, "", "document", "GET");
                request.is_ok_and(|request| engine.check_network_request(&request).should_block())
            };
            let differ = addresses
                .iter()
                .filter(|one| ours(one) != theirs(one))
                .count();
            let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
            for sample in addresses
                .chunks(SAMPLE)
                .cycle()
                .take(rounds * addresses.len().div_ceil(SAMPLE))
            {
                our_times.push(time(sample, ours));
                their_times.push(time(sample, theirs));
            }
            let (ours, theirs) = (median(our_times), median(their_times));
            println!(
                "    {name}, {size} hosts: ours {ours:.0} ns, adblock-rust {theirs:.0} ns; {differ} answers differ"
            );
            figures.insert(format!("adblock.ours.{size}.{name}"), ours);
            figures.insert(format!("adblock.theirs.{size}.{name}"), theirs);
            figures.insert(
                format!("adblock.theirs.{size}.{name}.differ"),
                differ as f64,
            );
        }
    }
    let text = serde_json::to_string(&figures).expect("figures are numbers");
    fs::write(result, text).expect("the result can be written");
}

fn our_list(hosts: &[String]) -> RateList {
    let line = |(id, host): (usize, &String)| {
        format!(
            "{{\"id\":{id},\"n\":\"Store {id}\",\"d\":[\"{host}\"],\"r\":[{{\"k\":\"p\",\"v\":250}}]}}\n"
        )
    };
    let raw: String = (1..).zip(hosts).map(line).collect();
    RateList::decode(raw.as_bytes()).expect("the list is a list")
}

fn their_engine(hosts: &[String]) -> Engine {
    let rule = |host: &String| format!("||{host}^$document\n");
    let mut rules = FilterSet::new(false);
    rules.add_filter_list(hosts.iter().map(rule).collect(), ParseOptions::default());
    Engine::new_with_filter_set(rules)
}

/// Nanoseconds an address.
fn time(addresses: &[String], find: impl Fn(&str) -> bool) -> f64 {
    let began = Instant::now();
    for address in addresses {
        black_box(find(black_box(address)));
    }
    began.elapsed().as_nanos() as f64 / addresses.len() as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
