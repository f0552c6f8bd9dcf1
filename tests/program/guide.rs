//! The operator's guide, followed by the letter: its commands run in its order, in an empty folder.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// The blocks of the guide that anyone can run.
fn script() -> String {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../OPERATING.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let blocks = guide.split("\n```sh\n").skip(1);
    let blocks: Vec<&str> = blocks.map(|b| b.split("\n```").next().unwrap()).collect();
    assert!(blocks.len() > 10, "{} blocks", blocks.len());
    blocks.join("\n")
}

#[test]
fn the_operators_guide_works_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_portal")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("sh")
        .args(["-eux", "-c", &script()])
        .current_dir(folder.path())
        .env("PATH", path.unwrap())
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
}
