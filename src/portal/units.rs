//! The units that this portal's rewards can be shown in. They travel in every head, so that a programme can change its
//! terms by date without a new client.

use pointback_core::money::{PerUnit, Unit};

/// 16 May 2026, 0:00 UTC: from then on the members' status at Bilt counts.
const BILT_BY_STATUS: i64 = 1_778_889_600;
/// The lowest status, Blue, has no row of its own: it gets what is paid to members whose status is not known.
const BILT_HIGHER: [&str; 3] = ["silver", "gold", "platinum"];

/// What rewards can be shown and paid in. Dollars; Membership Rewards at 100 points for a dollar of reward; Bilt at 100, and
/// from 16 May 2026 at 50 unless the member's status is higher (reported by One Mile at a Time and The Points Guy).
pub(crate) fn all() -> Vec<Unit> {
    let higher = BILT_HIGHER.map(|tier| PerUnit {
        tier: Some(tier.to_owned()),
        ..per_dollar(BILT_BY_STATUS, 100)
    });
    let bilt = [per_dollar(0, 100), per_dollar(BILT_BY_STATUS, 50)];
    vec![
        Unit::Cash {
            id: "usd".to_owned(),
            cur: "USD".to_owned(),
            exp: 2,
        },
        Unit::Points {
            id: "mr".to_owned(),
            name: "Membership Rewards".to_owned(),
            per: vec![per_dollar(0, 100)],
        },
        Unit::Points {
            id: "bilt".to_owned(),
            name: "Bilt".to_owned(),
            per: bilt.into_iter().chain(higher).collect(),
        },
    ]
}

fn per_dollar(from: i64, num: u32) -> PerUnit {
    PerUnit {
        from,
        num,
        den: 1,
        tier: None,
    }
}
