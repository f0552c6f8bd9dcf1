//! How pages look: pictures and colour schemes.

use std::{fs, path::Path};

use data_encoding::BASE64;
use fantoccini::elements::Element;
use serde_json::json;

use crate::{browser::Browser, chromium, driver::Kind, failure::Outcome, firefox, wait};

/// The shopper's preference.
#[derive(Clone, Copy, Debug)]
pub enum ColorScheme {
    Dark,
    Light,
}

/// How high windows are, in pixels.
const HEIGHT: u32 = 900;

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

    /// A picture of one element, all of it, however far it reaches.
    pub async fn picture_of(&self, element: &Element, file: &Path) -> Outcome {
        let (x, y, width, height) = element.rectangle().await?;
        let part = json!({ "x": x, "y": y, "width": width, "height": height });
        let picture = match self.kind {
            Kind::Chromium => chromium::picture(&self.client, part).await?,
            Kind::Firefox => firefox::picture(&self.client, part).await?,
        };
        Ok(fs::write(file, BASE64.decode(picture.as_bytes())?)?)
    }

    /// Sets the zoom of the current tab's site, as the shopper does; 100 is its natural size.
    pub async fn zoom(&self, percent: u32) -> Outcome {
        let tab = self.tab_id().await?;
        let body = "await ext.tabs.setZoom(args.tab, args.percent / 100);";
        let () = self
            .extension_eval(body, json!({ "tab": tab, "percent": percent }))
            .await?;
        wait::holds("the zoom", async || {
            let seen = "return Math.round(devicePixelRatio * 100)";
            Ok(self.execute::<u32>(seen, &[]).await? == percent)
        })
        .await
    }

    /// Makes the window so wide that its page has this many pixels of the screen.
    pub async fn width(&self, pixels: u32) -> Outcome {
        let seen = "return Math.round(innerWidth * devicePixelRatio)";
        self.client.set_window_size(pixels, HEIGHT).await?;
        let frame = pixels - self.execute::<u32>(seen, &[]).await?;
        self.client.set_window_size(pixels + frame, HEIGHT).await?;
        wait::holds("the width", async || {
            Ok(self.execute::<u32>(seen, &[]).await? == pixels)
        })
        .await
    }

    /// Sets the preference for the current tab (in Firefox for all tabs).
    pub async fn color_scheme(&self, scheme: ColorScheme) -> Outcome {
        match self.kind {
            Kind::Chromium => chromium::color_scheme(&self.client, scheme).await?,
            Kind::Firefox => firefox::color_scheme(&self.client, scheme).await?,
        }
        let query = "return matchMedia('(prefers-color-scheme: dark)').matches";
        wait::holds("the colours", async || {
            let is_dark: bool = self.execute(query, &[]).await?;
            Ok(is_dark == matches!(scheme, ColorScheme::Dark))
        })
        .await
    }
}
