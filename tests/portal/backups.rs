//! Copies of a portal: where they may lie, and what they must not hold.

use crate::world::World;
use std::path::Path;

#[tokio::test]
async fn a_copy_lies_outside_of_what_it_copies() {
    let world = World::new().await;
    let data = world.data();
    let backup = async |out: &Path| {
        world
            .command(&["backup", "--out", out.to_str().unwrap()])
            .await
    };
    let inside = [
        data.join("backup"),
        data.join("keys").join("backup"),
        data.join("keys").join("..").join("backup"),
        data.to_owned(),
    ];
    for out in inside {
        let sentence = backup(&out).await.unwrap_err();
        assert!(sentence.contains("lies in the folder"), "{sentence}");
        assert!(out == data || !out.exists(), "{}", out.display());
    }
    // Neither a name that begins alike nor a neighbour is inside.
    let beside = data.with_file_name("data-backup");
    backup(&beside).await.unwrap();
    assert!(beside.join("keys").is_dir() && !beside.join("data-backup").exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_leads_inside_is_seen_through() {
    let world = World::new().await;
    let link = world.data().with_file_name("link");
    std::os::unix::fs::symlink(world.data(), &link).unwrap();
    let out = link.join("backup");
    let refused = world
        .command(&["backup", "--out", out.to_str().unwrap()])
        .await;
    assert!(refused.unwrap_err().contains("lies in the folder"));
    assert!(!out.exists());
}
