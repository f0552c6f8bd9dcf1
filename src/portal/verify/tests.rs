//! A sound tree passes on the plainest of servers; each broken one fails at the step that says what is wrong.

mod tree;

use super::*;
use crate::{gzip, keys};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Redirect;
use ed25519_dalek::SigningKey;
use pointback_core::envelope::{ROOT_TYPE, seal};
use pointback_core::head::Part;
use pointback_core::root::Root;
use std::fs;
use std::path::Path;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tree::Tree;
use url::Url;

const NOW: i64 = 1_800_000_000;

fn failed(place: &Place, pinned: Option<&str>, now: i64) -> Vec<String> {
    let report = verify(place, pinned, now, &mut |step| println!("{step}"));
    report.failed().into_iter().map(str::to_owned).collect()
}

fn cors(app: Router) -> Router {
    app.layer(CorsLayer::new().allow_origin(Any))
}

fn with(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

#[tokio::test]
async fn a_sound_tree_passes_in_a_folder_and_on_a_plain_file_server() {
    let mut tree = Tree::new().await;
    assert_eq!(tree.part().deltas.len(), 2);
    let report = verify(&tree.place(), None, NOW, &mut |_| {});
    let applied = report
        .steps
        .iter()
        .filter(|s| s.detail.ends_with("leads to the snapshot"));
    assert_eq!(
        (report.failed().len(), applied.count()),
        (0, 2),
        "{report:#?}"
    );
    let link = report.link.unwrap();
    assert_eq!(link, crate::identity::link(&tree.dir).unwrap());
    let (_, fingerprint) = link.split_once('#').unwrap();
    assert_eq!(failed(&tree.place(), Some(fingerprint), NOW), [""; 0]);
    assert_eq!(failed(&tree.place(), Some("abc"), NOW), ["fingerprint"]);
    assert_eq!(tree.failed_on_the_web(cors).await, [""; 0]);
}

#[tokio::test]
async fn a_flipped_byte_is_found_where_it_is() {
    for (path, step) in [("root/1.json", "root"), ("head.json", "signature")] {
        let tree = Tree::new().await;
        tree.flip(path);
        assert_eq!(tree.failed(NOW), [step]);
    }
    let tree = Tree::new().await;
    tree.flip(&tree.part().path);
    assert_eq!(tree.failed(NOW), ["snapshot"]);
    let tree = Tree::new().await;
    let delta = tree.part().deltas[1].clone();
    tree.flip(&delta.path);
    assert_eq!(tree.failed(NOW), [format!("delta from {}", delta.from)]);
}

#[tokio::test]
async fn what_is_cut_off_or_missing_is_named() {
    let tree = Tree::new().await;
    let part = tree.part();
    let cut = |path: &str| {
        let file = fs::OpenOptions::new()
            .write(true)
            .open(tree.file(path))
            .unwrap();
        file.set_len(50).unwrap();
    };
    cut(&part.path);
    cut(&part.deltas[0].path);
    assert_eq!(tree.failed(NOW), ["snapshot", "delta from 2"]);
    fs::remove_file(tree.file(&part.path)).unwrap();
    fs::remove_file(tree.file(&part.deltas[1].path)).unwrap();
    assert_eq!(
        tree.failed(NOW),
        ["snapshot", "delta from 2", "delta from 1"]
    );
    cut("head.json");
    assert_eq!(tree.failed(NOW), ["signature"]);
    fs::remove_file(tree.file("head.json")).unwrap();
    assert_eq!(tree.failed(NOW), ["head"]);
}

#[tokio::test]
async fn a_head_that_is_not_ours_or_not_now_is_refused() {
    let (tree, other) = (Tree::new().await, Tree::new().await);
    let ours = fs::read(tree.file("head.json")).unwrap();
    fs::copy(other.file("head.json"), tree.file("head.json")).unwrap();
    assert_eq!(tree.failed(NOW), ["signature"]);
    fs::write(tree.file("head.json"), &ours).unwrap();
    assert_eq!(tree.failed(NOW + 7 * 86_400), ["freshness"]);
    let key = keys::list(&tree.dir, 1).unwrap();
    let good = tree.head();
    let (mut stranger, mut later, mut epoch) = (good.clone(), good.clone(), good.clone());
    stranger.portal = "other.example".to_owned();
    later.root = 2;
    epoch.epoch = 2;
    for (head, step) in [
        (stranger, "identity"),
        (later, "root number"),
        (epoch, "freshness"),
    ] {
        tree.sign(&head, &key);
        assert_eq!(tree.failed(NOW), [step]);
    }
    // The list key was changed, and no root says so.
    tree.sign(&good, &SigningKey::from_bytes(&[9; 32]));
    assert_eq!(tree.failed(NOW), ["signature"]);
}

#[tokio::test]
async fn a_root_of_strangers_and_an_old_root_are_refused() {
    let tree = Tree::new().await;
    let root = Root {
        root: 2,
        ..tree.place().newest_root().unwrap()
    };
    let payload = serde_json::to_vec(&root).unwrap();
    let stranger = SigningKey::from_bytes(&[9; 32]);
    fs::write(
        tree.file("root/2.json"),
        seal(&[&stranger], ROOT_TYPE, &payload),
    )
    .unwrap();
    assert_eq!(tree.failed(NOW), ["root walk"]);
    fs::remove_file(tree.file("root/2.json")).unwrap();
    assert_eq!(tree.failed(root.expires), ["root expiry"]);
}

#[tokio::test]
async fn a_bomb_and_content_that_was_not_promised_are_refused() {
    let tree = Tree::new().await;
    let good = tree.part();
    let swap = |stored: &[u8], raw: u64, deltas: bool| {
        let path = "o/retailers-9-bad.snap".to_owned();
        fs::write(tree.file(&path), stored).unwrap();
        let (len, sha256) = (stored.len() as u64, hash::sha256_hex(stored));
        let deltas = if deltas {
            good.deltas.clone()
        } else {
            Vec::new()
        };
        tree.sign_part(Part {
            path,
            len,
            sha256,
            raw,
            deltas,
            ..good.clone()
        });
    };
    let bomb = gzip::pack(&vec![b'\n'; 30_000_000]).unwrap();
    swap(&bomb, good.raw, false);
    assert_eq!(tree.failed(NOW), ["unpacking"]);
    swap(&gzip::pack(b"other\n").unwrap(), 6, true);
    assert_eq!(tree.failed(NOW), ["content"]);
    let lines = b"no retailer\nnor this\n";
    let raw_sha256 = hash::sha256_hex(lines);
    let path = "o/retailers-9-lines.snap".to_owned();
    let stored = gzip::pack(lines).unwrap();
    fs::write(tree.file(&path), &stored).unwrap();
    let (len, sha256, raw) = (
        stored.len() as u64,
        hash::sha256_hex(&stored),
        lines.len() as u64,
    );
    let deltas = Vec::new();
    tree.sign_part(Part {
        path,
        len,
        sha256,
        raw,
        raw_sha256,
        deltas,
        ..good.clone()
    });
    assert_eq!(tree.failed(NOW), ["lines"]);
    // A delta that is signed and whole, and leads elsewhere.
    let nothing = gzip::pack(b"").unwrap();
    let mut deltas = good.deltas.clone();
    deltas[1].path = "o/retailers-1-3-nothing.delta".to_owned();
    deltas[1].sha256 = hash::sha256_hex(&nothing);
    (deltas[1].len, deltas[1].raw) = (nothing.len() as u64, 0);
    fs::write(tree.file(&deltas[1].path), &nothing).unwrap();
    tree.sign_part(Part {
        deltas,
        ..good.clone()
    });
    assert_eq!(tree.failed(NOW), ["delta from 1"]);
    tree.sign_part(Part {
        path: "o/../head.json".to_owned(),
        ..good
    });
    assert_eq!(tree.failed(NOW), ["freshness"]);
}

#[tokio::test]
async fn a_server_that_gets_in_the_way_is_told_what_to_change() {
    let found = Tree::new().await.failed_on_the_web(|app| app).await;
    assert_eq!(found, ["cors"]);
    let redirect = |app: Router| {
        let away = || async { Redirect::permanent("https://elsewhere.example/head.json") };
        cors(app.route("/rates/v1/head.json", axum::routing::get(away)))
    };
    assert_eq!(
        Tree::new().await.failed_on_the_web(redirect).await,
        ["redirect"]
    );
    let kept = |app: Router| cors(app).layer(with(header::CACHE_CONTROL, "max-age=86400"));
    assert_eq!(Tree::new().await.failed_on_the_web(kept).await, ["caching"]);
    let labelled = |app: Router| cors(app).layer(with(header::CONTENT_ENCODING, "gzip"));
    assert_eq!(
        Tree::new().await.failed_on_the_web(labelled).await,
        ["encoding"]
    );
    let homely = |app: Router| {
        let page = || async { "<h1>Not found, but with status 200</h1>" };
        cors(app.route("/rates/v1/root/2.json", axum::routing::get(page)))
    };
    assert_eq!(
        Tree::new().await.failed_on_the_web(homely).await,
        ["root walk"]
    );
}

#[test]
fn a_place_that_nobody_serves_fails_at_the_first_step() {
    let nowhere = Place::Web(Url::parse("http://127.0.0.1:1/rates/v1/").unwrap());
    assert_eq!(failed(&nowhere, None, NOW), ["root"]);
    assert_eq!(
        failed(&Place::Folder(Path::new("/nowhere").to_owned()), None, NOW),
        ["root"]
    );
}
