//! How a trip ends before it was one, and that nothing of the page outlives it.

use super::{Trip, TripState};

impl Trip {
    /// It is over, or never got anywhere. `code` says why, and is stable.
    pub fn end(&mut self, code: &str) {
        self.page = None;
        self.state = TripState::Ended {
            code: code.to_owned(),
        };
    }

    /// Its tab went with the browser session, and another one may have its number: it leaves no more.
    pub fn lose_tab(&mut self) {
        if let TripState::SignInFirst | TripState::Asking | TripState::Leaving { went: false, .. } =
            self.state
        {
            self.end("trip.notLanded");
        }
    }

    /// Nobody will be asked about it any more at `now`, so the page need not be known.
    pub fn forget_page(&mut self, now: i64) {
        if !self.is_under_way(now) {
            self.page = None;
        }
    }
}
