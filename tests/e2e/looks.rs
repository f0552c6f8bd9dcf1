//! How pages look: pictures and colour schemes.

use std::{fs, path::Path};

use crate::{
    browser::{Browser, ColorScheme},
    chromium,
    driver::Kind,
    failure::Outcome,
    firefox, wait,
};

impl Browser {
    /// A picture of the page as it is now.
    pub async fn screenshot(&self, file: &Path) -> Outcome {
        Ok(fs::write(file, self.client.screenshot().await?)?)
    }

    /// A picture of a page that has come to rest: two in a row are the same.
    pub async fn still_screenshot(&self, file: &Path) -> Outcome {
        let mut before = Vec::new();
        let still = wait::found("the page to come to rest", async || {
            let now = self.client.screenshot().await?;
            let is_still = now == before;
            before.clone_from(&now);
            Ok(is_still.then_some(now))
        })
        .await?;
        Ok(fs::write(file, still)?)
    }

    /// Sets the preference for the current tab (in Firefox for all tabs).
    pub async fn color_scheme(&self, scheme: ColorScheme) -> Outcome {
        match self.kind {
            Kind::Chromium => chromium::color_scheme(&self.client, scheme).await,
            Kind::Firefox => firefox::color_scheme(&self.client, scheme).await,
        }
    }
}
