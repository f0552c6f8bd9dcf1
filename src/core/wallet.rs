//! The shopper's own cards, as far as they pay more in a category of stores. Nothing of it ever leaves the device.

use crate::hundredths::Hundredths;
use crate::json;

/// Most cards that are kept.
pub const MOST_CARDS: usize = 20;
const LONGEST: usize = 200;

/// A card that pays more in one category of stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardBonus {
    /// As the shopper calls it.
    pub name: String,
    /// How many times: `3` is 3x.
    pub times: Hundredths,
    /// Of which category, as the lists name it.
    pub category: String,
}

json::object!(CardBonus {
    name,
    times,
    category
});

impl CardBonus {
    /// Short, and something in every field.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        is_short(&self.name) && is_short(&self.category) && self.times.0 > 0
    }
}

/// What the shopper wrote: something, and not too much of it.
pub(crate) fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST && !text.chars().any(char::is_control)
}
