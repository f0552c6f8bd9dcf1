//! Which purchases an added offer covers. Pure; looks at the times of purchase only, never at the order of reports.

/// An offer that a member added: good from then on for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Added {
    pub(crate) from_ms: i64,
    pub(crate) until_ms: i64,
}

/// A purchase that asks for the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Purchase {
    pub(super) at_ms: i64,
    /// The last moment at which it can have been made: of some only the day is known.
    pub(super) latest_ms: i64,
    /// Not declined, with a linked card, and large enough.
    pub(super) counts: bool,
}

impl Added {
    fn covers(&self, purchase: &Purchase) -> bool {
        purchase.counts && self.from_ms <= purchase.latest_ms && purchase.at_ms < self.until_ms
    }
}

/// For each purchase, in the order of purchase: is it covered? `added` comes in the order of adding. An offer that is
/// used once covers the first purchase that counts; a purchase that stops counting gives the use back.
pub(super) fn covered(added: &[Added], is_used_once: bool, purchases: &[Purchase]) -> Vec<bool> {
    let mut open: Vec<Added> = added.to_vec();
    let cover = |purchase: &Purchase| {
        if is_used_once {
            take(&mut open, purchase)
        } else {
            open.iter().any(|added| added.covers(purchase))
        }
    };
    purchases.iter().map(cover).collect()
}

/// What is left of `added`, used once each, when these purchases are covered.
pub(super) fn left(added: &[Added], purchases: &[Purchase]) -> Vec<Added> {
    let mut open: Vec<Added> = added.to_vec();
    for purchase in purchases {
        take(&mut open, purchase);
    }
    open
}

/// Uses the first that covers the purchase; `false` when none does.
fn take(open: &mut Vec<Added>, purchase: &Purchase) -> bool {
    let found = open.iter().position(|added| added.covers(purchase));
    found.map(|at| open.remove(at)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn added(from_ms: i64, until_ms: i64) -> Added {
        Added { from_ms, until_ms }
    }

    fn bought(times: &[i64]) -> Vec<Purchase> {
        let purchase = |at_ms: &i64| Purchase {
            at_ms: *at_ms,
            latest_ms: *at_ms,
            counts: true,
        };
        times.iter().map(purchase).collect()
    }

    #[test]
    fn an_offer_covers_what_is_bought_after_adding_and_before_it_ends() {
        let one = [added(10, 20)];
        assert_eq!(
            covered(&one, false, &bought(&[9, 10, 19, 20])),
            [false, true, true, false]
        );
        assert_eq!(covered(&[], false, &bought(&[10])), [false]);
    }

    #[test]
    fn a_single_use_covers_the_first_purchase_only() {
        let one = [added(10, 20)];
        assert_eq!(
            covered(&one, true, &bought(&[5, 11, 12])),
            [false, true, false]
        );
        let again = [added(10, 20), added(15, 25)];
        assert_eq!(
            covered(&again, true, &bought(&[11, 12, 16, 17])),
            [true, false, true, false]
        );
    }

    #[test]
    fn a_declined_purchase_gives_the_use_back() {
        let mut purchases = bought(&[11, 12]);
        purchases[0].counts = false;
        assert_eq!(covered(&[added(10, 20)], true, &purchases), [false, true]);
    }

    #[test]
    fn a_purchase_of_which_only_the_day_is_known_may_have_been_made_after_adding() {
        let day = |at_ms, latest_ms| Purchase {
            at_ms,
            latest_ms,
            counts: true,
        };
        let one = [added(10, 20)];
        let days = [day(0, 9), day(5, 10), day(19, 30), day(20, 30)];
        assert_eq!(covered(&one, false, &days), [false, true, true, false]);
        assert_eq!(left(&one, &days[..1]), one);
        let again = [added(10, 20), added(15, 25)];
        assert_eq!(left(&again, &days[1..2]), again[1..]);
    }
}
