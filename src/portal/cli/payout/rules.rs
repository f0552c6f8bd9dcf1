//! `portal payout rules`: what the operator decides about payouts.

use super::super::Data;
use crate::db;
use crate::failure::Failure;
use crate::payout::cut_off::Strategy;
use crate::payout::rules::{self, Access};
use crate::say::say;
use clap::Args;
use pointback_core::money::Unit;

pub(super) const HELP: &str = "\
Cut-offs:
  confirmed_by_date  whatever is confirmed by the end of the payout day (default)
  posting_quarter    of that, only what was first reported by the end of the last quarter: January to March on 15 May
Who may elect a unit: anyone (default), confirmed (only members whose account the programme confirmed), nobody

Examples:
  portal payout rules --data /srv/portal
  portal payout rules --data /srv/portal --zone Europe/Berlin --cut-off posting_quarter --elect mr=confirmed";

#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(flatten)]
    pub(super) data: Data,
    /// Time zone in which payout days begin and end; servers follow at their next start
    #[arg(long)]
    zone: Option<String>,
    /// Which earnings a payout day takes
    #[arg(long, value_parser = |name: &str| Strategy::named(name).ok_or("choose confirmed_by_date or posting_quarter"))]
    cut_off: Option<Strategy>,
    /// Who may elect a unit
    #[arg(long, value_name = "UNIT=WHO", value_parser = access)]
    elect: Vec<(String, Access)>,
}

fn access(text: &str) -> Result<(String, Access), &'static str> {
    text.split_once('=')
        .and_then(|(unit, who)| Some((unit.to_owned(), Access::named(who)?)))
        .ok_or("write it like mr=anyone, mr=confirmed or mr=nobody")
}

/// Carries it out.
pub(super) async fn run(args: Rules, units: &[Unit], pool: &db::Pool) -> Result<(), Failure> {
    let mut connection = pool.acquire().await?;
    if let Some((unknown, _)) = args
        .elect
        .iter()
        .find(|(unit, _)| !units.iter().any(|u| u.is_points() && u.id() == unit))
    {
        return Err(Failure::Argument(format!(
            "this portal has no points programme `{unknown}`"
        )));
    }
    if let Some(zone) = &args.zone {
        rules::set_zone(&mut connection, zone).await?;
    }
    if let Some(strategy) = args.cut_off {
        rules::set_strategy(&mut connection, strategy).await?;
    }
    for (unit, access) in &args.elect {
        rules::set_access(&mut connection, unit, *access).await?;
    }
    let now = rules::read(&mut connection).await?;
    say!("Time zone: {}", now.zone);
    say!("Cut-off: {}", now.strategy.name());
    for unit in units.iter().filter(|unit| unit.is_points()) {
        let access = rules::access(&mut connection, unit.id()).await?;
        say!("Who may elect {}: {}", unit.id(), access.name());
    }
    Ok(())
}
