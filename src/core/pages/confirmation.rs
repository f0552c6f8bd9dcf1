//! How long stores take until an earning is certain. No portal tells it ahead: these are the spans that the biggest one
//! publishes for its members (help pages of 2025), counted from the order, or from the click while no order is known.

use crate::earnings::Kind;

/// Days after the purchase: not before, hardly after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) i64, pub(super) i64);

/// Online and in stores.
const SHOPPING: Span = Span(20, 100);
/// After the booking or the journey.
const TRAVEL: Span = Span(45, 120);
const DINING: Span = Span(20, 25);
/// What was earned without a purchase of one's own.
const BONUS: Span = Span(0, 60);

/// Words of categories under which portals list journeys.
const JOURNEYS: [&str; 6] = ["travel", "hotel", "flight", "airline", "cruise", "vacation"];

impl Span {
    /// For a store of this category.
    pub(super) fn of_store(category: Option<&str>) -> Self {
        let category = category.unwrap_or_default();
        let mut words = category.split(|c: char| !c.is_ascii_alphabetic());
        // "Hotels" is such a word, too.
        let begins = |word: &str, with: &str| {
            let begin = word.get(..with.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with))
        };
        match words.any(|word| JOURNEYS.iter().any(|journey| begins(word, journey))) {
            true => TRAVEL,
            false => SHOPPING,
        }
    }

    /// For what no trip led to.
    pub(super) const fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::InStore => SHOPPING,
            Kind::Dining => DINING,
            Kind::Referral | Kind::Welcome => BONUS,
        }
    }
}
