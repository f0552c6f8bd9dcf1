//! Purchases with a linked card: in-store offers, used once each, and dining. A partner that sees the card reports them
//! in the same normal form as purchases after a click; the card stands where the click would.

pub(crate) mod added;
pub(crate) mod card;
pub(crate) mod offer;
mod uses;

use crate::{
    clicks::Terms,
    db,
    error::Error,
    ingest::Target,
    ledger::{
        earning::{Standing, State},
        earnings,
    },
    report::{fold::Folded, reward_on},
};
use card::Card;
use offer::Offer;
use std::collections::BTreeMap;
use uses::Purchase;

/// The card and offer of one purchase, with what its reports amount to.
struct Order {
    folded: Folded,
    is_card_linked: bool,
}

/// What a member's card purchases earn. `orders` come in the order of purchase.
pub(crate) async fn targets(
    tx: &mut db::Write,
    member: &str,
    orders: Vec<Folded>,
) -> Result<Vec<Target>, Error> {
    let cards = card::all(tx, member).await?;
    let mut by_offer: BTreeMap<String, Vec<Order>> = BTreeMap::new();
    for folded in orders {
        let Some(offer) = folded.line.offer.clone() else {
            continue;
        };
        let is_card_linked = was_linked(&cards, &folded);
        by_offer.entry(offer).or_default().push(Order {
            folded,
            is_card_linked,
        });
    }
    let mut targets = Vec::new();
    for (id, orders) in by_offer {
        let Some(offer) = offer::by_id(tx, &id).await? else {
            continue;
        };
        let added = added::all(tx, member, &id).await?;
        let purchases: Vec<Purchase> = orders.iter().map(|o| purchase(&offer, o)).collect();
        let covered = uses::covered(&added, offer.kind.is_used_once(), &purchases);
        for (order, is_covered) in orders.into_iter().zip(covered) {
            targets.push(target(&offer, order.folded, is_covered)?);
        }
    }
    Ok(targets)
}

fn was_linked(cards: &[Card], folded: &Folded) -> bool {
    let line = &folded.line;
    let card = cards.iter().find(|card| card.id == line.click_ref);
    card.is_some_and(|card| card.was_linked_for(line))
}

fn purchase(offer: &Offer, order: &Order) -> Purchase {
    let is_live = matches!(order.folded.state, State::Pending | State::Confirmed);
    Purchase {
        at_ms: order.folded.line.event_at,
        latest_ms: order.folded.line.latest_event_at(),
        counts: is_live && order.is_card_linked && order.folded.sale_minor >= offer.spend,
    }
}

fn target(offer: &Offer, order: Folded, is_covered: bool) -> Result<Target, Error> {
    let standing = match order.state {
        State::Pending | State::Confirmed if is_covered => {
            let terms = Terms {
                rate: offer.rates()?,
                boost: None,
            };
            let reward = reward_on(&terms, None, order.sale_minor);
            Standing {
                state: order.state,
                sale: order.sale_minor,
                base: reward.base.min(offer.most),
                boost: 0,
                commission: order.commission_minor,
            }
        }
        State::Reversed => Standing {
            state: State::Reversed,
            ..Standing::NONE
        },
        _ => Standing {
            state: State::Ineligible,
            ..Standing::NONE
        },
    };
    Ok(Target {
        network: order.line.network,
        ext_id: order.line.ext_id,
        kind: match offer.kind {
            offer::Kind::InStore => earnings::IN_STORE,
            offer::Kind::Dining => earnings::DINING,
        },
        cause: offer.id.clone(),
        event_ms: order.line.event_at,
        standing,
    })
}
