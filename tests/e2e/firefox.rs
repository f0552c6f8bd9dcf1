//! What only Firefox needs: its options, add-on installation and scripts in the browser's own context.

use std::path::Path;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::{
    command::Vendor,
    failure::{Failure, Outcome},
    looks::ColorScheme,
    package::{FIREFOX_UUID, Package},
    paths,
};

/// Session options: the profile's folder, a fixed add-on host, no permission prompts, no calls home, loopback through the
/// proxy as well, and nothing that is done in advance or in order to remember.
pub fn options(package: &Package, profile: &Path) -> Outcome<Value> {
    let binary = paths::program(
        "FIREFOX",
        &["firefox-esr", "firefox"],
        "install firefox-esr",
    )?;
    Ok(json!({
        "binary": binary,
        "args": ["-headless", "-width", "1280", "-height", "900", "-profile", profile],
        "prefs": {
            "extensions.webextensions.uuids": uuids(package)?,
            "extensions.webextOptionalPermissionPrompts": false,
            "devtools.jsonview.enabled": false, // the extension's manifest serves as an inert page of its own
            "intl.accept_languages": "en-US",
            "ui.prefersReducedMotion": 1, // a page that is not in front would stop in the middle of an animation
            "network.proxy.allow_hijacking_localhost": true,
            "network.proxy.failover_direct": false,
            "browser.formfill.enable": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "app.normandy.enabled": false,
            "browser.safebrowsing.provider.mozilla.updateURL": "",
            "browser.safebrowsing.provider.google4.updateURL": "",
            "dom.push.connection.enabled": false,
            "extensions.getAddons.cache.enabled": false,
            "extensions.blocklist.enabled": false,
            "browser.newtabpage.enabled": false,
            "browser.region.network.url": "",
            "browser.topsites.contile.enabled": false,
            "browser.pagethumbnails.capturing_disabled": true,
            "browser.sessionstore.interval": 600_000, // milliseconds
        },
    }))
}

/// The preference that says which host an add-on has.
pub fn uuids(package: &Package) -> Outcome<String> {
    Ok(json!({ package.gecko_id()?: FIREFOX_UUID }).to_string())
}

pub async fn install(client: &Client, package: &Package) -> Outcome {
    let body = json!({ "path": package.dir(), "temporary": true });
    client
        .issue_cmd(Vendor {
            path: "moz/addon/install",
            body,
        })
        .await?;
    Ok(())
}

/// Runs the body of an async function in the browser's own context, in the window of the current tab; `args` holds
/// the arguments.
pub async fn privileged(client: &Client, body: &str, args: Value) -> Outcome<Value> {
    context(client, "chrome").await?;
    let script = format!(
        "const [args, done] = arguments;
         (async () => {{ {body} }})().then((ok) => done({{ ok }}), (error) => done({{ error: String(error) }}));"
    );
    let answer = client.execute_async(&script, vec![args]).await;
    context(client, "content").await?;
    let answer = answer?;
    match answer.get("error").and_then(Value::as_str) {
        Some(error) => Err(Failure::new(error)),
        None => Ok(answer.get("ok").cloned().unwrap_or_default()),
    }
}

async fn context(client: &Client, name: &str) -> Outcome {
    let body = json!({ "context": name });
    client
        .issue_cmd(Vendor {
            path: "moz/context",
            body,
        })
        .await?;
    Ok(())
}

/// Ends the background page as the idle timer would.
pub async fn stop_background(client: &Client, gecko_id: &str) -> Outcome {
    let body = "const { extension } = WebExtensionPolicy.getByID(args[0]);
                await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });";
    privileged(client, body, json!([gecko_id])).await?;
    Ok(())
}

/// Has the browser reckon with a disk of so many bytes, or with the one there is. All that is stored is opened anew.
pub async fn limit_storage(client: &Client, room: Option<f64>) -> Outcome {
    let body = "const limit = 'dom.quotaManager.temporaryStorage.fixedLimit';
                Services.prefs.setBoolPref('dom.quotaManager.testing', true);
                if (args[0] === null) Services.prefs.clearUserPref(limit);
                else Services.prefs.setIntPref(limit, Math.ceil(args[0] / 1024));
                await new Promise((done) => (Services.qms.reset().callback = done));
                if (args[0] === null) Services.prefs.clearUserPref('dom.quotaManager.testing');";
    privileged(client, body, json!([room])).await?;
    Ok(())
}

/// Grants what the extension may ask for, as its permission prompt would.
pub async fn grant(client: &Client, gecko_id: &str, permissions: &Value) -> Outcome {
    let body = "const { ExtensionPermissions } =
                  ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
                const { extension } = WebExtensionPolicy.getByID(args[0]);
                const { permissions = [], origins = [] } = args[1];
                await ExtensionPermissions.add(args[0], { permissions, origins, data_collection: [] }, extension);";
    privileged(client, body, json!([gecko_id, permissions])).await?;
    Ok(())
}

/// The extension API's id of the current tab.
pub async fn tab_id(client: &Client, gecko_id: &str) -> Outcome<i64> {
    let body = "const { extension } = WebExtensionPolicy.getByID(args[0]);
                return extension.apiManager.global.tabTracker.getId(gBrowser.selectedTab);";
    privileged(client, body, json!([gecko_id]))
        .await?
        .as_i64()
        .ok_or_else(|| Failure::new("the tab has no id"))
}

/// Makes the window of the current tab the active one, and puts the focus into its page.
pub async fn to_front(client: &Client) -> Outcome {
    // The extension opens tabs in front of it.
    client.switch_to_window(client.window().await?).await?;
    privileged(
        client,
        "window.focus(); gBrowser.selectedBrowser.focus();",
        json!([]),
    )
    .await?;
    Ok(())
}

/// A part of the whole page, in view or not, as the base64 of a PNG.
pub async fn picture(client: &Client, part: Value) -> Outcome<String> {
    let body = "const { x, y, width, height } = args;
                const page = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;
                const drawn = await page.drawSnapshot(new DOMRect(x, y, width, height), 1, 'white');
                const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
                Object.assign(canvas, { width: drawn.width, height: drawn.height });
                canvas.getContext('2d').drawImage(drawn, 0, 0);
                return canvas.toDataURL('image/png').split(',')[1];";
    let answer = privileged(client, body, part).await?;
    let picture = answer.as_str().map(str::to_owned);
    picture.ok_or_else(|| Failure::new("the page was not drawn"))
}

/// Applies to all tabs.
pub async fn color_scheme(client: &Client, scheme: ColorScheme) -> Outcome {
    let value = match scheme {
        ColorScheme::Dark => 0,
        ColorScheme::Light => 1,
    };
    let body =
        "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', args[0]);";
    privileged(client, body, json!([value])).await?;
    Ok(())
}
