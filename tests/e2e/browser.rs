//! One browser over both: what a person at the screen can do. What only the extension can see is in `inside.rs`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use fantoccini::{
    Client, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::WindowHandle,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    console,
    driver::{Driver, Kind},
    failure::{Failure, Outcome},
    package::Package,
    proxy::Proxy,
    shadow::Shadow,
    wait,
};

/// A tab, or a window with one tab.
pub type Tab = WindowHandle;

/// A browser as a fresh profile has it, with the extension installed.
pub struct Browser {
    pub(crate) kind: Kind,
    pub(crate) client: Client,
    pub(crate) package: Package,
    /// Its driver's folder.
    pub(crate) own: PathBuf,
    /// A window of its own with an inert extension page, so that looking inside disturbs no tab of the shopper.
    pub(crate) console: Tab,
    /// No death before a step, where a browser would allow none.
    pub(crate) is_spared: AtomicBool,
}

impl Browser {
    pub async fn start(driver: &Driver, proxy: &Proxy, package: &Package) -> Outcome<Self> {
        let kind = driver.kind();
        let client = driver.session(proxy.address(), package).await?;
        match console::open(kind, &client, package).await {
            Ok(console) => Ok(Self {
                kind,
                client,
                package: package.clone(),
                own: driver.own().to_owned(),
                console,
                is_spared: AtomicBool::new(false),
            }),
            Err(failure) => {
                client.close().await?;
                Err(failure)
            }
        }
    }

    /// Ends the browser.
    pub async fn close(self) -> Outcome {
        Ok(self.client.close().await?)
    }

    /// Leaves nothing for the next one to see.
    pub async fn give_back(self, driver: &Driver) -> Outcome {
        driver.give_back(self.client, &self.package).await
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the extension speaks.
    pub fn language(&self) -> &'static str {
        self.package.language()
    }

    /// `chrome-extension://…` or `moz-extension://…`, without a slash at the end.
    pub fn extension_origin(&self) -> String {
        self.package.origin(self.kind)
    }

    /// The address of one of the extension's own pages, such as `popup.html?tab=3`.
    pub fn extension_page(&self, page: &str) -> String {
        format!("{}/{page}", self.extension_origin())
    }

    /// Navigates the current tab and waits until the page has loaded.
    pub async fn open(&self, url: &str) -> Outcome {
        self.before_step().await?;
        self.client
            .goto(url)
            .await
            .map_err(|error| Failure::from(error).while_doing(format!("opening {url}")))
    }

    pub async fn reload(&self) -> Outcome {
        self.before_step().await?;
        Ok(self.client.refresh().await?)
    }

    pub async fn current_url(&self) -> Outcome<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// Waits until the current tab's address starts with the given one.
    pub async fn until_url(&self, start: &str) -> Outcome<String> {
        wait::until(
            &format!("the address {start}…"),
            async || self.current_url().await,
            |url| url.starts_with(start),
        )
        .await
    }

    pub async fn title(&self) -> Outcome<String> {
        Ok(self.client.title().await?)
    }

    pub async fn page_source(&self) -> Outcome<String> {
        Ok(self.client.source().await?)
    }

    /// The shopper's tabs.
    pub async fn tabs(&self) -> Outcome<Vec<Tab>> {
        let mut tabs = self.client.windows().await?;
        tabs.retain(|tab| *tab != self.console);
        Ok(tabs)
    }

    pub async fn current_tab(&self) -> Outcome<Tab> {
        Ok(self.client.window().await?)
    }

