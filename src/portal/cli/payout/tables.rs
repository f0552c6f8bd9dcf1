//! What the payout commands say: short tables for a screen.

use crate::payout::programme::Waiting;
use crate::payout::{FileStatus, Period, Plan, Settled};
use crate::say::say;
use pointback_core::money::decimal;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub(super) fn plan(period: &Period, plan: &Plan, members: bool) {
    let rule = period.strategy.name();
    say!("Payout of {} ({rule})", period.name());
    for (rail, total) in plan.totals() {
        let (items, cents) = (total.items, decimal(total.cents, 2));
        let arriving = rail.show(total.amount);
        say!(
            "  {:<12} {items:>7} payments  ${cents} become {arriving} {}",
            rail.name(),
            rail.asset()
        );
    }
    for (reason, (count, cents)) in plan.reasons() {
        let cents = decimal(cents, 2);
        say!(
            "  carried over {count:>6} members   ${cents}: {}",
            reason.words()
        );
    }
    if members {
        for item in &plan.items {
            let amount = item.rail.show(item.amount);
            say!("{} {} {} {amount}", item.id, item.member, item.rail.name());
        }
        for carried in &plan.carried {
            let cents = decimal(carried.cents, 2);
            say!("- {} {} {cents}", carried.member, carried.reason.name());
        }
    }
    say!("Hash: {}", plan.hash());
}

pub(super) fn settled(settled: Settled) {
    let Settled {
        paid,
        failed,
        known,
        open,
    } = settled;
    say!(
        "{paid} paid, {failed} failed and due again, {known} known before, {open} not decided yet."
    );
}

pub(super) fn status(files: &[FileStatus], now_ms: i64) {
    if files.is_empty() {
        say!("No file was sent yet.");
    }
    for file in files {
        let open = file.items - file.paid - file.failed;
        let days = (now_ms - file.at_ms) / DAY_MS;
        say!(
            "{}  {} items, {} {}: {} paid, {} failed, {open} open, sent {days} days ago",
            file.file,
            file.items,
            file.rail.show(file.total),
            file.rail.asset(),
            file.paid,
            file.failed
        );
    }
}

pub(super) fn waiting(accounts: &[Waiting]) {
    if accounts.is_empty() {
        say!("No account waits for its confirmation.");
    }
    for Waiting {
        member,
        unit,
        account,
    } in accounts
    {
        say!("{member} {unit} {account}");
    }
}
