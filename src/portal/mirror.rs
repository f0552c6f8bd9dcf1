//! A copy of the published tree for any static web server.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use pointback_core::head::Part;
use std::fs;
use std::path::Path;

/// Copies the published tree to another folder, head last, ready for any web server.
///
/// # Errors
/// `ReadOnly` or `File`.
pub fn copy_to(dir: &DataDir, part: &Part, out: &Path) -> Result<(), Failure> {
    let target = out.join("rates").join("v1");
    let mut files = vec![part.path.clone()];
    let roots = fs::read_dir(dir.roots()).map_err(|e| Failure::file("read", &dir.roots(), e))?;
    for entry in roots.flatten() {
        files.push(format!("root/{}", entry.file_name().to_string_lossy()));
    }
    files.push("head.json".to_owned());
    for folder in [target.join("o"), target.join("root")] {
        fs::create_dir_all(&folder).map_err(|e| Failure::file("create", &folder, e))?;
    }
    for file in files {
        let bytes = data_dir::read(&dir.rates().join(&file))?;
        data_dir::write_atomically(&target.join(&file), &bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_list::Place;
    use crate::setup::ensure_demo;
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
        copy_to(&demo.dir, source.head.head.retailers().unwrap(), &out).unwrap();
        let copied = Place::parse(out.to_str().unwrap()).unwrap().load().unwrap();
        assert_eq!(copied.head, source.head);
        assert_eq!(copied.list.len(), source.list.len());
    }
}
