//! What a claim's receipts say about its click. The log is the member's own and proves only that nothing was changed in it
//! afterwards, so this helps the operator to decide; it decides nothing.

use pointback_core::receipt::{Action, Receipts};

const MINUTE_MS: i64 = 60_000;
/// Clocks of a browser and a server may differ by this much.
const LATITUDE_MIN: i64 = 10;

/// One sentence for the operator about the click on store `retailer` at `clicked_ms`.
pub(crate) fn sentence(receipts: &str, retailer: u32, clicked_ms: i64) -> String {
    if receipts.is_empty() {
        return "No receipts were sent.".to_owned();
    }
    let Ok(log) = Receipts::import(receipts) else {
        return "The receipts do not hold together.".to_owned();
    };
    let clicked = clicked_ms.div_euclid(MINUTE_MS);
    let here = || log.list.iter().filter(|r| r.store.retailer.0 == retailer);
    let is_activated = here()
        .any(|r| r.action != Action::Suppressed && (r.minute - clicked).abs() <= LATITUDE_MIN);
    let stood_down = here()
        .filter(|r| r.action == Action::Suppressed && r.minute >= clicked)
        .count();
    let activation = if is_activated {
        "they hold the activation of this trip"
    } else {
        "they do not hold the activation of this trip"
    };
    let rivals = match stood_down {
        0 => "no other referral was seen at this store afterwards".to_owned(),
        1 => "another referral was seen at this store afterwards".to_owned(),
        n => format!("{n} other referrals were seen at this store afterwards"),
    };
    format!(
        "{} receipts, every link holds; {activation}; {rivals}.",
        log.list.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use pointback_core::policy::Policies;
    use pointback_core::receipt::Deed;
    use pointback_core::retailer::RetailerId;
    use pointback_core::store_id::{PortalId, StoreId};

    #[test]
    fn the_activation_and_what_came_after_are_found() {
        let policies = Policies::packaged().unwrap();
        let store = StoreId {
            portal: PortalId::PACKAGED,
            retailer: RetailerId(7),
        };
        let mut log = Receipts::default();
        let clicked = 1_802_278_800_000;
        log.append(Deed::activated(store, "cj"), &policies, clicked);
        let activated = Deed::activated(store, "cj");
        let rival = Deed {
            action: Action::Suppressed,
            ..activated
        };
        log.append(rival, &policies, clicked + 30 * MINUTE_MS);
        let text = log.export();
        let said = sentence(&text, 7, clicked);
        assert_eq!(
            said,
            "2 receipts, every link holds; they hold the activation of this trip; another referral was seen at this store afterwards."
        );
        assert!(sentence(&text, 8, clicked).contains("do not hold the activation"));
        assert!(sentence(&text, 7, clicked + 60 * MINUTE_MS).contains("do not hold"));
        assert_eq!(sentence("", 7, clicked), "No receipts were sent.");
    }
}
