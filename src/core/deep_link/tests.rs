//! Beyond `tests/vectors/deep_links.json`: lengths, shops on this machine, and stores that take no deep links.

use super::{MAX_PATH, reduce};
use crate::retailer::Retailer;

fn store(line: &str) -> Retailer {
    Retailer::from_line(line.as_bytes()).expect("a store")
}

fn reduced(page: &str, store: &Retailer) -> String {
    reduce(page, store).expect("at least the home page").into()
}

#[test]
fn a_path_that_is_too_long_leads_home() {
    let macys = store(r#"{"id":1,"n":"M","d":["macys.com"],"dl":1}"#);
    let page = |length: usize| format!("https://macys.com/{}", "a".repeat(length - 1));
    assert_eq!(reduced(&page(MAX_PATH), &macys), page(MAX_PATH));
    assert_eq!(reduced(&page(MAX_PATH + 1), &macys), "https://macys.com/");
}

#[test]
fn only_the_named_keys_travel_each_with_its_value() {
    let macys = store(r#"{"id":1,"n":"M","d":["macys.com"],"dl":1,"q":["ID","v"]}"#);
    let page = "https://macys.com/p?ID=1&sid=2&v=a%20b&ID=3";
    assert_eq!(reduced(page, &macys), "https://macys.com/p?ID=1&v=a+b&ID=3");
    assert_eq!(
        reduced("https://macys.com/p?sid=2", &macys),
        "https://macys.com/p"
    );
    for home in [
        "https://user@macys.com/p",
        "https://:secret@macys.com/p",
        "https://macys.com:444/p",
        "ftp://macys.com/p",
    ] {
        assert_eq!(reduced(home, &macys), "https://macys.com/", "{home}");
    }
}

#[test]
fn a_store_without_deep_links_gets_its_home_page() {
    let macys = store(r#"{"id":1,"n":"M","d":["macys.com","macys.co.uk"]}"#);
    assert_eq!(
        reduced("https://macys.co.uk/p", &macys),
        "https://macys.com/"
    );
}

#[test]
fn a_shop_on_this_machine_keeps_scheme_and_port() {
    let line = r#"{"id":1,"n":"S","d":["a.localhost","b.localhost"],"dl":1}"#;
    let shop = store(line);
    assert_eq!(
        reduced("http://b.localhost:8787/p?x=1", &shop),
        "http://b.localhost:8787/p"
    );
    let without = store(&line.replace(",\"dl\":1", ""));
    assert_eq!(
        reduced("http://b.localhost:8787/p", &without),
        "http://b.localhost:8787/"
    );
    assert_eq!(
        reduced("http://c.localhost:8787/p", &without),
        "https://a.localhost/"
    );
    let macys = store(r#"{"id":1,"n":"M","d":["macys.com"]}"#);
    assert_eq!(
        reduced("http://macys.com:8787/p", &macys),
        "https://macys.com/"
    );
}
