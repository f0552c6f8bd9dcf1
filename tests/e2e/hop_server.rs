//! A network's redirect host: answers every request with a redirect to where its `to` parameter points, which
//! comes last and may be another such address.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::failure::Outcome;

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
