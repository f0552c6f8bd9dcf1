//! What only Chromium needs: its options and its DevTools commands.

use fantoccini::Client;
use serde_json::{Value, json};

use crate::{
    command::Vendor,
    failure::{Failure, Outcome},
    looks::ColorScheme,
    package::Package,
    paths,
};

const CANDIDATES: &[&str] = &[
    "/usr/lib/chromium/chromium", // Debian's /usr/bin/chromium is a script that adds its own flags
    "chromium",
    "chromium-browser",
    "google-chrome",
];

/// What calls home, and the address bar's own pages: 400 modules in every window, a fifth of what a scenario costs.
const WITHOUT: &[&str] = &[
    "AutofillServerCommunication",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "Translate",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
];

/// Session options: the unpacked extension, no calls home, loopback through the proxy as well.
pub fn options(package: &Package) -> Outcome<Value> {
    let binary = paths::program("CHROME", CANDIDATES, "install chromium")?;
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--force-prefers-reduced-motion".to_owned(),
        "--window-size=1280,900".to_owned(),
        "--hide-scrollbars".to_owned(), // they would come and go with what is pictured
        "--lang=en-US".to_owned(),
        "--proxy-bypass-list=<-loopback>".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-domain-reliability".to_owned(),
        "--disable-sync".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--no-first-run".to_owned(),
        "--no-pings".to_owned(),
        "--metrics-recording-only".to_owned(),
        format!("--disable-features={}", WITHOUT.join(",")),
        format!("--load-extension={}", package.dir().display()),
    ];
    if runs_as_root() {
        arguments.push("--no-sandbox".to_owned());
    }
    // What was once granted is granted again without a prompt, which no driver could click. Nothing of it is active
    // until the extension asks.
    let asked_before = format!(
        "extensions.settings.{}.runtime_granted_permissions",
        package.chromium_id()
    );
    Ok(json!({
        "binary": binary,
        "args": arguments,
        "prefs": {
            asked_before: {
                "api": package.optional_permissions(),
                "explicit_host": package.optional_hosts(),
                "manifest_permissions": [],
                "scriptable_host": [],
            },
        },
    }))
}

/// Chromium's sandbox refuses to run as root, which is what containers of continuous integration are.
fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Sends a DevTools command to the current tab.
pub async fn devtools(client: &Client, method: &str, params: Value) -> Outcome<Value> {
    let body = json!({ "cmd": method, "params": params });
    client
        .issue_cmd(Vendor {
            path: "goog/cdp/execute",
            body,
        })
        .await
        .map_err(|error| Failure::from(error).while_doing(method))
}

/// Ends all service workers, the extension's among them.
pub async fn stop_workers(client: &Client) -> Outcome {
    devtools(client, "ServiceWorker.enable", json!({})).await?;
    devtools(client, "ServiceWorker.stopAllWorkers", json!({})).await?;
    Ok(())
}

/// Asks for permissions on the extension page that is open in the current tab, as if the shopper had clicked there.
pub async fn request_permissions(client: &Client, permissions: &Value) -> Outcome<bool> {
    let answer = devtools(
        client,
        "Runtime.evaluate",
        json!({
            "expression": format!("chrome.permissions.request({permissions})"),
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        }),
    )
    .await?;
    match answer.pointer("/result/value").and_then(Value::as_bool) {
        Some(granted) => Ok(granted),
        None => Err(Failure::new(format!(
            "permissions.request answered {answer}"
        ))),
    }
}

/// Brings the current tab to the front.
pub async fn to_front(client: &Client) -> Outcome {
    devtools(client, "Page.bringToFront", json!({})).await?;
    Ok(())
}

/// The extension API's id of the window that holds the current tab; brings that tab to the front.
pub async fn front_window(client: &Client) -> Outcome<i64> {
    to_front(client).await?;
    let answer = devtools(client, "Browser.getWindowForTarget", json!({})).await?;
    answer
        .get("windowId")
        .and_then(Value::as_i64)
        .ok_or_else(|| Failure::new("the tab has no window"))
}

/// A part of the whole page, in view or not, as the base64 of a PNG.
pub async fn picture(client: &Client, mut part: Value) -> Outcome<String> {
    part["scale"] = 1.into();
    let wishes = json!({ "format": "png", "captureBeyondViewport": true, "clip": part });
    let answer = devtools(client, "Page.captureScreenshot", wishes).await?;
    let picture = answer["data"].as_str().map(str::to_owned);
    picture.ok_or_else(|| Failure::new("the page was not drawn"))
}

/// Applies to the current tab, across navigations.
pub async fn color_scheme(client: &Client, scheme: ColorScheme) -> Outcome {
    let value = match scheme {
        ColorScheme::Dark => "dark",
        ColorScheme::Light => "light",
    };
    let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
    devtools(
        client,
        "Emulation.setEmulatedMedia",
        json!({ "features": features }),
    )
    .await?;
    Ok(())
}
