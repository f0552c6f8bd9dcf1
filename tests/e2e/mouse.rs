//! The mouse, where a click is not enough.

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;

use crate::{browser::Browser, failure::Outcome};

impl Browser {
    /// Presses where an element is, trusted, whatever lies over it there.
    pub async fn press_at(&self, element: &Element) -> Outcome {
        self.before_step().await?;
        let actions = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement {
                element: element.clone(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Takes an element with the mouse, trusted, and drops it at a point of the window.
    pub async fn drag(&self, element: &Element, (x, y): (u16, u16)) -> Outcome {
        let actions = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement {
                element: element.clone(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::MoveTo {
                duration: None,
                x: f64::from(x),
                y: f64::from(y),
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        Ok(self.client.perform_actions(actions).await?)
    }
}
