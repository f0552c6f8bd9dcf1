//! SECURITY.md: every threat has a test, and every test that is named exists.

use super::{assert_none, read, root};

/// What stands between backquotes, one or two of them, and holds a `#`: the file, and the test's name.
fn named(cell: &str) -> Vec<(&str, &str)> {
    let mark = if cell.contains("``") { "``" } else { "`" };
    let quoted = cell.split(mark).skip(1).step_by(2);
    quoted.filter_map(|text| text.split_once('#')).collect()
}

#[test]
fn every_threat_names_tests_that_exist() {
    let paper = read("SECURITY.md");
    let (_, threats) = paper
        .split_once("\n## Threats, and the test of each\n")
        .expect("the threats of SECURITY.md");
    let rows = threats.lines().filter(|line| line.starts_with("| "));
    let rows: Vec<&str> = rows.filter(|row| !row.starts_with("| threat |")).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let cell = row
            .trim_end_matches(" |")
            .rsplit(" | ")
            .next()
            .unwrap_or_default();
        let tests = named(cell);
        if tests.is_empty() {
            wrong.push(format!("no test: {row}"));
        }
        for (path, name) in tests {
            let is_there = root().join(path).is_file() && {
                let text = read(path);
                [format!("fn {name}("), format!("\"{name}\"")]
                    .iter()
                    .any(|form| text.contains(form))
            };
            if !is_there {
                wrong.push(format!("{path} has no test {name}"));
            }
        }
    }
    assert!(rows.len() > 50, "{} threats", rows.len());
    assert_none("SECURITY.md", &wrong);
}
