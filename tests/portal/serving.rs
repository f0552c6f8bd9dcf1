//! The service hands out the tree that it publishes: the same bytes, open to everyone, and as a verifier wants it.

use crate::{
    browser::Browser,
    world::{START_MS, World},
};
use axum::http::StatusCode;
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
