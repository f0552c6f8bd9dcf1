//! The service hands out the tree that it publishes: the same bytes, open to everyone, and as a verifier wants it.

use crate::{
    browser::Browser,
    world::{START_MS, World},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use pointback_portal::{place::Place, verify::verify};
use tokio::net::TcpListener;

const CHANGED: &str =
    r#"{"id":0,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":1100,"u":1}],"dl":1,"q":["ID"]}"#;

#[tokio::test]
async fn what_the_service_hands_out_passes_the_verifier() {
    let world = World::new().await;
    let many: Vec<String> = (0..90)
        .map(|n| {
            format!(
                r#"{{"id":0,"n":"Store {}","d":["s{n}.example"]}}"#,
                n * 7_919
            )
        })
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    world.publish(&many).await;
    world.publish(&[CHANGED]).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let app = world.app.clone();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let look = move || {
        let place = Place::parse(&base).unwrap();
        verify(&place, None, START_MS / 1_000, &mut |step| {
            println!("{step}")
        })
    };
    let report = tokio::task::spawn_blocking(look).await.unwrap();
    server.abort();
    assert_eq!(report.failed(), [""; 0]);
    let steps: Vec<&str> = report.steps.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        steps,
        [
            "root",
            "fingerprint",
            "root walk",
            "root expiry",
            "head",
            "signature",
            "identity",
            "root number",
            "freshness",
            "snapshot",
            "unpacking",
            "content",
            "lines",
            "delta from 2",
            "cors",
            "caching",
            "encoding",
            "redirect",
        ]
    );
}

#[tokio::test]
async fn what_can_be_no_file_of_the_tree_is_not_found() {
    let world = World::new().await;
    let too_long = "a".repeat(256);
    let escaped = "%C3%A8".repeat(90);
    let deep = "o/".repeat(5_000);
    for name in [&too_long, &escaped, &deep, "%00", "a%2F..%2Fb"] {
        let answer = Browser::new(&world)
            .get(&format!("/rates/v1/o/{name}"))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn a_part_of_a_file_and_conditions_are_answered_as_http_says() {
    let world = World::new().await;
    let head = "/rates/v1/head.json";
    let whole = Browser::new(&world).get(head).await.text;
    let past = "Sat, 01 Jan 2000 00:00:00 GMT";
    for (header, status, text) in [
        (("range", "bytes=0-9"), 206, Some(&whole[..10])),
        (("range", "bytes=99999999-"), 416, None),
        (("if-unmodified-since", past), 412, None),
        (("if-modified-since", past), 200, Some(&whole[..])),
    ] {
        let mut browser = Browser::new(&world);
        let answer = browser
            .send(Method::GET, head, &[header], Body::empty())
            .await;
        assert_eq!(answer.status.as_u16(), status, "{header:?}");
        match text {
            Some(text) => assert_eq!(answer.text, text, "{header:?}"),
            None => assert_eq!(answer.json()["status"], status, "{header:?}"),
        }
    }
}
