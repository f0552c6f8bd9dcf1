//! What a retailer pays: percent or fixed, one or more categories, "up to", and dated boosts with a cap.

use crate::json::{self, Json, Object, Read, Reader, Write};
use crate::money::{BasisPoints, is_currency, reward};

/// One rate of a retailer, in the wire form of a rate-list line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rate {
    /// A share of the purchase.
    Percent {
        /// The share.
        v: BasisPoints,
        /// The headline is the highest of several: shown with "up to".
        u: bool,
        /// The category it is for; none for the headline.
        l: Option<String>,
    },
    /// An amount per order.
    Fixed {
        /// Minor units of `c`.
        v: u32,
        /// ISO 4217 code.
        c: String,
        /// Shown with "up to".
        u: bool,
        /// The category it is for; none for the headline.
        l: Option<String>,
    },
}

impl Rate {
    /// The category label, if the rate is for one only.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Percent { l, .. } | Self::Fixed { l, .. } => l.as_deref(),
        }
    }

    /// Is this rate announced as "up to"?
    #[must_use]
    pub fn is_up_to(&self) -> bool {
        match self {
            Self::Percent { u, .. } | Self::Fixed { u, .. } => *u,
        }
    }

    /// Is its category excluded?
    #[must_use]
    pub fn pays_nothing(&self) -> bool {
        weight(self) == 0
    }

    /// Within what a list may say: at most 100 %, at most 10,000.00 of a currency, a three-letter currency. Only a
    /// category may pay nothing.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let is_possible = match self {
            Self::Percent { v, .. } => *v <= BasisPoints::WHOLE,
            Self::Fixed { v, c, .. } => *v <= 1_000_000 && is_currency(c),
        };
        is_possible && (self.label().is_some() || !self.pays_nothing())
    }
}

impl Read for Rate {
    #[inline(never)]
    fn read(from: Reader<'_>) -> Self {
        let (u, l) = (from.flag("u"), from.get("l"));
        match from.field("k").text() {
            "f" => Self::Fixed {
                v: from.get("v"),
                c: from.get("c"),
                u,
                l,
            },
            kind => {
                let v = from.get("v");
                let percent = Self::Percent { v, u, l };
                if kind == "p" {
                    percent
                } else {
                    from.fault(percent)
                }
            }
        }
    }
}

impl Write for Rate {
    #[inline(never)]
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        let (u, l) = match self {
            Self::Percent { v, u, l } => {
                object.push("k", "p".write());
                object.put("v", v);
                (u, l)
            }
            Self::Fixed { v, c, u, l } => {
                object.push("k", "f".write());
                object.put("v", v);
                object.put("c", c);
                (u, l)
            }
        };
        object.put_flag("u", *u);
        object.put_some("l", l);
        object.done()
    }
}

json::deserialize!(Rate);
json::serialize!(Rate);
json::object!(Boost { v, s, e } optional { cap });
json::object!(Headline { rate } optional { lowest, was, boost });

/// A raised percentage for a while. Published ahead of time and evaluated on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boost {
    /// The whole percentage while the boost runs, base included.
    pub v: BasisPoints,
    /// First second, UTC.
    pub s: i64,
    /// First second after the end, UTC.
    pub e: i64,
    /// Most that the boost part pays to one member, minor units.
    pub cap: Option<u32>,
}

impl Boost {
    /// Within what a list may say: at most 100 %, and an end after its beginning.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        self.v <= BasisPoints::WHOLE && self.s < self.e
    }

    /// Does it run at `at` seconds?
    #[must_use]
    pub fn runs_at(&self, at: i64) -> bool {
        (self.s..self.e).contains(&at)
    }

    /// When it ends, in milliseconds. Of an end more than a year from `at` seconds nobody is told: that is a rate which stays.
    #[must_use]
    pub fn told_end(&self, at: i64) -> Option<i64> {
        const YEAR: i64 = 366 * 86_400;
        (self.e <= at.saturating_add(YEAR)).then(|| self.e * 1000)
    }
}

