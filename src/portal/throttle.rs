//! Slows down guessing: ten failed sign-ins for one address, then a quarter of an hour's rest. Held in memory; a
//! restart forgives.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const MOST_FAILURES: u32 = 10;
const WINDOW_MS: i64 = 15 * 60 * 1_000;
/// Beyond this many addresses, those whose window has passed are dropped.
const CROWDED: usize = 10_000;

/// Counts failures by address.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<String, (i64, u32)>>,
}

impl Throttle {
    /// May another attempt be made?
    pub(crate) fn allows(&self, address: &str, now_ms: i64) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures
            .get(address)
            .is_none_or(|(since, count)| now_ms - since >= WINDOW_MS || *count < MOST_FAILURES)
    }

    /// Notes a failed attempt.
    pub(crate) fn failed(&self, address: &str, now_ms: i64) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= CROWDED {
            failures.retain(|_, (since, _)| now_ms - *since < WINDOW_MS);
        }
        let entry = failures.entry(address.to_owned()).or_insert((now_ms, 0));
        if now_ms - entry.0 >= WINDOW_MS {
            *entry = (now_ms, 0);
        }
        entry.1 += 1;
    }

    /// Forgets the failures after a success.
    pub(crate) fn succeeded(&self, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_close_the_door_for_a_quarter_of_an_hour() {
        let throttle = Throttle::default();
        for _ in 0..MOST_FAILURES {
            assert!(throttle.allows("a@b.example", 0));
            throttle.failed("a@b.example", 0);
        }
        assert!(!throttle.allows("a@b.example", WINDOW_MS - 1));
        assert!(throttle.allows("c@d.example", 1));
        assert!(throttle.allows("a@b.example", WINDOW_MS));
    }
}
