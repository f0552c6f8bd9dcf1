//! What the service writes down about a shopper's round: enough to find a fault, nothing that tells who it was.

use crate::{
    demo::Demo,
    round::{send, whole_round},
};
use serde_json::Value;

/// Reads the metrics, which are on a port of their own.
fn metrics(program: &Demo) -> String {
    let answer = send(
        program.connect_to_metrics(),
        "127.0.0.1",
        "GET /metrics",
        &[],
        "",
    );
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    answer.text
}

#[test]
fn logs_and_metrics_of_a_whole_round_name_nobody() {
    let mut program = Demo::start("debug");
    let secrets = whole_round(&program);
    let host = program.base.authority().to_owned();
    let named = [("x-request-id", "look-for-me")];
    let problem = send(program.connect(), &host, "GET /v1/me", &named, "").json();
    assert_eq!(problem["request"], "look-for-me");
    let hidden = send(program.connect(), &host, "GET /metrics", &[], "");
    assert_eq!(hidden.status, 404, "metrics are not for everyone");

    let text = metrics(&program);
    for line in [
        "pointback_requests_total{route=\"/go/{token}\",method=\"GET\",status=\"303\"} 1",
        "pointback_requests_total{route=\"/v1/clicks\",method=\"POST\",status=\"201\"} 1",
        "pointback_requests_total{route=\"unmatched\",method=\"GET\",status=\"404\"} 2",
        "pointback_request_seconds_count{route=\"/v1/clicks\"} 1",
        "pointback_clicks_total 1",
        "pointback_click_outs_total 1",
        "pointback_reports_total{outcome=\"new\"} 1",
        "pointback_quarantine 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} in\n{text}");
    }
    for name in [
        "list_age_seconds",
        "list_expires_seconds",
        "database_connections",
    ] {
        assert!(
            text.contains(&format!("\npointback_{name}")),
            "{name} in\n{text}"
        );
    }

    program.terminate();
    let (status, log) = program.end();
    assert!(status.success(), "{log}");
    for secret in &secrets {
        assert!(
            !log.contains(secret.as_str()),
            "{secret} in the log:\n{log}"
        );
        assert!(
            !text.contains(secret.as_str()),
            "{secret} in the metrics:\n{text}"
        );
    }
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    let answered: Vec<&Value> = lines
        .iter()
        .filter(|l| l["message"] == "answered")
        .collect();
    assert!(answered.len() > 15, "{log}");
    assert!(
        answered.iter().all(|line| line["span"]["id"].is_string()),
        "{log}"
    );
    assert!(
        answered
            .iter()
            .all(|line| !line["route"].as_str().unwrap().contains('?'))
    );
    let found = answered
        .iter()
        .find(|line| line["span"]["id"] == "look-for-me");
    let found = found.expect("the request under its own name");
    assert_eq!(
        (&found["route"], &found["status"]),
        (&Value::from("/v1/me"), &Value::from(401))
    );
}
