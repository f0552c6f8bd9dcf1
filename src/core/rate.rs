//! What a retailer pays: percent or fixed, one or more categories, "up to", and dated boosts with a cap.

use crate::json::{self, Json, Read};
use crate::money::BasisPoints;
use serde::Serialize;

/// One rate of a retailer, in the wire form of a rate-list line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "k")]
pub enum Rate {
    /// A share of the purchase.
    #[serde(rename = "p")]
    Percent {
        /// The share.
        v: BasisPoints,
        /// The headline is the highest of several: shown with "up to".
        #[serde(skip_serializing_if = "is_off", with = "bit")]
        u: bool,
        /// The category it is for; none for the headline.
        #[serde(skip_serializing_if = "Option::is_none")]
        l: Option<String>,
    },
    /// An amount per order.
    #[serde(rename = "f")]
    Fixed {
        /// Minor units of `c`.
        v: u32,
        /// ISO 4217 code.
        c: String,
        /// Shown with "up to".
        #[serde(skip_serializing_if = "is_off", with = "bit")]
        u: bool,
        /// The category it is for; none for the headline.
        #[serde(skip_serializing_if = "Option::is_none")]
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

    /// Within what a list may say: at most 100 %, at most 10,000.00 of a currency, a three-letter currency.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        match self {
            Self::Percent { v, .. } => *v > BasisPoints(0) && *v <= BasisPoints::WHOLE,
            Self::Fixed { v, c, .. } => (1..=1_000_000).contains(v) && c.len() == 3,
        }
    }
}

impl Read for Rate {
    fn read(json: &Json<'_>) -> Option<Self> {
        let (u, l) = (json.flag("u")?, json.get("l")?);
        match json.field("k")?.text()? {
            "p" => Some(Self::Percent {
                v: json.get("v")?,
                u,
                l,
            }),
            "f" => Some(Self::Fixed {
                v: json.get("v")?,
                c: json.get("c")?,
                u,
                l,
            }),
            _ => None,
        }
    }
}

json::deserialize!(Rate);
json::object!(Boost { v, s, e, cap });
json::object!(Headline {
    rate,
    lowest,
    was,
    boost
});

/// A raised percentage for a while. Published ahead of time and evaluated on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Boost {
    /// The whole percentage while the boost runs, base included.
    pub v: BasisPoints,
    /// First second, UTC.
    pub s: i64,
    /// First second after the end, UTC.
    pub e: i64,
    /// Most that the boost part pays to one member, minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<u32>,
}

impl Boost {
    /// Does it run at `at` seconds?
    #[must_use]
    pub fn runs_at(&self, at: i64) -> bool {
        (self.s..self.e).contains(&at)
    }
}

/// The headline of a set of rates at a moment: what is shown first, locked at click time, and compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// The rate, raised by a running boost.
    pub rate: Rate,
    /// The lowest rate of the same kind, when categories differ: `2-8 %`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<Rate>,
    /// The base percentage that a running boost has raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<BasisPoints>,
    /// The running boost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boost: Option<Boost>,
}

impl Headline {
    /// The headline of `rates` and `boosts` at `at` seconds; `None` when no rate is known.
    #[must_use]
    pub fn at(rates: &[Rate], boosts: &[Boost], at: i64) -> Option<Self> {
        let base = rates
            .iter()
            .find(|r| r.label().is_none())
            .or(rates.first())?;
        let lowest = rates.iter().min_by_key(|r| weight(r)).filter(|r| {
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

    /// Does this promise less than `shown` did? Unlike kinds count as less: the shopper must be asked again.
    #[must_use]
    pub fn is_less_than(&self, shown: &Self) -> bool {
        core::mem::discriminant(&self.rate) != core::mem::discriminant(&shown.rate)
            || weight(&self.rate) < weight(&shown.rate)
    }
}

fn weight(rate: &Rate) -> u32 {
    match rate {
        Rate::Percent { v, .. } => v.0,
        Rate::Fixed { v, .. } => *v,
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_off(flag: &bool) -> bool {
    !flag
}

/// Flags travel as `1`, and are left out when off.
pub(crate) mod bit {
    use serde::Serializer;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature serde asks for"
    )]
    pub fn serialize<S: Serializer>(flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(u8::from(*flag))
    }
}
