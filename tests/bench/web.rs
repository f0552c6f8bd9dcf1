//! The whole way: HTTP to a server in a process of its own.

use super::CLIENTS;
use crate::shopper::click;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, StatusCode, body::Bytes};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Numbers of clicks that no round has used.
static NEXT: AtomicU32 = AtomicU32::new(0);

type Http = Client<HttpConnector, Full<Bytes>>;

/// Makes new clicks for `time`; the answer is how many each second.
pub async fn clicks(server: &str, token: &str, retailer: u32, time: Duration) -> f64 {
    let http: Http = Client::builder(TokioExecutor::new()).build_http();
    let (address, bearer) = (
        Arc::new(format!("{server}/v1/clicks")),
        Arc::new(format!("Bearer {token}")),
    );
    let start = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (http, address, bearer) = (http.clone(), Arc::clone(&address), Arc::clone(&bearer));
        clients.spawn(async move {
            let mut made = 0_u32;
            while start.elapsed() < time {
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let request = Request::builder()
                    .method(Method::POST)
                    .uri(address.as_str())
                    .header("authorization", bearer.as_str())
                    .body(Full::from(
                        click(number, retailer, "https://acme.example/shop/1").to_string(),
                    ))
                    .unwrap();
                let answer = http.request(request).await.unwrap();
                assert_eq!(answer.status(), StatusCode::CREATED);
                answer.into_body().collect().await.unwrap();
                made += 1;
            }
            made
        });
    }
    let made: u32 = clients.join_all().await.into_iter().sum();
    f64::from(made) / start.elapsed().as_secs_f64()
}
