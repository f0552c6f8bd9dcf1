//! What the log says of pages that went along.

use super::{Requests, Why};

const LOG: &[u8] = br#"{"dropped":5,"carried":[["https://portal.example/v1/clicks",2],["https://portal.example/v1/me",1],["no address",1]]}
{"at":1,"url":"https://portal.example/v1/clicks","page":true,"sent":190,"got":null}
damaged
{"at":2,"url":"https://portal.example/v1/claims","page":true,"sent":1,"got":2}
{"at":3,"url":"https://portal.example/rates/v1/head.json","page":false,"sent":1,"got":2}
"#;

#[test]
fn only_a_click_may_take_a_page_along() {
    let log = Requests::read(LOG);
    assert_eq!((log.dropped, log.clicks, log.pages), (6, 3, 3));
    let why: Vec<Why> = log.list.iter().map(|request| request.why).collect();
    assert_eq!(why, [Why::List, Why::Claim, Why::Click], "newest first");
}

#[test]
fn counts_that_run_over_stop_at_the_end() {
    let line = format!(
        "{{\"dropped\":{0},\"carried\":[[\"https://p.example/v1/clicks\",{0}]]}}\n",
        u64::MAX
    );
    let log = Requests::read(line.repeat(2).as_bytes());
    assert_eq!(
        (log.dropped, log.clicks, log.pages),
        (u64::MAX, u64::MAX, 0)
    );
}
