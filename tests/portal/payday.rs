//! A payout day, as the operator goes through it.

use crate::{
    browser::{Answer, Browser},
    shopper::{PASSWORD, Shopper, VERIFIER, allow, exchange, go_path, sign_in, submit},
    world::{DAY_MS, MACYS, REDIRECT, World},
};
use axum::http::StatusCode;
use pointback_core::money::Unit;
use pointback_portal::{
    failure::Failure,
    ingest,
    payout::{
        self, Frozen, Period, Plan, Refusal, Settled, Written, programme,
        way::{Kind, choose_way},
    },
    report::{Report, Status},
};
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;

pub const POST: &str = "Ann Example\n1 Main St\nSpringfield, IL 62701";

pub struct PayDay<'w> {
    pub world: &'w World,
    pub date: String,
    folder: TempDir,
}

/// A member who comes back months later: every request is made with a fresh sign-in.
pub struct Saver<'w> {
    pub world: &'w World,
    pub id: String,
    email: String,
}

impl<'w> Saver<'w> {
    pub async fn new(world: &'w World, email: &str) -> Self {
        let me = Shopper::new(world, email).await.me().await;
        Self {
            world,
            id: me["member"].as_str().unwrap().to_owned(),
            email: email.to_owned(),
        }
    }

    /// A browser that has just signed in.
    pub async fn browser(&self) -> Browser<'w> {
        let mut browser = Browser::new(self.world);
        let answer = sign_in(&mut browser, &self.email, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    pub async fn shopper(&self) -> Shopper<'w> {
        let mut browser = self.browser().await;
        let code = allow(&mut browser).await;
        let issued = exchange(self.world, &code, VERIFIER, REDIRECT).await;
        Shopper::with(self.world, &issued.json())
    }

    pub async fn me(&self) -> Value {
        self.shopper().await.me().await
    }

    /// Confirmed, in payout, paid, to offset.
    pub async fn balances(&self) -> [i64; 4] {
        let balances = &self.me().await["balances"];
        ["confirmed", "in_payout", "paid", "to_offset"].map(|key| balances[key].as_i64().unwrap())
    }

    /// The states of all earnings.
    pub async fn states(&self) -> Vec<String> {
        let trips = self.shopper().await.get("/v1/earnings").await.json();
        let states = trips["earnings"].as_array().unwrap().iter();
        states
            .map(|t| t["state"].as_str().unwrap().to_owned())
            .collect()
    }

    pub async fn elect(&self, unit: &str) -> Answer {
        let body = json!({ "unit": unit });
        self.shopper().await.put("/v1/election", body).await
    }

    /// Says on the page that they can take part in the programme, which elects it too.
    pub async fn agree(&self, unit: &str) {
        let fields = [("unit", unit), ("agreed", "standard")];
        let mut browser = self.browser().await;
        let answer = submit(&mut browser, "/account", "/account/election", &fields).await;
        assert_eq!(answer.location(), "/account", "{}", answer.text);
    }

    /// Chooses where to be paid, now.
    pub async fn choose(&self, unit: &str, kind: Kind, address: &str) {
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        choose_way(pool, &self.id, unit, kind, address, now)
            .await
            .unwrap();
    }

    pub async fn by_check(&self) {
        self.choose("usd", Kind::Check, POST).await;
    }

    pub async fn by_paypal(&self, email: &str) {
        self.choose("usd", Kind::PayPal, email).await;
    }

    /// Elects points, enters an account and has it confirmed.
    pub async fn in_points(&self, unit: &str, tier: &str) {
        self.agree(unit).await;
        self.choose(unit, Kind::Account, "A-1").await;
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        programme::confirm(pool, &self.id, unit, "A-1", tier, now)
            .await
            .unwrap();
    }

