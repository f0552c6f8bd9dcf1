//! What a screen reader is told: roles and names as the browser's own accessibility tree has them.

use fantoccini::elements::Element;

use crate::{
    browser::Browser,
    command::Computed,
    failure::{Failure, Outcome},
};

impl Browser {
    /// An element's role and name, such as `button Activate`; the role alone where there is no name.
    pub async fn hears(&self, element: &Element) -> Outcome<String> {
        let role = self.computed(element, "computedrole").await?;
        let name = self.computed(element, "computedlabel").await?;
        Ok(format!("{role} {name}").trim().to_owned())
    }

    /// The same of the first element that fits.
    pub async fn hears_at(&self, css: &str) -> Outcome<String> {
        self.hears(&self.find(css).await?).await
    }

    async fn computed(&self, element: &Element, what: &'static str) -> Outcome<String> {
        let element = element.element_id().to_string();
        let answer = self.client.issue_cmd(Computed { element, what }).await?;
        let text = answer.as_str().map(str::to_owned);
        text.ok_or_else(|| Failure::new(format!("{what} is {answer}")))
    }
}
