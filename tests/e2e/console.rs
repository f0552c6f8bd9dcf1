//! A window of its own with an inert page of the extension, from which tests look inside without disturbing the shopper's tabs.

use fantoccini::Client;

use crate::{
    browser::Tab,
    driver::Kind,
    failure::{Failure, Outcome},
    firefox,
    package::Package,
    wait,
};

/// Opens it in a browser that has just been started or emptied, where Firefox gets the extension, too.
pub async fn open(kind: Kind, client: &Client, package: &Package) -> Outcome<Tab> {
    let first = client.window().await?;
    let second = match kind {
        Kind::Chromium => None,
        Kind::Firefox => installed(client, &first, package).await?,
    };
    let console = match second {
        Some(window) => window,
        None => client.new_window(false).await?.handle,
    };
    client.switch_to_window(console.clone()).await?;
    client
        .goto(&format!("{}/manifest.json", package.origin(kind)))
        .await
        .map_err(|error| Failure::from(error).while_doing("the extension did not load"))?;
    client.switch_to_window(first).await?;
    Ok(console)
}

/// Installs the extension; gives the console's window, if it is there from the session before.
async fn installed(client: &Client, first: &Tab, package: &Package) -> Outcome<Option<Tab>> {
    let before = client.windows().await?;
    firefox::install(client, package).await?;
    if package.has_first_page() {
        // It opens in front of another tab, and must not do so in the middle of a scenario.
        let is_there = async || Ok(client.windows().await?.len() > before.len());
        wait::holds("the first page of the extension", is_there).await?;
    }
    Ok(before.into_iter().find(|window| window != first))
}
