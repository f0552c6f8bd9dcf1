//! A copy of the published tree for any static web server.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::objects;
use std::fs;
use std::path::Path;

/// Copies the whole published tree to another folder, ready for any web server: objects first, then roots, the head last,
/// each as a whole, so that a reader at any moment finds a complete list. Objects that the source has given up go. One copy
/// is made at a time: an older head would come after a newer one, and what the newer one names would go.
///
/// # Errors
/// `ReadOnly` or `File`.
pub fn copy_to(dir: &DataDir, out: &Path) -> Result<(), Failure> {
    let target = out.join("rates").join("v1");
    for folder in [target.join("o"), target.join("root")] {
        fs::create_dir_all(&folder).map_err(|e| Failure::file("create", &folder, e))?;
    }
    let _turn = data_dir::held(&dir.mirror_lock())?;
    // Read before anything else: whatever is published meanwhile, what this head names is in the tree.
    let head = data_dir::read(&dir.head_file())?;
    let objects: Vec<String> = names(&dir.objects(), "o", objects::is_ours)?;
    let roots = names(&dir.roots(), "root", |name| name.ends_with(".json"))?;
    for file in objects.iter().chain(&roots) {
        let bytes = data_dir::read(&dir.rates().join(file))?;
        let copy = target.join(file);
        if !fs::read(&copy).is_ok_and(|there| there == bytes) {
            data_dir::write_atomically(&copy, &bytes)?;
        }
    }
    data_dir::write_atomically(&target.join("head.json"), &head)?;
    objects::remove_others(&target, &objects.into_iter().collect())
}

fn names(folder: &Path, below: &str, wanted: fn(&str) -> bool) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| Failure::file("read", folder, e))?;
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names
        .filter(|name| wanted(name))
        .map(|name| format!("{below}/{name}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo_data::ensure_demo;
    use crate::place::Place;
    use crate::publish;
    use std::fs::File;
    use url::Url;

    #[tokio::test]
    async fn a_copied_tree_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let base = Url::parse("http://127.0.0.1:8787/").unwrap();
        let demo = ensure_demo(&folder.path().join("data"), &base, 1_800_000_000)
            .await
            .unwrap();
        let source = Place::Folder(demo.dir.rates()).load().unwrap();
        let out = folder.path().join("out");
        copy_to(&demo.dir, &out).unwrap();
        let copied = Place::parse(out.to_str().unwrap()).unwrap().load().unwrap();
        assert_eq!(copied.head, source.head);
        assert_eq!(copied.list.len(), source.list.len());
    }

    #[tokio::test]
    async fn who_waits_for_another_copy_copies_what_is_newest_then() {
        let folder = tempfile::tempdir().unwrap();
        let base = Url::parse("http://127.0.0.1:8787/").unwrap();
        let demo = ensure_demo(&folder.path().join("data"), &base, 1_800_000_000)
            .await
            .unwrap();
        let turn = File::create(demo.dir.mirror_lock()).unwrap();
        turn.lock().unwrap();
        let (dir, out) = (demo.dir.clone(), folder.path().join("out"));
        let copier = std::thread::spawn(move || copy_to(&dir, &out));
        for second in 1..=8 {
            publish::publish(&demo.dir, &demo.pool, 1_800_000_000 + second)
                .await
                .unwrap();
        }
        assert!(!copier.is_finished());
        turn.unlock().unwrap();
        copier.join().unwrap().unwrap();
        let head = |rates: &Path| data_dir::read(&rates.join("head.json")).unwrap();
        let copied = folder.path().join("out/rates/v1");
        assert_eq!(head(&copied), head(&demo.dir.rates()));
    }
}
