//! Settles orders that share a limit, all together: whoever comes first *by the time of purchase* uses it first,
//! whatever order the reports came in. When one is declined, the others get its share.
//!
//! A counter of what is used would be filled in the order of arrival, and two networks' days of reports in another order
//! would pay differently. Counters are for what is handed out at once, such as the places of a campaign.

use super::{
    cause::{Cause, Causes, Group, Shared},
    once::Placed,
    target::{self, Target},
};
use crate::{
    card_linked,
    clicks::{self, Click, Terms},
    db,
    error::Error,
    ledger::{
        earning::{Standing, State},
        earnings::{self, Earning},
    },
    report::{Report, amount_on, fold::Folded, reward_on},
};
use std::collections::{HashMap, HashSet};

/// Brings the ledger to what the reports of a group amount to.
pub(super) async fn settle(
    tx: &mut db::Write,
    causes: &mut Causes,
    group: &Group,
    now: i64,
) -> Result<(), Error> {
    let orders = target::orders(tx, group).await?;
    let targets = match &group.of {
        Shared::Cards(_) => card_linked::targets(tx, &group.member, orders).await?,
        Shared::Nothing {
            network, click_ref, ..
        }
        | Shared::Amounts { network, click_ref } => {
            match causes.find(tx, network, click_ref).await? {
                Some(Cause::Click(click)) => purchases(&[*click], &orders)?,
                Some(Cause::Card(_)) | None => Vec::new(),
            }
        }
        Shared::Boost(key) => {
            let clicks = clicks::under_boost(tx, &group.member, key).await?;
            purchases(&clicks, &orders)?
        }
    };
    let posted = match &group.of {
        // One order looks for itself.
        Shared::Nothing { .. } => HashMap::new(),
        Shared::Amounts { .. } | Shared::Boost(_) | Shared::Cards(_) => {
            earnings::all(tx, &group.member).await?
        }
    };
    for target in targets {
        let earning = Earning {
            network: target.network,
            ext_id: target.ext_id,
            member: group.member.clone(),
            kind: target.kind,
            cause: target.cause,
            event_ms: target.event_ms,
        };
        let before = posted.get(&earning.id());
        if before.is_none_or(|before| !before.stays(&earning, &target.standing)) {
            earnings::settle(tx, &earning, &target.standing, now).await?;
        }
    }
    Ok(())
}

/// What purchases after clicks earn, in the order of purchase, under the cap that they share. An amount per order is on
/// one line of the order.
fn purchases(clicks: &[Click], orders: &[Folded]) -> Result<Vec<Target>, Error> {
    let by_ref: HashMap<&str, &Click> = clicks.iter().map(|c| (c.click_ref.as_str(), c)).collect();
    let holders = holders(&by_ref, orders)?;
    let mut cap_used = 0_i64;
    let mut targets = Vec::new();
    for order in orders {
        let line = &order.line;
        let Some(click) = by_ref.get(line.click_ref.as_str()) else {
            continue;
        };
        let terms = click.terms()?;
        let mut standing = standing(&terms, order);
        let is_amount = amount_on(&terms, line.category.as_deref()).is_some();
        if is_amount && !holders.contains(&name(line)) {
            standing.base = 0;
        }
        if let Some(cap) = terms.boost.and_then(|b| b.cap) {
            let left = i64::from(cap).saturating_sub(cap_used).max(0);
            standing.boost = standing.boost.min(left);
            cap_used = cap_used.saturating_add(standing.boost);
        }
        targets.push(Target {
            network: line.network.clone(),
            ext_id: line.ext_id.clone(),
            kind: earnings::PURCHASE,
            cause: click.id.clone(),
            event_ms: line.event_at,
            standing,
        });
    }
    Ok(targets)
}

/// The lines that hold an amount per order: of each order the first that is confirmed, or the first that is left. What a
/// confirmed line holds, and may have been paid, is not taken from it by a line that is not certain.
fn holders<'o>(
    by_ref: &HashMap<&str, &Click>,
    orders: &'o [Folded],
) -> Result<HashSet<Name<'o>>, Error> {
    let mut certain_first: Vec<&Folded> = orders.iter().collect();
    certain_first.sort_by_key(|order| order.state != State::Confirmed);
    let mut placed = Placed::default();
    let mut holders = HashSet::new();
    for order in certain_first {
        let line = &order.line;
        let Some(click) = by_ref.get(line.click_ref.as_str()) else {
            continue;
        };
        let terms = click.terms()?;
        if standing(&terms, order).base > 0
            && let Some(amount) = amount_on(&terms, line.category.as_deref())
            && placed.place(line, &amount)
        {
            holders.insert(name(line));
        }
    }
    Ok(holders)
}

/// A line's network and its number there.
type Name<'o> = (&'o str, &'o str);

fn name(line: &Report) -> Name<'_> {
    (&line.network, &line.ext_id)
}

fn standing(terms: &Terms, order: &Folded) -> Standing {
    let state = order.state;
    if matches!(state, State::Ineligible | State::Reversed) {
        return Standing {
            state,
            ..Standing::NONE
        };
    }
    let reward = reward_on(terms, order.line.category.as_deref(), order.sale_minor);
    Standing {
        state,
        sale: order.sale_minor,
        base: reward.base,
        boost: reward.boost,
        commission: order.commission_minor,
    }
}
