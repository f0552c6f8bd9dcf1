//! What the shopper looks at: one of our pages, or the card on a store's page.

use fantoccini::elements::Element;
use serde_json::Value;

use crate::{
    browser::Browser,
    failure::{Failure, Outcome},
    scenarios::steps::CARD,
};

/// The surface in the current tab.
pub struct Surface {
    /// What a picture shows.
    pub frame: Element,
    /// What holds everything that is drawn: the page's body, or the card inside its closed shadow root.
    pub inside: Element,
}

impl Surface {
    pub async fn of(browser: &Browser) -> Outcome<Self> {
        let address = browser.current_url().await?;
        let css = if address.starts_with(&browser.extension_origin()) {
            "body"
        } else {
            CARD
        };
        let frame = browser.find(css).await?;
        let inside = if css == CARD {
            browser.shadow(css).await?.find("section").await?
        } else {
            frame.clone()
        };
        Ok(Self { frame, inside })
    }

    /// Runs a function body in the page with the surface's inside as `surface`, and gives what it finds wrong.
    pub async fn faults(&self, browser: &Browser, script: &str) -> Outcome<Vec<String>> {
        let script = format!(
            "const [surface, done] = arguments;
             (async () => {{ {script} }})().then((ok) => done({{ ok }}), (error) => done({{ error: String(error) }}));"
        );
        let inside = serde_json::to_value(&self.inside)?;
        let mut answer = browser.client.execute_async(&script, vec![inside]).await?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(Failure::new(error)),
            None => Ok(serde_json::from_value(answer["ok"].take())?),
        }
    }
}
