//! The units that this portal's rewards can be shown in. They travel in every head, so that a programme can change its
//! terms by date without a new client.

use pointback_core::money::{PerUnit, Unit};

/// What rewards can be shown in: dollars, and Membership Rewards at 100 points for a dollar of reward.
pub(crate) fn all() -> Vec<Unit> {
    let per_dollar = PerUnit {
        from: 0,
        num: 100,
        den: 1,
        tier: None,
    };
    vec![
        Unit::Cash {
            id: "usd".to_owned(),
            cur: "USD".to_owned(),
            exp: 2,
        },
        Unit::Points {
            id: "mr".to_owned(),
            name: "Membership Rewards".to_owned(),
            per: vec![per_dollar],
        },
    ]
}
