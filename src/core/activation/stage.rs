//! Where a trip stands at a moment.

use super::{LANDING, Trip, TripState};

/// For this long after the click the shopper may sign in, and the offer stays in front with what came of it, milliseconds.
const IN_HAND: i64 = 600_000;
/// For this long after it was first asked the portal may be asked again, milliseconds: whoever comes back later finds a shopper
/// who has turned to something else.
const ASKING: i64 = 60_000;
/// A click-out address is good for a minute; later than this, milliseconds, nobody is sent there any more.
const GO: i64 = 50_000;

/// Has less than `most` passed since then? A clock that was set back by more than a minute says nothing of it.
pub(super) fn is_within(from: i64, now: i64, most: i64) -> bool {
    (-60_000..most).contains(&(now - from))
}

impl Trip {
    /// Is it active at `now`?
    #[must_use]
    pub fn is_active(&self, now: i64) -> bool {
        matches!(self.state, TripState::Active { until, .. } if now < until)
    }

    /// Did it ever leave for the store? Then a purchase may have been made on it.
    #[must_use]
    pub fn has_left(&self) -> bool {
        matches!(
            self.state,
            TripState::Leaving { .. } | TripState::Active { .. }
        )
    }

    /// Is it between the click and the landing at `now`?
    #[must_use]
    pub fn is_under_way(&self, now: i64) -> bool {
        match self.state {
            TripState::SignInFirst => is_within(self.at, now, IN_HAND),
            TripState::Asking => is_within(self.asked, now, ASKING),
            TripState::Leaving { since, .. } => is_within(since, now, LANDING),
            TripState::LessThanShown { .. }
            | TripState::Active { .. }
            | TripState::Ended { .. } => false,
        }
    }

    /// Is its tab still to be sent, as far as is known?
    #[must_use]
    pub fn is_unsent(&self, now: i64) -> bool {
        matches!(self.state, TripState::Leaving { since, went: false, .. } if is_within(since, now, GO))
    }

    /// Was its tab not sent while it could be, as far as is known? Should it have been, it may still land.
    #[must_use]
    pub fn is_stuck(&self, now: i64) -> bool {
        matches!(self.state, TripState::Leaving { went: false, .. }) && !self.is_unsent(now)
    }

    /// Does what came of it concern the shopper still?
    #[must_use]
    pub fn is_in_hand(&self, now: i64) -> bool {
        is_within(self.at, now, IN_HAND) || self.is_under_way(now) || self.is_active(now)
    }

    /// Is it known what becomes of it?
    #[must_use]
    pub fn is_decided(&self) -> bool {
        !self.waits_for_sign_in() && !self.is_asking()
    }

    /// Does it wait for the shopper to sign in?
    #[must_use]
    pub fn waits_for_sign_in(&self) -> bool {
        self.state == TripState::SignInFirst
    }

    /// Does it wait for the portal's answer?
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        matches!(self.state, TripState::Asking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const PROMISE: &str = r#""promise":{"locked":{"rate":{"k":"p","v":300}},"go":"g","network":"sim","click_ref":"r","trip":86400}"#;

    /// Pressed at 0 and in this state.
    fn trip(state: &str) -> Trip {
        let trip = format!(
            r#"{{"click":"c","store":"0:7","name":"N","tab":1,"via":"popup","shown":{{"rate":{{"k":"p","v":300}}}},"at":0,"list":{{"seq":1,"ver":2}},"page":null,"state":{{{state}}}}}"#
        );
        json::read(trip.as_bytes()).unwrap()
    }

    #[test]
    fn a_purchase_may_have_been_made_on_what_left() {
        let leaving = format!(r#""state":"leaving",{PROMISE},"since":5,"went":true"#);
        let active = format!(r#""state":"active",{PROMISE},"until":9000000,"health":"good""#);
        for state in [&leaving, &active] {
            assert!(trip(state).has_left(), "{state}");
        }
        for state in [
            r#""state":"signInFirst""#,
            r#""state":"asking""#,
            r#""state":"ended","code":"c""#,
        ] {
            assert!(!trip(state).has_left(), "{state}");
        }
    }

    #[test]
    fn a_trip_is_in_hand_for_ten_minutes_and_as_long_as_it_is_active() {
        let active = trip(&format!(
            r#""state":"active",{PROMISE},"until":9000000,"health":"good""#
        ));
        let ended = trip(r#""state":"ended","code":"c""#);
        for (now, is_active, is_ended) in [
            (-60_001, true, false),
            (-60_000, true, true),
            (599_999, true, true),
            (600_000, true, false),
            (8_999_999, true, false),
            (9_000_000, false, false),
        ] {
            assert_eq!(active.is_in_hand(now), is_active, "{now}");
            assert_eq!(ended.is_in_hand(now), is_ended, "{now}");
        }
    }
}
