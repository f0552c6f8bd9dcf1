//! A portal of its own for each test: real files, a real database, a published list of a few retailers, and a clock that
//! stands still.

use crate::postgres;
use axum::Router;
use pointback_core::retailer::Retailer;
use pointback_portal::{
    audit,
    catalog::{self, Entry},
    cli::Cli,
    clock::Clock,
    config::Config,
    data_dir::DataDir,
    db::{self, Engine},
    identity::Identity,
    ingest::Outcome,
    keys,
    limits::Limits,
    link_template::LinkTemplate,
    publish, pull, service, setup,
    shelf::Shelf,
    state::Portal,
    throttle::Rule,
};
use std::path::Path;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tempfile::TempDir;
use url::Url;

pub const BASE: &str = "http://127.0.0.1:8787/";
pub const REDIRECT: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";
/// 10 February 2027, noon in New York.
pub const START_MS: i64 = 1_802_278_800_000;
pub const MINUTE_MS: i64 = 60_000;
pub const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Numbers of the retailers, in the order of `LINES`.
pub const MACYS: u32 = 1;
pub const GARDEN: u32 = 2;
pub const NO_RATE: u32 = 3;

const LINES: [&str; 3] = [
    r#"{"id":0,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":1000,"u":1},{"k":"p","v":200,"l":"Beauty"}],"dl":1,"q":["ID"]}"#,
    r#"{"id":0,"n":"Garden","d":["garden.localhost"],"r":[{"k":"p","v":300}],"b":[{"v":600,"s":1,"e":4102444800,"cap":500}],"dl":1}"#,
    r#"{"id":0,"n":"Quiet","d":["quiet.example"]}"#,
];

#[derive(Clone)]
struct StoppedClock(Arc<AtomicI64>);

impl Clock for StoppedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub struct World {
    pub portal: Portal,
    pub app: Router,
    clock: StoppedClock,
    dir: DataDir,
    _folder: TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::at(BASE).await
    }

    pub async fn at(base: &str) -> Self {
        Self::made(base, |_| ()).await
    }

    /// A portal whose operator has decided otherwise.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::made(BASE, change).await
    }

    async fn made(base: &str, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = Url::parse(base).unwrap();
        let identity = Identity {
            base: base.clone(),
            portal_id: "portal.example".to_owned(),
            name: "Test portal".to_owned(),
            store_page: None,
        };
        let clock = StoppedClock(Arc::new(AtomicI64::new(START_MS)));
        let data = folder.path().join("data");
        let engine = postgres::prepare(&data).await;
        let (dir, pool) = setup::init(&data, &identity, START_MS / 1_000)
            .await
            .unwrap();
        assert_eq!(Engine::of(&pool), engine);
        let own = base.join("oauth/returned").unwrap();
        let mut config = Config {
            base,
            public: dir.public(),
            zone: jiff::tz::TimeZone::get("America/New_York").unwrap(),
            redirects: vec![REDIRECT.to_owned(), own.into()],
            click_key: keys::click(&dir).unwrap(),
            limits: Limits {
                clicks: Rule::new(100_000, 1), // the clock stands still, and some tests click much
                ..Limits::default()
            },
            device_grant: true,
            simulated: true,
        };
        change(&mut config);
        let portal = Portal::new(config, pool, Box::new(clock.clone()));
        let app = service::app(&portal);
        let world = Self {
            portal,
            app,
            clock,
            dir,
            _folder: folder,
        };
        world.publish(&LINES).await;
        world
    }

    /// Publishes these lines as the whole list; a retailer keeps its number through its first host.
    pub async fn publish(&self, lines: &[&str]) {
        let mut connection = self.pool().acquire().await.unwrap();
        for line in lines {
            let entry = Entry {
                retailer: Retailer::from_line(line.as_bytes()).unwrap(),
                network: "sim".to_owned(),
                link: LinkTemplate::simulated(),
                shelf: Shelf::default(),
            };
            catalog::store(&mut connection, &entry).await.unwrap();
        }
        drop(connection);
        publish::publish(&self.dir, self.pool(), self.now_ms() / 1_000)
            .await
            .unwrap();
    }

    /// Lists one more retailer, of a network that is not simulated, and returns its number.
    pub async fn list(&self, network: &str, link: &str, line: &str) -> u32 {
        let entry = Entry {
            retailer: Retailer::from_line(line.as_bytes()).unwrap(),
            network: network.to_owned(),
            link: LinkTemplate::parse(link).unwrap(),
            shelf: Shelf::default(),
        };
        let mut connection = self.pool().acquire().await.unwrap();
        catalog::store(&mut connection, &entry).await.unwrap();
        let listed = catalog::entries(&mut connection).await.unwrap();
        drop(connection);
        self.publish(&[]).await;
        listed.iter().map(|e| e.retailer.id.0).max().unwrap()
    }

    /// The portal's folder.
    pub fn data(&self) -> &Path {
        self.dir.path()
    }

    pub fn dir(&self) -> &DataDir {
        &self.dir
    }

    pub fn pool(&self) -> &db::Pool {
        &self.portal.pool
    }

    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Lets time pass.
    pub fn pass(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn set_time(&self, ms: i64) {
        self.clock.0.store(ms, Ordering::SeqCst);
    }

    /// Runs a command of the portal on this world's data.
    pub async fn command(&self, args: &[&str]) -> Result<(), String> {
        let data = self.data().to_str().unwrap();
        let args = [&["portal"], args, &["--data", data]].concat();
        let cli = <Cli as clap::Parser>::try_parse_from(args).map_err(|e| e.to_string())?;
        cli.run().await.map_err(|failure| failure.to_string())
    }

    /// Asks the simulated network, as the background task does.
    pub async fn pull(&self) -> Outcome {
        pull::pull(&self.portal).await.unwrap()
    }

    /// Every movement has two different accounts of one asset, and the kept balances are the sums of the movements.
    pub async fn check_books(&self) {
        let mixed: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM movement m JOIN account d ON d.id = m.debit
             JOIN account c ON c.id = m.credit WHERE d.asset <> c.asset OR d.id = c.id",
        )
        .fetch_one(self.pool())
        .await
        .unwrap();
        assert_eq!(mixed, 0, "movements between unlike assets");
        let wrong: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM balance b WHERE
               b.debits <> (SELECT COALESCE(SUM(amount), 0) FROM movement WHERE debit = b.account) OR
               b.credits <> (SELECT COALESCE(SUM(amount), 0) FROM movement WHERE credit = b.account)",
        )
        .fetch_one(self.pool())
        .await
        .unwrap();
        assert_eq!(wrong, 0, "balances that are not the sum of their movements");
        let total: i64 = sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(CASE WHEN a.id = m.credit THEN m.amount ELSE -m.amount END), 0) AS BIGINT)
             FROM account a JOIN movement m ON a.id IN (m.debit, m.credit)",
        )
        .fetch_one(self.pool())
        .await
        .unwrap();
        assert_eq!(total, 0, "all accounts together");
        assert_eq!(audit::audit(self.pool()).await.unwrap(), []);
    }
}
