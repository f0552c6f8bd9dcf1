//! What a shopper takes along to another browser: choices, notes and silences. Never tokens, trips or history.

use crate::json;
use crate::keepsake::Keepsake;
use crate::mutes::Mutes;
use crate::settings::Settings;
use crate::wallet::CardBonus;

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Choices.
    pub settings: Settings,
    /// Bonuses of the shopper's own cards.
    pub cards: Vec<CardBonus>,
    /// What is kept about stores.
    pub keepsakes: Vec<Keepsake>,
    /// Where there is silence.
    pub muted: Mutes,
}

json::object!(Preferences {
    settings,
    cards,
    keepsakes,
    muted
});
