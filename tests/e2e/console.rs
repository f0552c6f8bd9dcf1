//! A window of its own with an inert page of the extension, from which tests look inside without disturbing the shopper's tabs.

use fantoccini::Client;

use crate::{
    browser::Tab,
    driver::Kind,
    failure::{Failure, Outcome},
    firefox,
    package::{FIREFOX_UUID, Package},
    wait,
};

/// Opens it in a browser that has just been started or renewed; the extension is installed then.
pub async fn open(kind: Kind, client: &Client, package: &Package) -> Outcome<Tab> {
    let first = client.window().await?;
    let mut second = None; // there from the session before
    if kind == Kind::Firefox {
        second = client.windows().await?.into_iter().find(|w| *w != first);
        firefox::install(client, package).await?;
    }
    let console = match second {
        Some(window) => window,
        None => client.new_window(false).await?.handle,
    };
    client.switch_to_window(console.clone()).await?;
    client
        .goto(&format!("{}/manifest.json", origin(kind, package)))
        .await
        .map_err(|error| Failure::from(error).while_doing("the extension did not load"))?;
    if kind == Kind::Firefox {
        // It opens in front of the shopper's tab, and must not do so later.
        let is_there = async || Ok(client.windows().await?.len() == 3);
        wait::holds("the first page of the extension", is_there).await?;
    }
    client.switch_to_window(first).await?;
    Ok(console)
}

/// `chrome-extension://…` or `moz-extension://…`, without a slash at the end.
pub fn origin(kind: Kind, package: &Package) -> String {
    match kind {
        Kind::Chromium => format!("chrome-extension://{}", package.chromium_id()),
        Kind::Firefox => format!("moz-extension://{FIREFOX_UUID}"),
    }
}
