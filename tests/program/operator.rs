//! A payout day as the operator types it, and what the program says.

use crate::{
    members,
    process::{refused, run},
};
use std::path::Path;

const DATE: [&str; 2] = ["--date", "2025-11-15"];

fn payout(data: &Path, step: &str, more: &[&str]) -> String {
    run(data, &[&["payout", step], more].concat()).join("\n")
}

#[tokio::test]
async fn a_payout_day_goes_from_plan_to_audit() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    members::make(data).await;
    let plan = payout(data, "plan", &DATE);
    for part in [
        "Payout of 2025-11-15 (confirmed_by_date)",
        "  check ",
        "  paypal ",
        "  points-bilt ",
        "  points-mr ",
        "below the smallest payout",
        "no postal address or PayPal account entered",
        "the question about taking part is not answered",
    ] {
        assert!(plan.contains(part), "{part} in {plan}");
    }
    let (_, hash) = plan.split_once("Hash: ").unwrap();
    assert!(payout(data, "plan", &[DATE[0], DATE[1], "--members"]).contains("noAddress"));
    let expect = |hash| [DATE[0], DATE[1], "--expect", hash];

    assert!(refused(data, &["payout", "submit", "--date", DATE[1]]).contains("payout.notFrozen"));
    assert!(refused(data, &["payout", "submit"]).contains("no payout day is frozen yet"));
    let other = [&["payout", "freeze"][..], &expect("0000")].concat();
    assert!(refused(data, &other).contains("payout.otherPlan"));
    let frozen = payout(data, "freeze", &expect(hash));
    assert!(
        frozen.ends_with(&format!("2025-11-15 is frozen: {hash}")),
        "{frozen}"
    );
    assert!(payout(data, "freeze", &expect(hash)).contains("is frozen already"));
    assert!(payout(data, "plan", &DATE).contains(hash));

    assert!(payout(data, "status", &[]).contains("No file was sent yet."));
    payout(data, "submit", &[]);
    let status = payout(data, "status", &[]);
    assert_eq!(
        status.matches(" open, sent 0 days ago").count(),
        4,
        "{status}"
    );
    let files = std::fs::read_to_string(data.join("payouts/2025-11-15-files.csv")).unwrap();
    for line in files.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [name, _, _, items, _, sum, _] = cells[..] else {
            panic!("{line}")
        };
        let (name, _) = name.rsplit_once('.').unwrap();
        let named = |sum| {
            [
                "payout",
                "acknowledge",
                name,
                "--items",
                items,
                "--sum",
                sum,
            ]
        };
        assert!(refused(data, &named("1")).contains("payout.otherTotals"));
        run(data, &named(sum));
    }
    assert_eq!(payout(data, "status", &[]).matches(" 0 open,").count(), 4);
    assert!(run(data, &["seal"]).join("\n").contains("2025-11-10: "));
    let audit = run(data, &["audit"]).join("\n");
    assert!(
        audit.starts_with("The books are sound.\nSealed up to "),
        "{audit}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn files_with_addresses_are_for_the_operator_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    members::make(folder.path()).await;
    payout(folder.path(), "freeze", &DATE);
    payout(folder.path(), "submit", &["--out", "bank"]);
    for file in std::fs::read_dir(folder.path().join("bank")).unwrap() {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn the_operator_sets_the_rules_and_confirms_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    members::make(data).await;
    let rules = payout(data, "rules", &[]);
    assert_eq!(
        rules,
        "Time zone: America/New_York\nCut-off: confirmed_by_date\nWho may elect mr: anyone\nWho may elect bilt: anyone"
    );
    let changed = [
        "--zone",
        "Europe/Berlin",
        "--cut-off",
        "posting_quarter",
        "--elect",
        "bilt=confirmed",
    ];
    let rules = payout(data, "rules", &changed);
    assert!(
        rules.contains("Europe/Berlin\nCut-off: posting_quarter")
            && rules.ends_with("bilt: confirmed")
    );
    assert!(payout(data, "plan", &DATE).contains("(posting_quarter)"));
    let wrong = |more: [&str; 2]| refused(data, &[&["payout", "rules"][..], &more].concat());
    assert!(wrong(["--zone", "Mars/Olympus"]).contains("payout.unknownZone"));
    assert!(wrong(["--elect", "miles=nobody"]).contains("no points programme `miles`"));
    assert!(wrong(["--elect", "mr"]).contains("write it like mr=anyone"));
    assert!(wrong(["--cut-off", "whenever"]).contains("choose confirmed_by_date"));

    assert!(payout(data, "accounts", &[]).contains("No account waits"));
    let confirm = ["payout", "confirm", "m_0005", "mr", "MR-6"];
    assert!(refused(data, &confirm).contains("payout.otherAccount"));
    payout(
        data,
        "confirm",
        &["m_0006", "bilt", "B-6", "--tier", "gold"],
    );
}
