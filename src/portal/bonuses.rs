//! Bonuses for new members: a welcome bonus, or a referral bonus for both sides when a member invited them. Each follows
//! from an enrolment, which fixes the campaign at sign-up, and from what is bought within its window.

pub(crate) mod campaign;
pub(crate) mod enrolment;
pub(crate) mod invite;
mod rule;

use crate::{
    db,
    error::Error,
    ledger::earnings::{self, Earning},
};
use campaign::Kind;
use enrolment::Enrolment;

/// Brings a member's bonus, and that of who invited them, to what the member's purchases amount to. Call it in the
/// transaction that settled a purchase.
pub(crate) async fn review(tx: &mut db::Write, member: &str, now: i64) -> Result<(), Error> {
    let Some(enrolment) = enrolment::of(tx, member).await? else {
        return Ok(());
    };
    let purchases = enrolment::purchases(tx, &enrolment).await?;
    let terms = &enrolment.campaign;
    let reached = rule::reached(terms.kind.counts_one_trip(), terms.spend, &purchases);
    for (side, earner, amount) in sides(&enrolment) {
        let earning = Earning {
            network: earnings::OURS.to_owned(),
            // From the rule alone: the same bonus can never be booked twice.
            ext_id: format!("{}/{}/{side}", terms.kind.name(), enrolment.member),
            member: earner.to_owned(),
            kind: terms.kind.earning(),
            cause: format!("enrolment/{}", enrolment.member),
            event_ms: reached.at_ms.unwrap_or(enrolment.since_ms),
        };
        earnings::settle(tx, &earning, &reached.standing(amount), now).await?;
    }
    Ok(())
}

/// Who earns how much under an enrolment.
fn sides(enrolment: &Enrolment) -> Vec<(&'static str, &str, i64)> {
    let terms = &enrolment.campaign;
    let mut sides = vec![("member", enrolment.member.as_str(), terms.bonus)];
    if let (Kind::Referral, Some(inviter)) = (terms.kind, &enrolment.inviter) {
        sides.push(("inviter", inviter, terms.inviter_bonus));
    }
    sides.retain(|(_, _, amount)| *amount > 0);
    sides
}
