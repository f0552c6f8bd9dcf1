//! Looking into a shadow root, closed ones included.

use fantoccini::{
    Locator,
    elements::{Element, ShadowRoot},
};

use crate::{failure::Outcome, wait};

/// The inside of a shadow root, which the page itself cannot see if it is closed.
pub struct Shadow {
    root: ShadowRoot,
}

impl Shadow {
    pub(crate) fn new(root: ShadowRoot) -> Self {
        Self { root }
    }

    /// Waits for the element.
    pub async fn find(&self, css: &str) -> Outcome<Element> {
        wait::found(css, async || self.maybe(css).await).await
    }

    /// The element, if it is there now.
    pub async fn maybe(&self, css: &str) -> Outcome<Option<Element>> {
        Ok(self
            .root
            .find_all(Locator::Css(css))
            .await?
            .into_iter()
            .next())
    }

    /// A trusted click, once the element is there, and has been for as long as the card wants it.
    pub async fn click(&self, css: &str) -> Outcome {
        self.until_seen().await?;
        Ok(self.find(css).await?.click().await?)
    }

    /// Waits until the card, if this is one, takes a press for the shopper's own.
    pub async fn until_seen(&self) -> Outcome {
        wait::holds("the card to be in full view, and still", async || {
            Ok(self.maybe("section.early").await?.is_none())
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
            async || self.text(css).await,
            |text| text.contains(part),
        )
        .await
    }
}
