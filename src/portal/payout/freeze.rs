//! The freeze: decides who is paid, and moves the cents out of the confirmed balances. Five hundred members a transaction;
//! a run that died is continued by running it again. Each transaction decides by the balances as it finds them, because
//! nobody is paid what they do not have any more; where that is not what was agreed to, it stops. The hash over the whole
//! batch is written last, and from then on nothing about it changes.

use super::{
    agreed::Agreed,
    candidates::{Page, page},
    item::{self, Item},
    period::{self, Period, State as Progress},
    plan,
    refusal::Refusal,
};
use crate::{
    db::{self, Turn},
    failure::Failure,
    ledger::{self, Movement, account::Account, earning::State, earnings},
};
use pointback_core::money::Unit;

/// What a freeze came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Over all items.
    pub hash: String,
    /// Was it frozen before this run?
    pub was_frozen: bool,
}

/// Freezes a period. With `expected`, only the plan that has that hash: should the ledger change what is left of it, the
/// freeze stops there, and is continued with the plan as it is then. Says each step before it is for good, and after.
///
/// # Errors
/// `Payout` when the day is not over, another freeze is unfinished, or the plan is another one, or becomes it.
pub async fn freeze(
    pool: &db::Pool,
    name: &str,
    units: &[Unit],
    expected: Option<&str>,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Frozen, Failure> {
    let mut connection = pool.acquire().await?;
    let found = Period::read(&mut connection, name).await?;
    check_over(&found, now_ms)?;
    let agreed = match expected {
        Some(hash) => {
            let plan = plan::plan(&mut connection, &found, units).await?;
            Some(Agreed::to(hash, plan)?)
        }
        None => None,
    };
    let agreed = agreed.as_ref();
    drop(connection);
    if let Progress::Frozen(hash) = found.state {
        return Ok(Frozen {
            hash,
            was_frozen: true,
        });
    }
    let period = begin(pool, &found, now_ms, say).await?;
    let mut members = 0;
    let mut after = Some(String::new());
    while let Some(last) = after {
        let (next, count) = advance(pool, &period, (units, agreed), &last, now_ms, say).await?;
        members += count;
        say(&format!(
            "{name}: {members} members frozen or carried over in this run."
        ));
        after = next;
    }
    match Period::read(&mut *pool.acquire().await?, name).await?.state {
        Progress::Frozen(hash) => {
            // Another operator may have finished it, and have agreed to something else.
            agreed.map_or(Ok(()), |agreed| agreed.check(&hash))?;
            Ok(Frozen {
                hash,
                was_frozen: false,
            })
        }
        _ => Err(Refusal::NotFrozen(name.to_owned()).into()),
    }
}

/// Returns the period with the rules as they are written down, should another run have begun with others.
async fn begin(
    pool: &db::Pool,
    period: &Period,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Period, Failure> {
    let mut tx = db::write(pool).await?;
    db::turn(&mut tx, Turn::Ledger).await?;
    period::begin(&mut tx, period, now_ms).await?;
    let name = period.name();
    let period = Period::read(&mut tx, &name).await?;
    say(&format!("{name}: the freeze begins."));
    tx.commit().await?;
    Ok(period)
}

/// One transaction: the next members, or the close of the batch when there are no more. Returns the last member that was
/// looked at, and how many there were.
async fn advance(
    pool: &db::Pool,
    period: &Period,
    (units, agreed): (&[Unit], Option<&Agreed>),
    after: &str,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<(Option<String>, usize), Failure> {
    let mut tx = db::write(pool).await?;
    db::turn(&mut tx, Turn::Ledger).await?;
    if !period::is_freezing(&mut tx, period).await? {
        return Ok((None, 0));
    }
    let page = page(&mut tx, period, units, after).await?;
    if agreed.is_some_and(|agreed| !agreed.allows(&page)) {
        return Err(Refusal::PlanChanged(period.name()).into());
    }
    match &page.last {
        Some(last) => {
            write(&mut tx, period, &page, now_ms).await?;
            say(&format!("About to freeze the members up to {last}."));
        }
        None => close(&mut tx, period, agreed, now_ms, say).await?,
    }
    tx.commit().await?;
    Ok((page.last, page.items.len() + page.carried.len()))
}

fn check_over(period: &Period, now_ms: i64) -> Result<(), Refusal> {
    if now_ms >= period.cut_off.confirmed_before_ms {
        return Ok(());
    }
    Err(Refusal::DayNotOver {
        date: period.name(),
        zone: period.zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}

async fn write(
    tx: &mut db::Write,
    period: &Period,
    page: &Page,
    now_ms: i64,
) -> Result<(), Failure> {
    for carried in &page.carried {
        item::insert_carried(tx, &period.name(), carried).await?;
    }
    for item in &page.items {
        if item::insert(tx, &period.name(), item).await? {
            item::insert_earnings(tx, item, &period.cut_off).await?;
            let step = (State::Confirmed, State::InPayout);
            earnings::follow_payment(tx, &item.id, step, now_ms).await?;
            post(tx, item, period, now_ms).await?;
        }
    }
    Ok(())
}

async fn post(
    tx: &mut db::Write,
    item: &Item,
    period: &Period,
    now_ms: i64,
) -> Result<(), Failure> {
    let movement = Movement {
        code: "payout_frozen",
        debit: Account::confirmed(&item.member),
        credit: Account::in_payout(&item.member),
        amount: item.cents,
    };
    let cause = cause(&item.id);
    Ok(ledger::post(tx, &cause, &[movement], now_ms, period.starts_ms).await?)
}

/// What groups the movements of an item.
pub(super) fn cause(item: &str) -> String {
    format!("payout/{item}")
}

async fn close(
    tx: &mut db::Write,
    period: &Period,
    agreed: Option<&Agreed>,
    now_ms: i64,
    say: &(dyn Fn(&str) + Sync),
) -> Result<(), Failure> {
    let items = item::of_period(tx, &period.name()).await?;
    let hash = plan::hash(&items);
    if agreed.is_some_and(|agreed| agreed.check(&hash).is_err()) {
        return Err(Refusal::PlanChanged(period.name()).into());
    }
    period::finish(tx, period, &hash, now_ms).await?;
    say(&format!(
        "About to close the batch of {} payments.",
        items.len()
    ));
    Ok(())
}
