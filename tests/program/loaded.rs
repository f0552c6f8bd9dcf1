//! A server killed with SIGKILL while shoppers click and a network reports, started again, and killed again. What was
//! acknowledged is there, nothing is there twice, and the books are sound after every kill.

use crate::{
    chance::Chance,
    process::run,
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
use pointback_portal::intake;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::{sync::Semaphore, task::JoinSet};

/// `./build.sh faults` asks for more.
const ROUNDS: &str = "POINTBACK_FAULT_ROUNDS";
const FEW: usize = 3;
const SHOPPERS: usize = 6;
/// Clicks of a round, at most: fast servers are killed as early as slow ones.
const A_ROUND: usize = 80;
/// Clicks that one file of the network reports.
const A_FILE: usize = 8;
const ACME: &str = r#"{"id":0,"n":"Acme","d":["acme.example"],"r":[{"k":"p","v":500}],"dl":1}"#;
const LINK: &str = "https://acme.example/c?sid={click_ref}&u={dest}";
/// Five per cent of twenty dollars.
const REWARD: i64 = 100;

type Http = Client<HttpConnector, Full<Bytes>>;

/// What survives the server: its shoppers, their network, and what they were told.
struct Load {
    http: Http,
    token: String,
    retailer: u32,
    news: String,
    folder: PathBuf,
    /// Numbers of clicks that nobody has made yet.
    next: AtomicU32,
    /// Clicks that were sent and not acknowledged.
    unsure: Mutex<Vec<u32>>,
    /// What was acknowledged: the number, and the reference that the network gets.
    told: Mutex<BTreeMap<u32, String>>,
    orders: Mutex<Orders>,
}

/// What the network knows.
#[derive(Default)]
struct Orders {
    /// References of clicks that it has not told of.
    fresh: Vec<String>,
    /// Those that it has told of as pending.
    pending: Vec<String>,
    files: usize,
}

impl Orders {
    /// The next file: what is fresh is pending, what was pending is confirmed.
    fn file(&mut self) -> String {
        let fresh = std::mem::take(&mut self.fresh);
        let rows = |refs: &[String], status: &str, day: &str| -> String {
            let row = |r| format!("order-{r},{r},{status},20.00,3.21,2025-03-01,{day} 10:00:00\n");
            refs.iter().map(row).collect()
        };
        let confirmed = rows(&self.pending, "confirmed", "2025-03-03");
        let pending = rows(&fresh, "pending", "2025-03-02");
        self.pending = fresh;
        self.files += 1;
        format!("id,click_ref,status,sale,commission,ordered,updated\n{pending}{confirmed}")
    }
}

impl Load {
    /// Makes clicks while there are tickets, or until the server is gone.
    async fn click_on(self: Arc<Self>, server: String, tickets: Arc<Semaphore>) {
        while let Ok(ticket) = tickets.acquire().await {
            ticket.forget();
            let number = self.unsure.lock().unwrap().pop();
            let number = number.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed));
            if !self.click(&server, number).await {
                self.unsure.lock().unwrap().push(number);
                return;
            }
            self.report(&server, A_FILE).await;
        }
    }

    /// Was this click acknowledged?
    async fn click(&self, server: &str, number: u32) -> bool {
        let body = click(number, self.retailer, "https://acme.example/").to_string();
        let Some((status, body)) = self.post(server, "/v1/clicks", body).await else {
            return false;
        };
        assert!(status.is_success(), "{status}: {body}");
        let answer: Value = serde_json::from_str(&body).unwrap();
        let click_ref = answer["ref"].as_str().unwrap().to_owned();
        self.orders.lock().unwrap().fresh.push(click_ref.clone());
        let before = self.told.lock().unwrap().insert(number, click_ref);
        assert_eq!(before, None, "click {number} was acknowledged before");
        true
    }

    /// Status and body, unless the connection broke.
    async fn post(&self, server: &str, path: &str, body: String) -> Option<(StatusCode, String)> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{server}{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .body(Full::from(body))
            .unwrap();
        let answer = self.http.request(request).await.ok()?;
        let status = answer.status();
        let body = answer.into_body().collect().await.ok()?.to_bytes();
        Some((status, String::from_utf8(body.to_vec()).unwrap()))
    }

    /// Puts a file into the network's folder once there are so many new clicks, and says that there is news.
    async fn report(&self, server: &str, least: usize) {
        let (name, text) = {
            let mut orders = self.orders.lock().unwrap();
            if orders.fresh.len() < least {
                return;
            }
            (orders.files, orders.file())
        };
        let hidden = self.folder.join(format!("{name:06}.part"));
        fs::write(&hidden, text).unwrap();
        fs::rename(&hidden, hidden.with_extension("csv")).unwrap();
        self.post(server, &self.news, String::new()).await;
    }
}

