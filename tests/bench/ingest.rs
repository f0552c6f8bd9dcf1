//! Order lines that networks report, for each second: the portal's ingest, beside the statements it runs, in the same batches.
//! One at a time everywhere: the ledger has one turn. The peers only write; what an order earns they are told beforehand.

use crate::{
    Pace, pgbench,
    table::Row,
    world::{START_MS, World},
};
use pointback_portal::{
    db::Engine,
    ingest::{self, BATCH},
    report::{Report, Status},
};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};

/// What a batch asks for once.
const ONCE: [&str; 3] = [
    "UPDATE turn SET taken = taken + 1 WHERE name = 'ledger'",
    "SELECT * FROM click WHERE ref = '{click_ref}' AND network = 'acme'",
    "SELECT * FROM enrolment WHERE member = '{member}'",
];
/// What one new line that may still change asks for, in the portal's order. `{…}` is known beforehand, `:id` is the line.
const LINE: [&str; 9] = [
    "SELECT click_ref FROM report WHERE network = 'acme' AND ext_id = :id AND click_ref <> '{click_ref}' LIMIT 1",
    "INSERT INTO report (network, ext_id, rev, click_ref, body) VALUES ('acme', :id, :id, '{click_ref}', '{body}')
     ON CONFLICT (network, ext_id, rev) DO NOTHING",
    "SELECT body FROM report WHERE network = 'acme' AND ext_id = :id",
    "SELECT ext_id, state, sale, base, boost, commission, version FROM earning WHERE id = :id",
    "INSERT INTO account (id, kind, owner, asset) VALUES
       ('{debit}', 'asset', 'x', 'usd'), ('{credit}', 'liability', 'x', 'usd') ON CONFLICT (id) DO NOTHING",
    "INSERT INTO movement (id, grp, debit, credit, amount, code, at_ms, effective_ms)
     VALUES (:id, :id, '{debit}', '{credit}', 500, 'pending', {now}, {now}) ON CONFLICT (id) DO NOTHING",
    "INSERT INTO balance (account, debits, credits) VALUES ('{credit}', 0, 500)
     ON CONFLICT (account) DO UPDATE SET
       debits = balance.debits + excluded.debits, credits = balance.credits + excluded.credits",
    "SELECT erased_ms FROM member WHERE id = '{member}'",
    "INSERT INTO earning (id, network, ext_id, member, kind, click, state, base, boost, commission,
       version, event_ms, updated_ms, reported_ms, confirmed_ms, sale)
     VALUES (:id, 'acme', :id, '{member}', 'purchase', '{click}', 'pending', 500, 0, 800, 1, {now}, {now}, {now}, NULL, 10000)
     ON CONFLICT (id) DO NOTHING",
];

/// A row for each way.
pub async fn beside(world: &World, engine: Engine, pace: Pace) -> Vec<Row> {
    let known = Known::of(world).await;
    let mut rows = vec![
        Row::new("portal", "portal, ingest"),
        Row::new("hand", "same statements, by hand"),
    ];
    let pgbench = (engine == Engine::Postgres).then(|| known.script());
    if pgbench.is_some() {
        rows.push(Row::new("pgbench", "same statements, pgbench"));
    }
    for round in 0..pace.rounds {
        rows[0].add(taken_in(world, &known, pace.round).await);
        rows[1].add(by_hand(world, &known, engine, pace.round).await);
        if let Some(script) = &pgbench {
            rows[2].add(pgbench::run(world, script, 1, pace.round) * BATCH as f64);
        }
        eprintln!(
            "round {} of {} of reports on {engine:?}",
            round + 1,
            pace.rounds
        );
    }
    rows
}

