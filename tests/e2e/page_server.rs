//! A server of fixed pages: whatever is asked for, the host's page is the answer.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::failure::Outcome;

/// Starts it with a page for each host; the answer is its port. It ends with the scenario's event loop.
pub async fn start(pages: &'static [(&'static str, &'static str)]) -> Outcome<u16> {
    start_with("", pages).await
}

/// The same, with these lines at the head of every answer, each with its line end.
pub async fn start_with(
    headers: &'static str,
    pages: &'static [(&'static str, &'static str)],
) -> Outcome<u16> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 8192];
                let read = stream.read(&mut request).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..read]).to_lowercase();
                let page = pages
                    .iter()
                    .find(|(host, _)| text.contains(&format!("\r\nhost: {host}")))
                    .map_or("", |(_, page)| *page);
                let length = page.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{page}"
                );
                stream.write_all(answer.as_bytes()).await
            });
        }
    });
    Ok(port)
}
