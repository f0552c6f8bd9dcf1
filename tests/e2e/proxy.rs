//! The browser's only way out: a proxy that ends TLS itself, hands routed hosts to a loopback port with the `Host`
//! header untouched, refuses every other host, and logs each request.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{
    Method, Response, StatusCode,
    body::{Bytes, Incoming},
    client, header,
    server::conn::http1,
    service::service_fn,
    upgrade::Upgraded,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    certificates::Certificates,
    failure::{Failure, Outcome},
    request_log::{Mark, Request, RequestLog, Seen},
};

type Answer = Response<BoxBody<Bytes, hyper::Error>>;

/// Headers that speak about one connection, not about the request.
const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A running proxy; stops listening when dropped.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
    listening: JoinHandle<()>,
}

struct State {
    routes: Mutex<HashMap<String, u16>>,
    log: RequestLog,
    certificates: Certificates,
}

/// Where a request came in: straight to the proxy, or inside a tunnel to a host.
#[derive(Clone)]
enum Entrance {
    Plain,
    Tunnel(Arc<str>),
}

impl Proxy {
    /// Listens on a free loopback port. No host is routed yet.
    pub async fn start() -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            routes: Mutex::default(),
            log: RequestLog::default(),
            certificates: Certificates::new()?,
        });
        let listening = tokio::spawn(accept(listener, Arc::clone(&state)));
        Ok(Self {
            address,
            state,
            listening,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers this exact host from a loopback port, on http and https alike.
    pub fn route(&self, host: &str, port: u16) {
        self.state.routes().insert(host.to_ascii_lowercase(), port);
    }

    /// Refuses the host from now on.
    pub fn unroute(&self, host: &str) {
        self.state.routes().remove(&host.to_ascii_lowercase());
    }

    /// All requests so far, without tunnels that were only opened and without the browser's own noise.
    pub fn requests(&self) -> Vec<Request> {
        self.since(Mark::default())
    }

    /// This moment, for `since`.
    pub fn mark(&self) -> Mark {
        self.state.log.mark()
    }

    /// Like `requests`, from a mark on.
    pub fn since(&self, mark: Mark) -> Vec<Request> {
        self.state.log.since(mark)
    }

    /// All that passed, noise and tunnels included.
    pub fn everything(&self) -> Vec<Request> {
        self.state.log.everything()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl State {
    fn routes(&self) -> MutexGuard<'_, HashMap<String, u16>> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn port_of(&self, host: &str) -> Option<u16> {
        self.routes().get(host).copied()
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service =
                service_fn(move |request| answer(request, Arc::clone(&state), Entrance::Plain));
            // A connection that breaks is the browser's decision; the log has what it asked for.
            let _closed = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .with_upgrades()
                .await;
        });
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    state: Arc<State>,
    entrance: Entrance,
) -> Result<Answer, hyper::Error> {
    if request.method() == Method::CONNECT {
        return Ok(open_tunnel(request, state));
    }
    let (head, body) = request.into_parts();
    let (scheme, host) = match entrance {
        Entrance::Tunnel(host) => ("https", host.to_string()),
        Entrance::Plain => ("http", head.uri.host().unwrap_or_default().to_lowercase()),
    };
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let body = body.collect().await?.to_bytes();
    let port = state.port_of(&host);
    state.log.push(Seen {
        method: &head.method,
        scheme,
        host: &host,
        path,
        headers: &head.headers,
        body: &body,
        refused: port.is_none(),
    });
    let Some(port) = port else {
        return Ok(bad_gateway(format!("{host} is not routed")));
    };
    let mut onward = hyper::Request::builder().method(&head.method).uri(path);
    for (name, value) in &head.headers {
        if !HOP_BY_HOP.contains(&name.as_str()) && name != header::CONTENT_LENGTH {
            onward = onward.header(name, value);
        }
    }
    let answered = match onward.body(Full::new(body)) {
        Ok(onward) => forward(onward, port).await,
        Err(error) => Err(error.into()),
    };
    Ok(answered.unwrap_or_else(|failure| bad_gateway(format!("{host}: {failure}"))))
}

async fn forward(request: hyper::Request<Full<Bytes>>, port: u16) -> Outcome<Answer> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let (mut sender, connection) = client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut response = sender.send_request(request).await?;
    for name in HOP_BY_HOP {
        response.headers_mut().remove(*name);
    }
    Ok(response.map(BodyExt::boxed))
}

fn open_tunnel(request: hyper::Request<Incoming>, state: Arc<State>) -> Answer {
    let host = request.uri().host().unwrap_or_default().to_lowercase();
    let known = state.port_of(&host).is_some();
    state.log.push(Seen {
        method: request.method(),
        scheme: "tunnel",
        host: &host,
        path: "",
        headers: request.headers(),
        body: b"",
        refused: !known,
    });
    if !known {
        return bad_gateway(format!("{host} is not routed"));
    }
    tokio::spawn(async move {
        // As above: a tunnel that breaks needs no report.
        if let Ok(upgraded) = hyper::upgrade::on(request).await {
            let _closed = serve_tunnel(upgraded, host, state).await;
        }
    });
    Response::new(text(""))
}

async fn serve_tunnel(upgraded: Upgraded, host: String, state: Arc<State>) -> Outcome {
    let config = state.certificates.server_config(&host)?;
    let stream = TlsAcceptor::from(config)
        .accept(TokioIo::new(upgraded))
        .await?;
    let entrance = Entrance::Tunnel(host.into());
    let service = service_fn(move |request| answer(request, Arc::clone(&state), entrance.clone()));
    http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await
        .map_err(Failure::from)
}

fn bad_gateway(reason: String) -> Answer {
    let mut response = Response::new(text(reason));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
}

fn text(content: impl Into<Bytes>) -> BoxBody<Bytes, hyper::Error> {
    Full::new(content.into())
        .map_err(|never| match never {})
        .boxed()
}
