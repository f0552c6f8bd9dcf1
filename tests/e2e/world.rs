//! Everything one scenario has for itself: a browser as a fresh profile has it, a portal with fresh data, and the proxy
//! between them.

use std::{fs, path::Path};

use url::Url;

use crate::{
    browser::Browser,
    driver::Driver,
    failure::{Failure, Outcome},
    package::Package,
    portal::{self, Portal},
    proxy::Proxy,
};

pub struct World {
    pub browser: Browser,
    pub proxy: Proxy,
    pub portal: Portal,
}

impl World {
    /// The portal's host is routed, no shop is yet.
    pub async fn start(driver: &Driver, package: &Package) -> Outcome<Self> {
        let (proxy, portal) = tokio::try_join!(Proxy::start(), Portal::start(package))?;
        proxy.route(&host_of(portal::BASE)?, portal.port());
        let browser = Browser::start(driver, &proxy, package).await?;
        Ok(Self {
            browser,
            proxy,
            portal,
        })
    }

    /// Lets the portal's demo shops answer for a host.
    pub fn open_shop(&self, host: &str) {
        self.proxy.route(host, self.portal.port());
    }

    /// Opens a shop's page in the current tab, whatever its host.
    pub async fn visit(&self, url: &str) -> Outcome {
        self.open_shop(&host_of(url)?);
        self.browser.open(url).await
    }

    /// The address of one of the portal's pages, such as `sim/`.
    pub fn portal_page(&self, path: &str) -> String {
        format!("{}{path}", portal::BASE)
    }

    /// Writes down what helps to understand a failure. Each part is tried, whatever became of the others.
    pub async fn save(&self, dir: &Path) -> Outcome {
        fs::create_dir_all(dir)?;
        let log: String = self
            .proxy
            .everything()
            .iter()
            .map(|request| format!("{request}\n"))
            .collect();
        fs::write(dir.join("requests.txt"), log)?;
        fs::write(dir.join("portal.txt"), self.portal.output())?;
        if let Ok(source) = self.browser.page_source().await {
            fs::write(dir.join("page.html"), source)?;
        }
        self.browser.screenshot(&dir.join("page.png")).await
    }

    /// Ends the browser; the portal ends with the drop.
    pub async fn close(self) -> Outcome {
        self.browser.close().await
    }

    /// Gives the browser back, so that the next world need not wait for one.
    pub async fn give_back(self, driver: &Driver) -> Outcome {
        self.browser.give_back(driver).await
    }
}

fn host_of(url: &str) -> Outcome<String> {
    Url::parse(url)?
        .host_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("{url} has no host")))
}
