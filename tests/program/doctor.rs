//! Commands that end by themselves: what they say and with which code.

use crate::demo::portal;

#[test]
fn the_doctor_ends_with_one_while_there_is_a_fault_and_speaks_json() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let nothing = portal(&["doctor", "--data", data]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("portal init --data"));

    let base = ["--base", "https://portal.example/", "--name", "Test"];
    assert!(
        portal(&[&["init", "--data", data], &base[..]].concat())
            .status
            .success()
    );
    let look = ["doctor", "--data", data, "--offline"];
    let unpublished = portal(&look);
    assert_eq!(unpublished.status.code(), Some(1));
    let said = String::from_utf8(unpublished.stdout).unwrap();
    assert!(
        said.contains("FAULT head: ") && said.contains("portal publish"),
        "{said}"
    );

    assert!(portal(&["publish", "--data", data]).status.success());
    let well = portal(&[&look[..], &["--json"]].concat());
    assert_eq!(well.status.code(), Some(0));
    let said: serde_json::Value = serde_json::from_slice(&well.stdout).unwrap();
    assert_eq!(said["ok"], true);
    assert!(said["findings"].as_array().unwrap().len() > 10);
}
