//! A network's redirect host: answers every request with a redirect to where its `to` parameter points, which
//! comes last and may be another such address.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::{failure::Outcome, wait};

/// A store that lets its visitors wait.
pub struct Held {
    /// Where it listens.
    pub port: u16,
    asked: watch::Receiver<bool>,
    answer: watch::Sender<bool>,
}

impl Held {
    /// Waits until somebody asks for a page.
    pub async fn until_asked(&self) -> Outcome {
        wait::holds("the store to be asked", async || Ok(*self.asked.borrow())).await
    }

    /// Answers everybody from now on.
    pub fn answer(&self) {
        self.answer.send_replace(true);
    }
}

/// Starts a store that answers nobody before it is told to.
pub async fn start_held() -> Outcome<Held> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let port = listener.local_addr()?.port();
    let (ask, asked) = watch::channel(false);
    let (answer, may_answer) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (ask, mut may_answer) = (ask.clone(), may_answer.clone());
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                // One piece of it is enough: somebody asks.
                let _some = stream.read(&mut request).await?;
                ask.send_replace(true);
                let _ = may_answer.wait_for(|told| *told).await;
                let page = "<!doctype html><title>Store</title><h1>Store</h1>";
                let length = page.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
                );
                stream.write_all(answer.as_bytes()).await
            });
        }
    });
    Ok(Held {
        port,
        asked,
        answer,
    })
}

/// Starts the server on a free port; it ends with the scenario's event loop.
pub async fn start() -> Outcome<u16> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let read = stream.read(&mut request).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..read]).into_owned();
                let to = text
                    .split_once("to=")
                    .and_then(|(_, rest)| rest.split([' ', '&']).next())
                    .unwrap_or("/");
                let answer = format!(
                    "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).await
            });
        }
    });
    Ok(port)
}
