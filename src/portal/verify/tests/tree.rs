//! A published tree to break, in a folder and on a server.

use super::{NOW, failed};
use crate::data_dir::DataDir;
use crate::identity::Identity;
use crate::import::{Options, import};
use crate::place::Place;
use crate::{keys, mirror, publish, setup};
use axum::Router;
use ed25519_dalek::SigningKey;
use pointback_core::envelope::{HEAD_TYPE, seal};
use pointback_core::head::{Head, Part, Parts, RETAILERS};
use std::fs;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use url::Url;

/// A portal with three versions, and its tree as copied to a web server's folder.
pub(super) struct Tree {
    folder: tempfile::TempDir,
    pub(super) dir: DataDir,
    listener: Option<TcpListener>,
}

impl Tree {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        let identity = Identity {
            base: Url::parse(&base).unwrap(),
            portal_id: "portal.example".to_owned(),
            name: "Test".to_owned(),
            store_page: None,
        };
        let data = folder.path().join("data");
        let (dir, pool) = setup::init(&data, &identity, NOW).await.unwrap();
        for day in 1..=3 {
            let row = |n: i64| format!("s{n}.com,Store {},{}%\n", n * 7_919, (n + day) % 9 + 1);
            let rows: String = (0..60)
                .filter(|n| day == 1 || n % 20 == 0)
                .map(row)
                .collect();
            let csv = format!("domain,name,rate\n{rows}");
            import(&pool, csv.as_bytes(), &Options::default())
                .await
                .unwrap();
            publish::publish(&dir, &pool, NOW).await.unwrap();
        }
        pool.close().await;
        mirror::copy_to(&dir, &folder.path().join("out")).unwrap();
        let listener = Some(listener);
        Self {
            folder,
            dir,
            listener,
        }
    }

    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join("out/rates/v1").join(path)
    }

    pub(super) fn place(&self) -> Place {
        Place::Folder(self.file(""))
    }

    pub(super) fn head(&self) -> Head {
        let root = self.place().newest_root().unwrap();
        self.place().head(&root).unwrap().head
    }

    pub(super) fn part(&self) -> Part {
        self.head().retailers().unwrap().clone()
    }

    pub(super) fn flip(&self, path: &str) {
        let mut bytes = fs::read(self.file(path)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(self.file(path), bytes).unwrap();
    }

    pub(super) fn sign(&self, head: &Head, key: &SigningKey) {
        let payload = serde_json::to_vec(head).unwrap();
        fs::write(self.file("head.json"), seal(&[key], HEAD_TYPE, &payload)).unwrap();
    }

    /// A head as the list key itself would sign it, however wrong.
    pub(super) fn sign_part(&self, part: Part) {
        let parts = Parts::from_iter([(RETAILERS.to_owned(), part)]);
        let head = Head {
            parts,
            ..self.head()
        };
        self.sign(&head, &keys::list(&self.dir, 1).unwrap());
    }

    pub(super) fn failed(&self, now: i64) -> Vec<String> {
        failed(&self.place(), None, now)
    }

    /// Serves the folder as it is, with `dress` around it, and verifies it from there.
    pub(super) async fn failed_on_the_web(
        &mut self,
        dress: impl FnOnce(Router) -> Router,
    ) -> Vec<String> {
        let listener = self.listener.take().unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        let files = ServeDir::new(self.folder.path().join("out"));
        let app = dress(Router::new().fallback_service(files));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        let look = move || failed(&Place::parse(&base).unwrap(), None, NOW);
        let found = tokio::task::spawn_blocking(look).await.unwrap();
        server.abort();
        found
    }
}
