//! `/healthz` and `/readyz`: alive, and able to work.

use crate::{
    browser::Browser,
    world::{DAY_MS, World},
};
use serde_json::Value;

async fn ready(world: &World) -> (u16, Value) {
    let answer = Browser::new(world).get("/readyz").await;
    (answer.status.as_u16(), answer.json())
}

/// What does not hold, with the reasons.
async fn reasons(world: &World) -> Vec<(String, String)> {
    let (status, said) = ready(world).await;
    assert_eq!(
        (status, &said["ready"]),
        (503, &Value::Bool(false)),
        "{said}"
    );
    let checks = said["checks"].as_array().unwrap().iter();
    let bad = checks.filter(|check| check["ok"] == false);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    bad.map(|check| (text(&check["name"]), text(&check["detail"])))
        .collect()
}

#[tokio::test]
async fn a_server_is_ready_while_its_list_is_good() {
    let world = World::new().await;
    let (status, said) = ready(&world).await;
    assert_eq!(
        (status, &said["ready"]),
        (200, &Value::Bool(true)),
        "{said}"
    );
    world.pass(7 * DAY_MS);
    let expired = reasons(&world).await;
    assert_eq!(
        expired,
        [("list".to_owned(), "the list has expired".to_owned())]
    );
    assert_eq!(Browser::new(&world).get("/healthz").await.text, "ok\n");
}

#[tokio::test]
async fn tables_of_another_version_and_a_database_that_is_gone_are_reasons() {
    let world = World::new().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 12")
        .execute(world.pool())
        .await
        .unwrap();
    let reasons_of = |names: &[&str], found: &[(String, String)]| {
        let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(found, names);
    };
    reasons_of(&["migrations"], &reasons(&world).await);
    world.pool().close().await;
    reasons_of(&["database", "migrations"], &reasons(&world).await);
    assert_eq!(Browser::new(&world).get("/healthz").await.status, 200);
}