/// Movements, and clicks that were told.
async fn seen(world: &World, load: &Load) -> (i64, usize) {
    let movements = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM movement")
        .fetch_one(world.pool())
        .await
        .unwrap();
    (movements, load.told.lock().unwrap().len())
}

/// Kills a server somewhere in the middle of its work.
async fn round(world: &World, load: &Arc<Load>, chance: &mut Chance) {
    let server = Server::start(world.data());
    let (movements, clicks) = seen(world, load).await;
    let (more_movements, more_clicks) = (chance.below(40), 1 + chance.below(40));
    let tickets = Arc::new(Semaphore::new(A_ROUND));
    let mut shoppers = JoinSet::new();
    for _ in 0..SHOPPERS {
        shoppers.spawn(Arc::clone(load).click_on(server.address.clone(), Arc::clone(&tickets)));
    }
    loop {
        let now = seen(world, load).await;
        let moved = usize::try_from(now.0 - movements).unwrap();
        if moved >= more_movements && now.1 >= clicks + more_clicks {
            break;
        }
        assert!(!shoppers.is_empty());
        tokio::task::yield_now().await;
    }
    server.kill();
    tickets.close();
    shoppers.join_all().await;
    run(world.data(), &["audit"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_under_load_loses_and_doubles_nothing() {
    let world = World::new().await;
    let now = jiff::Timestamp::now().as_millisecond();
    world.set_time(now);
    let retailer = world.list("acme", LINK, ACME).await;
    let reports = tempfile::tempdir().unwrap();
    let folder = reports.path().to_str().unwrap();
    let describe = [
        "network", "add", "acme", "--folder", folder, "--zone", "UTC",
    ];
    world.command(&describe).await.unwrap();
    let ann = Shopper::new(&world, "ann@example.org").await;
    let load = Arc::new(Load {
        http: Client::builder(TokioExecutor::new()).build_http(),
        token: ann.access.clone(),
        retailer,
        news: format!("/in/acme/{}", intake::secret(&world.portal.config, "acme")),
        folder: reports.path().to_owned(),
        next: AtomicU32::new(0),
        unsure: Mutex::default(),
        told: Mutex::default(),
        orders: Mutex::default(),
    });
    let rounds = std::env::var(ROUNDS).map_or(FEW, |n| n.parse().unwrap());
    for number in 0..rounds {
        round(&world, &load, &mut Chance(number as u64)).await;
    }

    // Whoever was left without an answer asks again, and the network tells the rest.
    let server = Server::start(world.data());
    let unsure = std::mem::take(&mut *load.unsure.lock().unwrap());
    for number in unsure {
        assert!(load.click(&server.address, number).await);
    }
    load.report(&server.address, 0).await;
    load.report(&server.address, 0).await;
    let told = load.told.lock().unwrap().clone();
    let clicks = i64::try_from(told.len()).unwrap();
    while confirmed(&world).await < clicks * REWARD {
        tokio::task::yield_now().await;
    }
    assert!(server.stop().success());
    run(world.data(), &["audit"]);

    let rows: Vec<(String, String)> = sqlx::query_as("SELECT id, ref FROM click ORDER BY id")
        .fetch_all(world.pool())
        .await
        .unwrap();
    let id = |number| click(number, 0, "")["id"].as_str().unwrap().to_owned();
    let acknowledged: Vec<_> = told.iter().map(|(n, r)| (id(*n), r.clone())).collect();
    assert_eq!(rows, acknowledged);
    assert_eq!(confirmed(&world).await, clicks * REWARD);
    let earnings: i64 = sqlx::query_scalar(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM earning WHERE state = 'confirmed' AND base = 100 AND version = 2",
    )
    .fetch_one(world.pool())
    .await
    .unwrap();
    assert_eq!(earnings, clicks);
    // Expected, no longer expected, owed, and the network's commission: four for each, and no more.
    assert_eq!(seen(&world, &load).await.0, clicks * 4);
    println!("{rounds} rounds, {clicks} clicks, {} movements", clicks * 4);
}

/// Cents that the members are owed for certain.
async fn confirmed(world: &World) -> i64 {
    sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(credits - debits), 0) AS BIGINT) FROM balance WHERE account LIKE 'm:confirmed%'",
    )
    .fetch_one(world.pool())
    .await
    .unwrap()
}
