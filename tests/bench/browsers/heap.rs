//! What JavaScript keeps in the background, garbage collected before, by the browser's own account.

use fantoccini::Client;
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message},
};

use crate::{
    browser::Browser,
    chromium::devtools,
    driver::Kind,
    failure::{Failure, Outcome},
    firefox,
};

/// Of Firefox's process for extensions.
const IN_PROCESS: &str = "
    const manager = Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci.nsIMemoryReporterManager);
    await new Promise((done) => manager.minimizeMemoryUsage(done));
    let sum = 0;
    const add = (process, path, kind, units, amount) => {
      if (/extension/i.test(process) && path.startsWith('js-main-runtime-gc-heap-committed/used/')) sum += amount;
    };
    await new Promise((done) => manager.getReports(add, null, done, null, false));
    return sum;";

/// Bytes; the background has to be running.
pub async fn bytes(browser: &Browser) -> Outcome<f64> {
    let bytes = match browser.kind() {
        Kind::Chromium => in_worker(&browser.client, &browser.extension_origin()).await?,
        Kind::Firefox => firefox::privileged(&browser.client, IN_PROCESS, json!([])).await?,
    };
    bytes
        .as_f64()
        .filter(|&bytes| bytes > 0.0)
        .ok_or_else(|| Failure::new(format!("no heap of a background: {bytes}")))
}

/// Of the extension's worker in Chromium, whose DevTools no driver hands on.
async fn in_worker(client: &Client, origin: &str) -> Outcome<Value> {
    let address = client
        .capabilities()
        .and_then(|all| all["goog:chromeOptions"]["debuggerAddress"].as_str())
        .ok_or_else(|| Failure::new("the driver does not tell where DevTools listen"))?;
    let targets = devtools(client, "Target.getTargets", json!({})).await?;
    let worker = targets["targetInfos"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|one| {
            one["type"] == "service_worker"
                && one["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with(origin))
        })
        .and_then(|one| one["targetId"].as_str())
        .ok_or_else(|| Failure::new("the background does not run"))?;
    let (mut socket, _) = connect_async(format!("ws://{address}/devtools/page/{worker}"))
        .await
        .map_err(|error| Failure::new(error.to_string()))?;
    ask(&mut socket, "HeapProfiler.collectGarbage").await?;
    let usage = ask(&mut socket, "Runtime.getHeapUsage").await?;
    Ok(usage["usedSize"].clone())
}

/// One question at a time; what DevTools tell besides is passed over.
async fn ask<S>(socket: &mut S, method: &str) -> Outcome<Value>
where
    S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin,
{
    let of = |error: Error| Failure::new(error.to_string()).while_doing(method);
    let asked = json!({ "id": 1, "method": method }).to_string();
    socket.send(Message::text(asked)).await.map_err(of)?;
    while let Some(answer) = socket.next().await {
        let answer: Value = serde_json::from_slice(&answer.map_err(of)?.into_data())?;
        if answer["id"] == 1 {
            return Ok(answer["result"].clone());
        }
    }
    Err(Failure::new("DevTools hung up"))
}
