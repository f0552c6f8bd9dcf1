//! Makes a Firefox that has been used as good as new: two windows with an empty tab each, no extension, nothing remembered, the
//! settings of a session that has just begun.

use std::net::SocketAddr;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::{
    failure::{Failure, Outcome},
    firefox,
    package::Package,
    wait,
};

/// What an add-on leaves behind goes with it, a little later; then all goes that Firefox itself can clear. (What was typed into
/// forms it does not remember, see the options.) What tests set in the browser itself they set back, but for colours.
const EMPTY: &str = "
    const [shoppers, console, ...others] = Services.wm.getEnumerator('navigator:browser');
    for (const other of others) other.close();
    for (const { gBrowser } of [shoppers, console]) {
        gBrowser.selectedTab = gBrowser.addTrustedTab('about:blank');
        gBrowser.removeAllTabsBut(gBrowser.selectedTab, { skipPermitUnload: true });
    }
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    const { apiManager } = WebExtensionPolicy.getByID(args[0]).extension;
    const cleaned = new Promise((done) => apiManager.once('cleanupAfterUninstall', (_event, _id, tasks) =>
        done(Promise.all(tasks.map(({ promise }) => promise)))));
    await (await AddonManager.getAddonByID(args[0])).uninstall();
    await cleaned;
    const left = await new Promise((done) =>
        Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, { onDataDeleted: done }));
    if (left !== 0) throw new Error(`not cleared: ${left}`);
    Services.prefs.clearUserPref('layout.css.prefers-color-scheme.content-override');
    Services.prefs.setStringPref('extensions.webextensions.uuids', args[1]);
    Services.obs.notifyObservers(null, 'net:cancel-all-connections');";

/// Ends what the session before did, all of it.
pub async fn empty(client: &Client, package: &Package) -> Outcome {
    switch_to_oldest(client).await?;
    let gecko_id = package.gecko_id()?;
    firefox::privileged(client, EMPTY, json!([gecko_id, firefox::uuids(package)?])).await?;
    let is_closed = async || Ok(client.windows().await?.len() == 2);
    wait::holds("all other windows to close", is_closed).await?;
    switch_to_oldest(client).await
}

/// Windows come in the order in which they were opened; the first one is no sign-in window.
async fn switch_to_oldest(client: &Client) -> Outcome {
    let oldest = client.windows().await?.into_iter().next();
    let oldest = oldest.ok_or_else(|| Failure::new("no window is left"))?;
    Ok(client.switch_to_window(oldest).await?)
}

/// From now on the only way out is this proxy.
pub async fn lead_through(client: &Client, proxy: SocketAddr) -> Outcome {
    let body = "for (const scheme of ['http', 'ssl']) {
                    Services.prefs.setStringPref(`network.proxy.${scheme}`, args[0]);
                    Services.prefs.setIntPref(`network.proxy.${scheme}_port`, args[1]);
                }";
    let address: Value = json!([proxy.ip().to_string(), proxy.port()]);
    firefox::privileged(client, body, address).await?;
    Ok(())
}