    /// A purchase at 10 %, confirmed now; the number makes click and order.
    pub async fn earn(&self, number: u32, cents: i64) -> Report {
        let world = self.world;
        let shopper = self.shopper().await;
        let click = shopper.click(number, MACYS, "https://www.macys.com/").await;
        Browser::new(world).get(&go_path(&click)).await;
        let report = Report {
            network: "sim".to_owned(),
            ext_id: format!("order-{number}"),
            click_ref: click["ref"].as_str().unwrap().to_owned(),
            event_at: world.now_ms(),
            updated_at: world.now_ms(),
            is_day: false,
            seq: 1,
            sale_minor: cents * 10,
            currency: "USD".to_owned(),
            commission_minor: cents * 2,
            status: Status::Confirmed,
            record: String::new(),
            category: None,
            offer: None,
            order_hash: None,
        };
        take(world, &report).await;
        report
    }
}

/// The next revision of a report.
pub async fn revise(world: &World, report: &Report, status: Status) -> Report {
    let revised = Report {
        updated_at: report.updated_at.max(world.now_ms()),
        seq: report.seq + 1,
        status,
        ..report.clone()
    };
    take(world, &revised).await;
    revised
}

async fn take(world: &World, report: &Report) {
    let outcome = ingest::ingest(&world.portal, std::slice::from_ref(report))
        .await
        .unwrap();
    assert_eq!(outcome.new, 1, "{outcome:?}");
}

impl<'w> PayDay<'w> {
    pub fn new(world: &'w World, date: &str) -> Self {
        Self {
            world,
            date: date.to_owned(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Lets the payout day pass; the clock stands one minute after it, in New York.
    pub fn let_it_pass(&self) {
        let date: jiff::civil::Date = self.date.parse().unwrap();
        let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
        let end = date.tomorrow().unwrap().to_zoned_datetime(zone).unwrap();
        let after = end.timestamp().as_millisecond() + 60_000;
        self.world.set_time(after.max(self.world.now_ms()));
    }

    pub fn units(&self) -> Vec<Unit> {
        self.world
            .portal
            .published()
            .unwrap()
            .head
            .head
            .units
            .clone()
    }

    pub async fn plan(&self) -> Plan {
        let mut connection = self.world.pool().acquire().await.unwrap();
        let period = Period::read(&mut connection, &self.date).await.unwrap();
        payout::plan(&mut connection, &period, &self.units())
            .await
            .unwrap()
    }

    /// Freezes after the day has passed.
    pub async fn freeze(&self) -> Result<Frozen, Failure> {
        self.let_it_pass();
        self.freeze_now(None).await
    }

    pub async fn freeze_now(&self, expected: Option<&str>) -> Result<Frozen, Failure> {
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        payout::freeze(pool, &self.date, &self.units(), expected, now, &|_| {}).await
    }

    pub async fn submit(&self) -> Result<Vec<Written>, Failure> {
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        payout::submit(pool, &self.date, self.folder.path(), now, &|_| {}).await
    }

    pub async fn settle(&self, report: &str) -> Result<Settled, Failure> {
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        payout::settle(pool, report.as_bytes(), now, &|_| {}).await
    }

    /// One line for every payment of the period, with the same status.
    pub async fn report(&self, status: &str) -> String {
        let plan = self.plan().await;
        let lines = plan.items.iter().map(|i| format!("{},{status}\n", i.id));
        format!("item,status\n{}", lines.collect::<String>())
    }

    /// Takes the rails' word for everything.
    pub async fn acknowledge_all(&self) {
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        let files = payout::status(&mut pool.acquire().await.unwrap()).await;
        for file in files.unwrap() {
            let totals = (file.items, file.rail.show(file.total));
            payout::acknowledge(pool, &file.file, (totals.0, &totals.1), None, now, &|_| {})
                .await
                .unwrap();
        }
    }

    pub async fn pay(&self) {
        self.freeze().await.unwrap();
        self.submit().await.unwrap();
        self.acknowledge_all().await;
        self.world.check_books().await;
    }

    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn days_later(&self, days: i64) {
        self.world.pass(days * DAY_MS);
    }
}

/// The reason of a refusal.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Refusal {
    match outcome {
        Err(Failure::Payout(refusal)) => refusal,
        other => panic!("expected a refusal, not {other:?}"),
    }
}
