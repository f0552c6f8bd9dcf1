//! Several servers, one database: whichever of them is asked, the answer is the same, and nothing is lost or doubled.

use crate::{
    server::Server,
    shopper::{Shopper, click},
    world::World,
};
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, StatusCode, body::Bytes};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio::task::JoinSet;

const ACME: &str = r#"{"id":0,"n":"Acme","d":["acme.example"],"r":[{"k":"p","v":500}],"dl":1}"#;
const CLICKS: u32 = 100;
/// How often each click is sent, in turn to one server and to the other, all at once.
const TIMES: usize = 4;

type Http = Client<HttpConnector, Full<Bytes>>;

async fn post_click(
    http: Http,
    server: String,
    token: String,
    number: u32,
    retailer: u32,
) -> (u32, StatusCode, Value) {
    let body = click(number, retailer, "https://acme.example/").to_string();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{server}/v1/clicks"))
        .header("authorization", format!("Bearer {token}"))
        .body(Full::from(body))
        .unwrap();
    let answer = http.request(request).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (number, status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_database_lose_and_double_no_click() {
    let world = World::new().await;
    // The servers have the real clock: by it the tokens must be good.
    world.set_time(jiff::Timestamp::now().as_millisecond());
    let retailer = world
        .list(
            "acme",
            "https://acme.example/c?sid={click_ref}&u={dest}",
            ACME,
        )
        .await;
    let ann = Shopper::new(&world, "ann@example.org").await;
    let servers = [Server::start(world.data()), Server::start(world.data())];
    let http: Http = Client::builder(TokioExecutor::new()).build_http();
    let mut posts = JoinSet::new();
    for number in 0..CLICKS {
        for server in servers.iter().cycle().take(TIMES) {
            let (server, token) = (server.address.clone(), ann.access.clone());
            posts.spawn(post_click(http.clone(), server, token, number, retailer));
        }
    }
    let mut answers: Vec<Vec<(StatusCode, Value)>> = vec![Vec::new(); CLICKS as usize];
    while let Some(answer) = posts.join_next().await {
        let (number, status, body) = answer.unwrap();
        answers[number as usize].push((status, body));
    }
    for same in &answers {
        let made = same
            .iter()
            .filter(|(status, _)| *status == StatusCode::CREATED);
        assert_eq!(made.count(), 1, "{same:?}");
        assert!(
            same.iter().all(|(status, _)| status.is_success()),
            "{same:?}"
        );
        assert!(same.iter().all(|(_, body)| *body == same[0].1), "{same:?}");
    }
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM click")
        .fetch_one(world.pool())
        .await
        .unwrap();
    assert_eq!(rows, i64::from(CLICKS));
    for server in servers {
        assert!(server.stop().success());
    }
}
