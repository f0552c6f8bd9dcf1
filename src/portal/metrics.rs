//! Counts of what the service does, in Prometheus' text format. Labels are route templates, methods, statuses and fixed
//! words: nothing that a visitor could choose, so their number is bounded and none of them tells who asked.

mod text;

use crate::{error::Error, ingest::Outcome, state::Portal};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
pub(crate) use text::KIND;
use text::Text;

/// Upper ends of the classes of durations, milliseconds, and how seconds are written.
const CLASSES: [(u128, &str); 9] = [
    (5, "0.005"),
    (10, "0.01"),
    (25, "0.025"),
    (50, "0.05"),
    (100, "0.1"),
    (250, "0.25"),
    (1_000, "1"),
    (5_000, "5"),
    (20_000, "20"),
];

/// What was counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    answers: Mutex<BTreeMap<Answered, u64>>,
    durations: Mutex<BTreeMap<String, Durations>>,
    /// Clicks that were recorded.
    pub(crate) clicks: Counter,
    /// Clicks that were followed.
    pub(crate) click_outs: Counter,
    reports_new: Counter,
    reports_known: Counter,
    reports_quarantined: Counter,
}

/// Goes up.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    /// Counts so many more.
    pub(crate) fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Default)]
struct Durations {
    classes: [u64; CLASSES.len()],
    count: u64,
    micros: u128,
}

impl Metrics {
    /// Counts an answer. `route` is a template, never an address as it was asked for.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let key = Answered {
            route: route.to_owned(),
            method: known(method),
            status,
        };
        *lock(&self.answers).entry(key).or_default() += 1;
        let mut durations = lock(&self.durations);
        let durations = durations.entry(route.to_owned()).or_default();
        durations.count += 1;
        durations.micros += took.as_micros();
        for ((end, _), class) in CLASSES.iter().zip(&mut durations.classes) {
            *class += u64::from(took.as_millis() <= *end);
        }
    }

    /// Counts what became of reports.
    pub(crate) fn ingested(&self, outcome: &Outcome) {
        self.reports_new.add(outcome.new);
        self.reports_known.add(outcome.known);
        self.reports_quarantined.add(outcome.quarantined);
    }
}

/// A method from a fixed list: the others are made up by somebody.
fn known(method: &str) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    all.into_iter().find(|m| *m == method).unwrap_or("other")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Everything as text: what was counted, and what is so right now.
pub(crate) async fn text(portal: &Portal) -> Result<String, Error> {
    let counted = &portal.metrics;
    let mut text = Text::default();
    text.family("requests_total", "counter", "Requests that were answered");
    for (answered, n) in &*lock(&counted.answers) {
        let Answered {
            route,
            method,
            status,
        } = answered;
        let status = status.to_string();
        let labels = [
            ("route", route.as_str()),
            ("method", method),
            ("status", &status),
        ];
        text.value("requests_total", &labels, n);
    }
    text.family("request_seconds", "histogram", "How long answers took");
    for (route, durations) in &*lock(&counted.durations) {
        histogram(&mut text, route, durations);
    }
    for (name, help, counter) in [
        ("clicks_total", "Clicks that were recorded", &counted.clicks),
        (
            "click_outs_total",
            "Clicks that were followed",
            &counted.click_outs,
        ),
    ] {
        text.family(name, "counter", help);
        text.value(name, &[], counter.get());
    }
    text.family("reports_total", "counter", "Reports of networks");
    for (outcome, counter) in [
        ("new", &counted.reports_new),
        ("known", &counted.reports_known),
        ("quarantined", &counted.reports_quarantined),
    ] {
        text.value("reports_total", &[("outcome", outcome)], counter.get());
    }
    now(portal, &mut text).await?;
    Ok(text.done())
}

fn histogram(text: &mut Text, route: &str, durations: &Durations) {
    for ((_, end), n) in CLASSES.iter().zip(durations.classes) {
        text.value(
            "request_seconds_bucket",
            &[("route", route), ("le", end)],
            n,
        );
    }
    let all = [("route", route), ("le", "+Inf")];
    text.value("request_seconds_bucket", &all, durations.count);
    let route = [("route", route)];
    let (seconds, rest) = (durations.micros / 1_000_000, durations.micros % 1_000_000);
    text.value(
        "request_seconds_sum",
        &route,
        format_args!("{seconds}.{rest:06}"),
    );
    text.value("request_seconds_count", &route, durations.count);
}

/// What is so at this moment: quarantine, list, database.
async fn now(portal: &Portal, text: &mut Text) -> Result<(), Error> {
    let held: i64 = sqlx::query_scalar(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine WHERE dropped_ms IS NULL",
    )
    .fetch_one(&portal.pool)
    .await?;
    text.family("quarantine", "gauge", "Reports that a person must look at");
    text.value("quarantine", &[], held);
    if let Ok(list) = portal.published() {
        let head = &list.head.head;
        text.family("list_age_seconds", "gauge", "Since the list was signed");
        text.value("list_age_seconds", &[], portal.now_s() - head.issued);
        text.family("list_expires_seconds", "gauge", "Until the list expires");
        text.value("list_expires_seconds", &[], head.expires - portal.now_s());
        text.family("list_retailers", "gauge", "Retailers on the list");
        text.value("list_retailers", &[], list.list.len());
    }
    let (open, idle) = (portal.pool.size() as usize, portal.pool.num_idle());
    text.family(
        "database_connections",
        "gauge",
        "Connections to the database",
    );
    for (state, n) in [("idle", idle), ("busy", open.saturating_sub(idle))] {
        text.value("database_connections", &[("state", state)], n);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted_in_every_class_that_holds_them() {
        let metrics = Metrics::default();
        metrics.answered("/go/{token}", "GET", 303, Duration::from_micros(7_500));
        metrics.answered("/go/{token}", "BREW", 405, Duration::from_secs(2));
        let mut text = Text::default();
        let durations = lock(&metrics.durations);
        histogram(&mut text, "/go/{token}", &durations["/go/{token}"]);
        let text = text.done();
        for line in [
            r#"pointback_request_seconds_bucket{route="/go/{token}",le="0.005"} 0"#,
            r#"pointback_request_seconds_bucket{route="/go/{token}",le="0.01"} 1"#,
            r#"pointback_request_seconds_bucket{route="/go/{token}",le="1"} 1"#,
            r#"pointback_request_seconds_bucket{route="/go/{token}",le="5"} 2"#,
            r#"pointback_request_seconds_bucket{route="/go/{token}",le="+Inf"} 2"#,
            r#"pointback_request_seconds_sum{route="/go/{token}"} 2.007500"#,
            r#"pointback_request_seconds_count{route="/go/{token}"} 2"#,
        ] {
            assert!(text.lines().any(|l| l == line), "{line} in\n{text}");
        }
        let methods: Vec<_> = lock(&metrics.answers).keys().map(|a| a.method).collect();
        assert_eq!(methods, ["GET", "other"]);
    }
}