    /// Opens an empty tab and switches to it.
    pub async fn new_tab(&self) -> Outcome<Tab> {
        let tab = self.client.new_window(true).await?.handle;
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    pub async fn switch_to(&self, tab: &Tab) -> Outcome {
        Ok(self.client.switch_to_window(tab.clone()).await?)
    }

    /// Closes the current tab and switches to the shopper's first one.
    pub async fn close_tab(&self) -> Outcome {
        self.client.close_window().await?;
        self.switch_to_first().await
    }

    pub async fn switch_to_first(&self) -> Outcome {
        match self.tabs().await?.first() {
            Some(tab) => self.switch_to(tab).await,
            None => Err(Failure::new("the last tab was closed")),
        }
    }

    /// Acts, waits for the tab or window that opens thereupon, and switches to it.
    pub async fn tab_opened_by(&self, act: impl AsyncFnOnce() -> Outcome) -> Outcome<Tab> {
        let before = self.tabs().await?;
        act().await?;
        let opened = wait::found("a new tab", async || {
            Ok(self
                .tabs()
                .await?
                .into_iter()
                .find(|tab| !before.contains(tab)))
        })
        .await?;
        self.switch_to(&opened).await?;
        Ok(opened)
    }

    /// Waits until a tab has closed itself and switches to the shopper's first one.
    pub async fn until_closed(&self, tab: &Tab) -> Outcome {
        wait::holds("the tab to close", async || {
            Ok(!self.tabs().await?.contains(tab))
        })
        .await?;
        self.switch_to_first().await
    }

    /// Scrolls as little as it takes.
    pub async fn scroll_to(&self, css: &str) -> Outcome {
        let body = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest' })";
        self.execute(body, &[css.into()]).await
    }

    /// Waits for the element.
    pub async fn find(&self, css: &str) -> Outcome<Element> {
        wait::found(css, async || self.maybe(css).await).await
    }

    /// The element, if it is there now.
    pub async fn maybe(&self, css: &str) -> Outcome<Option<Element>> {
        Ok(self.find_all(css).await?.into_iter().next())
    }

    pub async fn find_all(&self, css: &str) -> Outcome<Vec<Element>> {
        Ok(self.client.find_all(Locator::Css(css)).await?)
    }

    /// A trusted click, once the page is complete and the element can take it. A driver that refuses has not clicked.
    pub async fn click(&self, css: &str) -> Outcome {
        self.before_step().await?;
        self.once_ready(css, async |element| Ok(element.click().await?))
            .await
    }

    /// Types into a field, replacing what it held.
    pub async fn fill(&self, css: &str, text: &str) -> Outcome {
        self.once_ready(css, async |field| {
            field.clear().await?;
            Ok(field.send_keys(text).await?)
        })
        .await
    }

    async fn once_ready(&self, css: &str, act: impl AsyncFn(Element) -> Outcome) -> Outcome {
        wait::found(css, async || {
            let is_complete = self
                .execute("return document.readyState === 'complete'", &[])
                .await?;
            match self.maybe(css).await? {
                Some(element) if is_complete => {
                    // As a person would: a driver is content with a sliver, and may press beside its round corner.
                    self.scroll_to(css).await?;
                    Ok(Some(act(element).await?))
                }
                _ => Ok(None),
            }
        })
        .await
    }

    /// The rendered text, once the element is there.
    pub async fn text(&self, css: &str) -> Outcome<String> {
        Ok(self.find(css).await?.text().await?)
    }

    /// Waits until the element's rendered text contains the given one.
    pub async fn until_text(&self, css: &str, part: &str) -> Outcome<String> {
        wait::until(
            &format!("{part:?} in {css}"),
            async || Ok(self.client.find(Locator::Css(css)).await?.text().await?),
            |text| text.contains(part),
        )
        .await
    }

    /// Presses a key, trusted, wherever the focus is.
    pub async fn press(&self, key: Key) -> Outcome {
        self.before_step().await?;
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Runs a function body in the page, as the page; `arguments` holds the arguments.
    pub async fn execute<T: DeserializeOwned>(
        &self,
        body: &str,
        arguments: &[Value],
    ) -> Outcome<T> {
        Ok(serde_json::from_value(
            self.client.execute(body, arguments.to_vec()).await?,
        )?)
    }

    /// Waits for an element with a shadow root, open or closed, and looks inside.
    pub async fn shadow(&self, host_css: &str) -> Outcome<Shadow> {
        let root = wait::found(
            &format!("the shadow root of {host_css}"),
            async || match self.maybe(host_css).await? {
                Some(host) => Ok(Some(host.shadow_root().await?)),
                None => Ok(None),
            },
        )
        .await?;
        self.before_step().await?;
        Ok(Shadow::new(root))
    }
}