struct Known {
    click_ref: String,
    places: [(&'static str, String); 7],
}

impl Known {
    /// From a first order line, which is really taken in.
    async fn of(world: &World) -> Self {
        let (click, click_ref): (String, String) =
            sqlx::query_as("SELECT id, ref FROM click WHERE network = 'acme' LIMIT 1")
                .fetch_one(world.pool())
                .await
                .unwrap();
        let first = line(&click_ref);
        let taken = ingest::ingest(&world.portal, std::slice::from_ref(&first));
        assert_eq!(taken.await.unwrap().new, 1);
        let (debit, credit): (String, String) =
            sqlx::query_as("SELECT debit, credit FROM movement LIMIT 1")
                .fetch_one(world.pool())
                .await
                .unwrap();
        let member = sqlx::query_scalar("SELECT id FROM member");
        let places = [
            ("{click_ref}", click_ref.clone()),
            ("{click}", click),
            ("{body}", serde_json::to_string(&first).unwrap()),
            ("{debit}", debit),
            ("{credit}", credit),
            ("{member}", member.fetch_one(world.pool()).await.unwrap()),
            ("{now}", START_MS.to_string()),
        ];
        Self { click_ref, places }
    }

    fn fill(&self, statement: &str, id: &str, written: impl Fn(&str) -> String) -> String {
        let filled = statement.replace(":id", id);
        self.places.iter().fold(filled, |text, (place, value)| {
            text.replace(place, &written(value))
        })
    }

    /// A batch as a script for pgbench.
    fn script(&self) -> String {
        let mut script = "\\set n random(1, 1000000000000000)\nBEGIN;\n".to_owned();
        let mut add = |statement: &str, id: &str| {
            // In a text, too, pgbench takes a colon for the beginning of a variable.
            let written = |value: &str| value.replace(':', "' || chr(58) || '");
            script.push_str(&self.fill(statement, id, written).replace('\n', " "));
            script.push_str(";\n");
        };
        ONCE.iter().for_each(|statement| add(statement, ""));
        for number in 0..BATCH {
            let id = format!("'pgbench-' || (:n::bigint + {number})::text");
            LINE.iter().for_each(|statement| add(statement, &id));
        }
        script.push_str("COMMIT;\n");
        script
    }
}

/// Numbers of lines that no round has used.
static NEXT: AtomicI64 = AtomicI64::new(0);

fn line(click_ref: &str) -> Report {
    Report {
        network: "acme".to_owned(),
        ext_id: format!("line-{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        click_ref: click_ref.to_owned(),
        event_at: START_MS,
        is_day: false,
        updated_at: START_MS,
        seq: 0,
        sale_minor: 10_000,
        currency: "USD".to_owned(),
        commission_minor: 800,
        status: Status::Pending,
        record: String::new(),
        category: None,
        offer: None,
        order_hash: None,
    }
}

async fn taken_in(world: &World, known: &Known, time: Duration) -> f64 {
    let start = Instant::now();
    let mut taken = 0;
    while start.elapsed() < time {
        let batch: Vec<Report> = (0..BATCH).map(|_| line(&known.click_ref)).collect();
        taken += ingest::ingest(&world.portal, &batch).await.unwrap().new;
    }
    taken as f64 / start.elapsed().as_secs_f64()
}

async fn by_hand(world: &World, known: &Known, engine: Engine, time: Duration) -> f64 {
    let begin = match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN",
    };
    let once = ONCE.map(|text| -> &'static str { known.fill(text, "", str::to_owned).leak() });
    let each = LINE.map(|text| -> &'static str { known.fill(text, "$1", str::to_owned).leak() });
    let start = Instant::now();
    let mut taken = 0;
    while start.elapsed() < time {
        let mut tx = world.pool().begin_with(begin).await.unwrap();
        for text in once {
            sqlx::query(text).execute(&mut *tx).await.unwrap();
        }
        for _ in 0..BATCH {
            let id = format!("by-hand-{}", NEXT.fetch_add(1, Ordering::Relaxed));
            for text in each {
                let statement = sqlx::query(text);
                let statement = if text.contains("$1") {
                    statement.bind(&id)
                } else {
                    statement
                };
                statement.execute(&mut *tx).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        taken += BATCH;
    }
    taken as f64 / start.elapsed().as_secs_f64()
}