/// The headline of a set of rates at a moment: what is shown first, locked at click time, and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The rate, raised by a running boost.
    pub rate: Rate,
    /// The lowest rate of the same kind, when categories differ: `2-8 %`.
    pub lowest: Option<Rate>,
    /// The base percentage that a running boost has raised.
    pub was: Option<BasisPoints>,
    /// The running boost.
    pub boost: Option<Boost>,
}

impl Headline {
    /// The headline of `rates` and `boosts` at `at` seconds; `None` when no rate is known. Excluded categories are left
    /// out.
    #[must_use]
    pub fn at(rates: &[Rate], boosts: &[Boost], at: i64) -> Option<Self> {
        let paying = || rates.iter().filter(|r| !r.pays_nothing());
        let base = paying()
            .find(|r| r.label().is_none())
            .or_else(|| paying().next())?;
        let lowest = paying().min_by_key(|r| weight(r)).filter(|r| {
            core::mem::discriminant(*r) == core::mem::discriminant(base) && weight(r) < weight(base)
        });
        let boost = boosts.iter().filter(|b| b.runs_at(at)).max_by_key(|b| b.v);
        let (rate, was, boost) = match (base, boost) {
            (Rate::Percent { v, u, l }, Some(b)) if b.v > *v => {
                let raised = Rate::Percent {
                    v: b.v,
                    u: *u,
                    l: l.clone(),
                };
                (raised, Some(*v), Some(b.clone()))
            }
            _ => (base.clone(), None, None),
        };
        Some(Self {
            rate,
            lowest: lowest.cloned(),
            was,
            boost,
        })
    }

    /// What a purchase of `spend` minor units earns, rounded down, and whether the boost's cap has cut it: what a boost
    /// adds is paid up to its cap, and the base rate goes on after it.
    #[must_use]
    pub fn earns(&self, spend: i64) -> (i64, bool) {
        let v = match self.rate {
            Rate::Percent { v, .. } => v,
            Rate::Fixed { v, .. } => return (i64::from(v), false),
        };
        let whole = reward(spend, v);
        let cap = self.boost.as_ref().and_then(|b| b.cap);
        match self.was.zip(cap) {
            Some((base, cap)) => {
                let most = reward(spend, base) + i64::from(cap);
                (whole.min(most), whole > most)
            }
            None => (whole, false),
        }
    }

    /// Does this promise less than `shown` did in any respect? Unlike kinds, currencies and categories count as less: the
    /// shopper must be asked again.
    #[must_use]
    pub fn is_less_than(&self, shown: &Self) -> bool {
        let is_alike = match (&self.rate, &shown.rate) {
            (Rate::Percent { .. }, Rate::Percent { .. }) => true,
            (Rate::Fixed { c, .. }, Rate::Fixed { c: other, .. }) => c == other,
            _ => false,
        };
        let is_narrower = self.rate.label().is_some() && self.rate.label() != shown.rate.label();
        let lowest = |h: &Self| weight(h.lowest.as_ref().unwrap_or(&h.rate));
        !is_alike
            || is_narrower
            || (self.rate.is_up_to() && !shown.rate.is_up_to())
            || weight(&self.rate) < weight(&shown.rate)
            || lowest(self) < lowest(shown)
            || self.large_purchase() < shown.large_purchase()
    }

    /// What orders two promises for a purchase beyond every cap: the rate that has none, then the most that a boost adds.
    fn large_purchase(&self) -> u64 {
        let cap = self.boost.as_ref().and_then(|b| b.cap);
        let (rate, more) = match self.was.zip(cap) {
            Some((base, cap)) => (base.0, cap),
            None => (weight(&self.rate), 0),
        };
        u64::from(rate) << 32 | u64::from(more)
    }
}

fn weight(rate: &Rate) -> u32 {
    match rate {
        Rate::Percent { v, .. } => v.0,
        Rate::Fixed { v, .. } => *v,
    }
}

#[cfg(test)]
mod tests;
