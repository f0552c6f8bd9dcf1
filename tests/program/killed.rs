//! A payout killed with SIGKILL at every line that it prints and after every commit, and run again: the same files, the
//! same books, nobody paid twice.

use crate::{
    books::{self, Books},
    copy_portal, members,
    process::{Ended, run, run_until, run_until_committed},
};
use std::path::Path;

const DATE: &str = "2025-11-15";

/// A step of the payout day, as the operator types it.
struct Step<'a> {
    name: &'static str,
    arguments: Vec<&'a str>,
}

/// A freeze that died is continued with the plan that was agreed to before it began.
fn steps<'h>(hash: &'h str) -> [Step<'h>; 3] {
    let step = |name, more: &[&'h str]| Step {
        name,
        arguments: [&["payout", name], more].concat(),
    };
    [
        step("freeze", &["--date", DATE, "--expect", hash]),
        step("submit", &["--date", DATE]),
        step("settle", &[books::REPORT]),
    ]
}

/// The hash of what is planned in a portal.
fn planned(data: &Path) -> String {
    let plan = run(data, &["payout", "plan", "--date", DATE]);
    let hash = plan.iter().find_map(|line| line.strip_prefix("Hash: "));
    hash.unwrap().to_owned()
}

#[tokio::test]
async fn a_payout_killed_at_every_line_and_run_again_ends_the_same() {
    let scratch = tempfile::tempdir().unwrap();
    let mut before = scratch.path().join("before");
    members::make(&before).await;
    let hash = planned(&before);
    for step in &steps(&hash) {
        let after = scratch.path().join(step.name);
        copy_portal(&before, &after).await;
        let lines = run(&after, &step.arguments);
        let expected = Books::read(&after).await;
        // One transaction for each page of members is what makes this worth while.
        assert!(lines.len() >= 5, "{}: {lines:?}", step.name);
        let mut cut_short = 0;
        for line in 1..=lines.len() {
            let killed = scratch.path().join("killed");
            copy_portal(&before, &killed).await;
            if run_until(&killed, &step.arguments, line) == Ended::Killed {
                cut_short += 1;
            }
            run(&killed, &["audit"]);
            run(&killed, &step.arguments);
            let found = Books::read(&killed).await;
            found.assert_same(&expected, &format!("{} killed at line {line}", step.name));
            std::fs::remove_dir_all(&killed).unwrap();
        }
        // The last lines may come out before the signal goes in.
        let all = lines.len();
        assert!(cut_short * 2 >= all, "{cut_short} of {all} were killed");
        if step.name == "submit" {
            books::write_report(&after).await;
        }
        before = after;
    }
    // Everything once more: nothing is left to do.
    let expected = Books::read(&before).await;
    for step in &steps(&hash) {
        run(&before, &step.arguments);
    }
    Books::read(&before)
        .await
        .assert_same(&expected, "run again");
    assert_eq!(expected.in_payout, 0);
}

/// Lines come before and after what they speak of; a commit that no line speaks of is met here.
#[tokio::test]
async fn a_payout_killed_after_every_commit_and_run_again_ends_the_same() {
    let scratch = tempfile::tempdir().unwrap();
    let (before, killed) = (scratch.path().join("before"), scratch.path().join("killed"));
    members::make(&before).await;
    let hash = planned(&before);
    for step in &steps(&hash) {
        if step.name == "settle" {
            books::write_report(&before).await;
        }
        let after = scratch.path().join(step.name);
        copy_portal(&before, &after).await;
        run(&after, &step.arguments);
        let expected = Books::read(&after).await;
        for commits in 1.. {
            copy_portal(&before, &killed).await;
            let ended = run_until_committed(&killed, &step.arguments, commits).await;
            run(&killed, &["audit"]);
            run(&killed, &step.arguments);
            let when = format!("{} killed after {commits} commits", step.name);
            Books::read(&killed).await.assert_same(&expected, &when);
            std::fs::remove_dir_all(&killed).unwrap();
            if ended == Ended::ByItself {
                assert!(commits > 1, "{when}: it was never killed");
                break;
            }
        }
        copy_portal(&after, &before).await;
    }
}

/// A step that dies again and again, one line later each time, comes to its end nevertheless.
#[tokio::test]
async fn a_payout_that_dies_again_and_again_comes_to_its_end() {
    let scratch = tempfile::tempdir().unwrap();
    let (straight, stumbling) = (scratch.path().join("a"), scratch.path().join("b"));
    members::make(&straight).await;
    copy_portal(&straight, &stumbling).await;
    let hash = planned(&straight);
    for step in &steps(&hash) {
        if step.name == "settle" {
            books::write_report(&straight).await;
            let report = |folder: &Path| folder.join(books::REPORT);
            std::fs::copy(report(&straight), report(&stumbling)).unwrap();
        }
        run(&straight, &step.arguments);
        let mut line = 1;
        while run_until(&stumbling, &step.arguments, line) == Ended::Killed {
            line += 1;
        }
    }
    let expected = Books::read(&straight).await;
    Books::read(&stumbling)
        .await
        .assert_same(&expected, "stumbling");
    run(&stumbling, &["audit"]);
}
