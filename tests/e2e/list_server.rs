//! A static web server for a published tree, with the faults that networks and servers have.

use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::failure::Outcome;

/// What is wrong with its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Nothing,
    /// Files with this ending are cut in half.
    Truncates(&'static str),
    /// Files with this ending come with 100 MB behind them.
    Inflates(&'static str),
    /// Files with this ending are gzip that unpacks to 64 MB.
    Bombs(&'static str),
    /// Files with this ending are a page in HTML.
    Garbles(&'static str),
    /// Files with this ending are not there.
    Loses(&'static str),
    /// Everything is answered with this status.
    Fails(u16),
    /// Everything is answered with 503 and two hours in `Retry-After`.
    IsBusy,
    /// Nothing says who may read it.
    ForgetsCors,
    /// Everything has moved.
    Redirects,
    /// Who wants to sign in is led on to this other portal, with the same words.
    LeadsOn(&'static str),
    /// Whoever asks for this waits until they have had enough.
    Hangs(&'static str),
}

struct State {
    tree: PathBuf,
    fault: Fault,
    asked: Vec<String>,
    hanging: usize,
}

#[derive(Clone)]
pub struct ListServer {
    state: Arc<Mutex<State>>,
    pub port: u16,
}

impl ListServer {
    /// Starts on a free port; ends with the scenario's event loop.
    pub async fn start(tree: PathBuf) -> Outcome<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let port = listener.local_addr()?.port();
        let state = State {
            tree,
            fault: Fault::Nothing,
            asked: Vec::new(),
            hanging: 0,
        };
        let server = Self {
            state: Arc::new(Mutex::new(state)),
            port,
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move { server.answer(stream).await });
            }
        });
        Ok(server)
    }

    /// Serves this tree from now on, with this fault.
    pub fn serve(&self, tree: PathBuf, fault: Fault) {
        let mut state = self.state();
        (state.tree, state.fault) = (tree, fault);
        state.asked.clear();
    }

    /// What it was asked for since.
    pub fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// How many are waiting for an answer that never comes.
    pub fn hanging(&self) -> usize {
        self.state().hanging
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, mut stream: TcpStream) -> Outcome {
        let mut request = vec![0; 8192];
        let read = stream.read(&mut request).await?;
        let text = String::from_utf8_lossy(&request[..read]).into_owned();
        let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
        let (tree, fault) = {
            let mut state = self.state();
            state.asked.push(path.clone());
            (state.tree.clone(), state.fault)
        };
        if let Fault::Hangs(what) = fault
            && path == what
        {
            self.state().hanging += 1;
            let gone = stream.read_to_end(&mut request).await;
            self.state().hanging -= 1;
            return Ok(gone.map(|_| ())?);
        }
        let file = fs::read(tree.join(path.trim_start_matches('/')));
        let hits = |ending: &str| path.ends_with(ending);
        let mut status = if file.is_ok() { 200 } else { 404 };
        let mut body = file.unwrap_or_default();
        let mut headers = "access-control-allow-origin: *\r\n".to_owned();
        match fault {
            Fault::Truncates(ending) if hits(ending) => body.truncate(body.len() / 2),
            Fault::Inflates(ending) if hits(ending) => body.resize(100 << 20, b' '),
            Fault::Bombs(ending) if hits(ending) => body = bomb()?,
            Fault::Garbles(ending) if hits(ending) => body = b"<!doctype html><p>Sign in".to_vec(),
            Fault::Loses(ending) if hits(ending) => (status, body) = (404, Vec::new()),
            Fault::Fails(code) => (status, body) = (code, Vec::new()),
            Fault::IsBusy => {
                (status, body) = (503, Vec::new());
                headers.push_str(
                    "access-control-expose-headers: retry-after\r\nretry-after: 7200\r\n",
                );
            }
            Fault::ForgetsCors => headers.clear(),
            Fault::Redirects => {
                status = 302;
                headers.push_str("location: https://elsewhere.example/\r\n");
            }
            Fault::LeadsOn(portal) if path.starts_with("/oauth/authorize") => {
                status = 302;
                headers.push_str(&format!("location: {portal}{}\r\n", &path[1..]));
            }
            _ => {}
        }
        let head = format!(
            "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        // A client that has seen enough hangs up; that is no failure of ours.
        drop(stream.write_all(&body).await);
        Ok(())
    }
}

fn bomb() -> Outcome<Vec<u8>> {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&vec![b'\n'; 64 << 20])?;
    Ok(gzip.finish()?)
}
