//! Signing up and being enrolled are one step.

use crate::{
    browser::Browser,
    newcomer::{joined, link, world},
    shopper::sign_up,
    world::World,
};
use axum::http::StatusCode;
use pointback_portal::db::Engine;

async fn run(world: &World, statement: &'static str) {
    sqlx::query(statement).execute(world.pool()).await.unwrap();
}

async fn names(world: &World, ask: &'static str) -> Vec<String> {
    let names = sqlx::query_scalar(ask).fetch_all(world.pool());
    names.await.unwrap()
}

#[tokio::test]
async fn who_cannot_be_enrolled_is_no_member_yet_and_can_come_again() {
    let world = world().await;
    let (mut inviter, _) = joined(&world, "ann@example.org", None).await;
    let link = link(&mut inviter).await;
    let mut bob = Browser::new(&world);
    bob.get(&link).await;
    run(&world, "ALTER TABLE enrolment RENAME TO away").await;
    let refused = sign_up(&mut bob, "bob@example.org").await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    let members = "SELECT email FROM member";
    assert_eq!(names(&world, members).await, ["ann@example.org"]);
    run(&world, "ALTER TABLE away RENAME TO enrolment").await;
    let answer = sign_up(&mut bob, "bob@example.org").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let invited = "SELECT m.email FROM enrolment e JOIN member m ON m.id = e.member WHERE e.inviter IS NOT NULL";
    assert_eq!(names(&world, invited).await, ["bob@example.org"]);
    let taken = "SELECT id FROM campaign WHERE kind = 'referral' AND taken = 1";
    assert_eq!(names(&world, taken).await, ["spring"]);
}

#[tokio::test]
async fn who_loses_the_last_place_gets_one_in_the_next_campaign() {
    let world = world().await;
    if Engine::of(world.pool()) == Engine::Postgres {
        return; // It has triggers of another language.
    }
    let newer = ["campaign", "add", "newer", "welcome", "--bonus", "20"];
    let terms = ["--spend", "25", "--from", "2027-02-01"];
    world.command(&[&newer[..], &terms].concat()).await.unwrap();
    // As when somebody else takes the last place between the look and the taking.
    run(
        &world,
        "CREATE TRIGGER full BEFORE UPDATE ON campaign WHEN OLD.id = 'newer' BEGIN SELECT RAISE(IGNORE); END",
    )
    .await;
    joined(&world, "ann@example.org", None).await;
    let campaigns = "SELECT campaign FROM enrolment";
    assert_eq!(names(&world, campaigns).await, ["hello"]);
}
