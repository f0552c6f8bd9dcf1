//! Limits on how often something may be done: token buckets in a table of fixed size. Held in memory by each server on
//! its own; a restart forgives. Keys are only ever kept as a hash with a secret of this process.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
};

/// How much at once, and how fast it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What may be done in one go after a long rest.
    pub burst: u32,
    /// Milliseconds until one more is allowed.
    pub every_ms: u32,
}

impl Rule {
    /// `burst` at once, then one every `every_ms` milliseconds.
    #[must_use]
    pub const fn new(burst: u32, every_ms: u32) -> Self {
        Self { burst, every_ms }
    }
}

/// Refused for now: try again after so many seconds, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub i64);

/// Keys that share a shelf compete for its places, so that a flood of keys costs no more memory than a trickle.
const PLACES: usize = 8;
const SHELVES: usize = 2_048;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    key: u64,
    /// When the bucket will be full again. Before that, each `every_ms` that is left stands for one that was taken.
    full_ms: i64,
}

/// One limit for each of many keys.
#[derive(Debug)]
pub(crate) struct Throttle {
    rule: Rule,
    secret: RandomState,
    shelves: Mutex<Vec<Vec<Bucket>>>,
}

impl Throttle {
    pub(crate) fn new(rule: Rule) -> Self {
        Self {
            rule,
            secret: RandomState::new(),
            shelves: Mutex::new(vec![Vec::new(); SHELVES]),
        }
    }

    /// Takes one for `key`, or says how long to wait. A refusal takes nothing.
    pub(crate) fn take(&self, key: &str, now_ms: i64) -> Result<(), Wait> {
        self.with_shelf(key, |shelf, key| {
            let at = shelf.iter().position(|b| b.key == key);
            let full_ms = at.and_then(|at| shelf.get(at)).map_or(0, |b| b.full_ms);
            let full_ms = self.rule.after_one(full_ms, now_ms)?;
            if let Some(at) = at {
                shelf.swap_remove(at);
            } else if shelf.len() >= PLACES {
                // Whoever has nearly rested is forgotten first: that gives away least.
                shelf.sort_by_key(|b| std::cmp::Reverse(b.full_ms));
                shelf.pop();
            }
            shelf.push(Bucket { key, full_ms });
            Ok(())
        })
    }

    /// Gives everything back that `key` has taken.
    pub(crate) fn forgive(&self, key: &str) {
        self.with_shelf(key, |shelf, key| shelf.retain(|b| b.key != key));
    }

    fn with_shelf<T>(&self, key: &str, act: impl FnOnce(&mut Vec<Bucket>, u64) -> T) -> T {
        let key = self.secret.hash_one(key);
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let at = usize::try_from(key % SHELVES as u64).unwrap_or(0);
        match shelves.get_mut(at) {
            Some(shelf) => act(shelf, key),
            None => act(&mut Vec::new(), key),
        }
    }
}

impl Rule {
    /// When a bucket that was to be full at `full_ms` will be full after one more was taken at `now_ms`.
    fn after_one(self, full_ms: i64, now_ms: i64) -> Result<i64, Wait> {
        let every = i64::from(self.every_ms);
        let capacity = every * i64::from(self.burst);
        // A clock that was set back must not lock anybody out for longer than an empty bucket takes to fill.
        let full_ms = full_ms.clamp(now_ms, now_ms + capacity) + every;
        let early_ms = full_ms - now_ms - capacity;
        if early_ms > 0 {
            Err(Wait(early_ms.saturating_add(999).div_euclid(1_000)))
        } else {
            Ok(full_ms)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: Rule = Rule::new(10, 90_000);

    #[test]
    fn a_burst_then_one_at_a_time_and_a_long_rest_makes_good() {
        let throttle = Throttle::new(RULE);
        for _ in 0..10 {
            assert_eq!(throttle.take("a", 0), Ok(()));
        }
        assert_eq!(throttle.take("a", 0), Err(Wait(90)));
        assert_eq!(throttle.take("a", 88_500), Err(Wait(2)));
        assert_eq!(throttle.take("b", 0), Ok(()));
        assert_eq!(throttle.take("a", 90_000), Ok(()));
        assert_eq!(throttle.take("a", 90_000), Err(Wait(90)));
        for _ in 0..10 {
            assert_eq!(throttle.take("a", 2_000_000), Ok(()));
        }
        throttle.forgive("a");
        assert_eq!(throttle.take("a", 2_000_000), Ok(()));
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let throttle = Throttle::new(RULE);
        for _ in 0..10 {
            assert_eq!(throttle.take("a", 1_000_000_000_000), Ok(()));
        }
        assert_eq!(throttle.take("a", 5), Err(Wait(90)));
        assert_eq!(throttle.take("a", 0), Err(Wait(90)));
    }

    #[test]
    fn a_flood_of_keys_fills_the_table_and_no_more() {
        let throttle = Throttle::new(RULE);
        for n in 0..100_000 {
            let _ = throttle.take(&n.to_string(), 0);
        }
        let shelves = throttle.shelves.lock().unwrap();
        assert!(shelves.iter().all(|shelf| shelf.len() <= PLACES));
        assert!(shelves.iter().map(Vec::len).sum::<usize>() > SHELVES * PLACES / 2);
    }

    proptest! {
        /// Whatever the times are, no stretch of time sees more than the burst and what came back during it.
        #[test]
        fn nobody_gets_more_than_the_rule_says(gaps in prop::collection::vec(0_i64..400_000, 1..200)) {
            let throttle = Throttle::new(RULE);
            let mut now = 0;
            let mut granted = Vec::new();
            for gap in gaps {
                now += gap;
                if throttle.take("a", now).is_ok() {
                    granted.push(now);
                }
            }
            for (i, from) in granted.iter().enumerate() {
                for (j, to) in granted.iter().enumerate().skip(i) {
                    let most = 10 + (to - from) / 90_000;
                    prop_assert!(i64::try_from(j - i + 1).unwrap() <= most);
                }
            }
        }
    }
}
