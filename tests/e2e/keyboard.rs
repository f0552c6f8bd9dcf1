//! The keyboard alone: where Tab stops, in which order, and what is seen and heard there.

use std::collections::BTreeMap;

use fantoccini::{elements::Element, key::Key};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    chromium,
    driver::Kind,
    ensure,
    failure::{Failure, Outcome},
    firefox,
    surface::Surface,
    wait,
};

/// More than there are stops on any page.
const ENOUGH: usize = 80;

/// Where the focus is among all the places of a surface that Tab should reach, and what is wrong with how that looks.
/// Of a group of radio buttons Tab reaches one.
const LOOK: &str = "
    const [surface] = arguments;
    const root = surface.getRootNode();
    const reached = (node) => {
        if (node.tabIndex < 0 || node.disabled || !node.checkVisibility({ visibilityProperty: true })) return false;
        if (node.type !== 'radio') return true;
        const group = [...root.querySelectorAll(`[name='${node.name}']`)];
        return node === (group.find(({ checked }) => checked) ?? group[0]);
    };
    const stops = [...surface.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    const places = stops.filter(reached);
    const active = document.hasFocus() ? root.activeElement : null;
    const at = places.indexOf(active);
    const faults = [];
    if (at >= 0) {
        const isOutlined = (node) => {
            const { outlineStyle, outlineWidth } = node ? getComputedStyle(node) : { outlineStyle: 'none' };
            return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
        };
        if (![active, active.closest('label')].some(isOutlined)) faults.push('the focus cannot be seen');
        const { left, top, width, height } = active.getBoundingClientRect();
        const hit = root.elementFromPoint(left + width / 2, top + height / 2);
        if (!active.contains(hit) && !hit?.closest('label')?.contains(active))
            faults.push(`it is covered by ${hit?.outerHTML.slice(0, 80) ?? 'the end of the window'}`);
    }
    return { at, places: places.length, faults, active: at < 0 ? null : active };";

#[derive(Debug, Deserialize)]
struct Look {
    at: i32,
    places: usize,
    faults: Vec<String>,
    /// The element there, as drivers name elements: one entry, whose value is its id.
    active: Option<BTreeMap<String, String>>,
}

impl Browser {
    /// Goes with Tab through all of the surface in the current tab, from its first stop to behind its last, and tells
    /// what is heard at each. Fails where a stop is left out or out of order, has no name, or cannot be seen.
    pub async fn walk(&self) -> Outcome<Vec<String>> {
        self.to_front().await?;
        let surface = Surface::of(self).await?;
        let mut heard = Vec::new();
        let mut look = self.enter(&surface).await?;
        for stop in 0..look.places {
            let said = self.hears_there(&look).await?;
            let is_next = usize::try_from(look.at) == Ok(stop);
            ensure!(
                is_next,
                "stop {stop} after {heard:?} is {} ({said})",
                look.at
            );
            ensure!(look.faults.is_empty(), "{said}: {:?}", look.faults);
            ensure!(
                said.contains(' '),
                "stop {stop} after {heard:?} has no name: {said}"
            );
            heard.push(said);
            self.press(Key::Tab).await?;
            look = self.look(&surface).await?;
        }
        let is_out = look.at < 1;
        ensure!(
            is_out,
            "Tab does not lead out behind {heard:?}, but to {look:?}"
        );
        Ok(heard)
    }

    /// Goes with Tab to the stop where this is heard.
    pub async fn tab_to(&self, wanted: &str) -> Outcome {
        self.to_front().await?;
        let surface = Surface::of(self).await?;
        let mut heard = Vec::new();
        while heard.len() < ENOUGH {
            // A page that is drawn anew between looking and hearing has put another element in the place of that one.
            let stop = wait::until(
                "what is heard at a stop",
                async || {
                    let look = self.look(&surface).await?;
                    match look.at {
                        0.. => Ok(Some(self.hears_there(&look).await?)),
                        _ => Ok(None),
                    }
                },
                |_| true,
            );
            match stop.await? {
                Some(said) if said == wanted => return Ok(()),
                said => heard.extend(said),
            }
            self.press(Key::Tab).await?;
        }
        Err(Failure::new(format!(
            "Tab never came to {wanted:?}, but to {heard:?}"
        )))
    }

    /// Waits until the focus is where this is heard.
    pub async fn until_focus(&self, wanted: &str) -> Outcome {
        let surface = Surface::of(self).await?;
        wait::until(
            &format!("the focus on {wanted:?}"),
            async || self.hears_there(&self.look(&surface).await?).await,
            |said| said == wanted,
        )
        .await
        .map(|_| ())
    }

    /// Types into what has the focus.
    pub async fn type_in(&self, text: &str) -> Outcome {
        Ok(self.client.active_element().await?.send_keys(text).await?)
    }

    /// A window behind others has a focus that styles do not show.
    async fn to_front(&self) -> Outcome {
        wait::holds("the window to be in front", async || {
            match self.kind {
                Kind::Chromium => chromium::to_front(&self.client).await?,
                Kind::Firefox => firefox::to_front(&self.client).await?,
            }
            self.execute("return document.hasFocus()", &[]).await
        })
        .await
    }

    /// Presses Tab until the focus comes into the surface.
    async fn enter(&self, surface: &Surface) -> Outcome<Look> {
        for _ in 0..ENOUGH {
            self.press(Key::Tab).await?;
            let look = self.look(surface).await?;
            if look.at >= 0 {
                return Ok(look);
            }
        }
        Err(Failure::new("Tab never came to the surface"))
    }

    async fn look(&self, surface: &Surface) -> Outcome<Look> {
        let inside: Value = json!(surface.inside);
        self.execute(LOOK, &[inside]).await
    }

    async fn hears_there(&self, look: &Look) -> Outcome<String> {
        let id = look.active.iter().flat_map(BTreeMap::values).next();
        let id = id.ok_or_else(|| Failure::new("the focus is nowhere"))?;
        let element = Element::from_element_id(self.client.clone(), id.clone().into());
        self.hears(&element).await
    }
}

/// Fails unless all of this was heard in this order; more may have been heard between.
pub fn ensure_heard(heard: &[String], wanted: &[&str]) -> Outcome {
    let mut rest = heard.iter();
    for one in wanted {
        ensure!(
            rest.any(|said| said == one),
            "{one:?} was not heard, or not in its place: {heard:?}"
        );
    }
    Ok(())
}
