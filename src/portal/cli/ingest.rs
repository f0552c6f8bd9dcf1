//! `portal ingest`: a network's report file, by hand.

use super::{Data, open};
use crate::failure::Failure;
use crate::ingest::{self, BATCH, Outcome};
use crate::network_file::columns::Mapping;
use crate::networks::{self, Network};
use crate::payout::rules;
use crate::report::Report;
use crate::say::{complain, say};
use crate::state::Portal;
use crate::{catalog, data_dir, network_file, progress};
use clap::Args;
use std::path::PathBuf;

pub(super) const HELP: &str = "\
Columns of the CSV file (UTF-8, with a header; others are passed over):
  id          the network's number for the order line
  click_ref   the click reference that the network was given; for card purchases the card's id
  status      new, pending, locked, approved, declined, reversed, … : the words of the trade
  sale        what was bought, like 12.34; commission likewise
  ordered     when it was bought; updated: when the network changed it last
  currency    USD if left out
  seq         counts changes, for networks that do
  record      the record's own number, for networks that correct a line by another record with negative amounts
  order       the store's order number: an amount per order is paid once for all its lines; only a hash of it is kept
  category    as the rate's tiers call it
  offer       the in-store or dining offer that a card purchase was for
A file may be taken in any number of times, whole or in parts, in any order: nothing is counted twice.

Example:
  portal ingest --data /srv/portal report.csv --network acme --column click_ref=sid --zone America/New_York";

#[derive(Debug, Args)]
pub(super) struct Ingest {
    #[command(flatten)]
    data: Data,
    /// CSV with a header line; UTF-8
    file: PathBuf,
    /// The network whose report it is, as the catalogue calls it
    #[arg(long)]
    network: String,
    /// What the network calls a column; may be given several times
    #[arg(long = "column", value_name = "OURS=THEIRS")]
    columns: Vec<String>,
    /// Zone of times that do not say theirs
    #[arg(long)]
    zone: Option<String>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Carries it out.
pub(super) async fn run(args: Ingest) -> Result<(), Failure> {
    let portal = open::open(&args.data.path).await?;
    let done = take(&portal, &args).await;
    portal.pool.close().await;
    done
}

async fn take(portal: &Portal, args: &Ingest) -> Result<(), Failure> {
    let network = network(portal, args).await?;
    let bytes = data_dir::read(&args.file)?;
    let lines = bytes.iter().filter(|b| **b == b'\n').count();
    let bar = progress::bar("reading", lines);
    let read = network_file::read(&bytes, &network.form(portal), || bar.inc(1));
    bar.finish_and_clear();
    let read = read?;
    let file = args.file.display();
    for refusal in &read.refused {
        complain!("{file}: {refusal}");
    }
    if !read.unread.is_empty() {
        complain!("{file}: nothing was read from {}", read.unread.join(", "));
    }
    let outcome = if args.dry_run {
        ingest::rehearse(portal, &read.reports).await
    } else {
        in_batches(portal, &read.reports).await
    };
    let outcome = outcome.map_err(open::failed)?;
    say!("{file}: {outcome}, {} refused", read.refused.len());
    if outcome.quarantined > 0 && !args.dry_run {
        say!("Look at what is in quarantine with `portal quarantine list`.");
    }
    if args.dry_run {
        say!("That is what would happen: nothing was changed.");
    }
    match read.refused.len() {
        0 => Ok(()),
        count => Err(Failure::Argument(format!(
            "{count} rows were refused: correct them and hand the file in again; the other rows are not counted twice"
        ))),
    }
}

async fn in_batches(portal: &Portal, reports: &[Report]) -> Result<Outcome, crate::error::Error> {
    let bar = progress::bar("ingesting", reports.len());
    let mut outcome = Outcome::default();
    for batch in reports.chunks(BATCH) {
        outcome += ingest::ingest(portal, batch).await?;
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    Ok(outcome)
}

/// The network as it was described, with what this call says otherwise.
async fn network(portal: &Portal, args: &Ingest) -> Result<Network, Failure> {
    let network = match networks::get(&portal.pool, &args.network).await? {
        Some(network) => network,
        None => in_catalogue(portal, &args.network).await?,
    };
    let columns = Mapping::parse(args.columns.iter().map(String::as_str))?;
    let zone = args.zone.as_deref().map(rules::zone).transpose()?;
    Ok(Network {
        mapping: network.mapping.clone().overridden(columns),
        zone: zone.or(network.zone),
        ..network
    })
}

/// A misspelt network would send the whole file into quarantine.
async fn in_catalogue(portal: &Portal, name: &str) -> Result<Network, Failure> {
    let mut connection = portal.pool.acquire().await?;
    let entries = catalog::entries(&mut connection).await?;
    if entries.iter().any(|entry| entry.network == name) {
        return Network::named(name);
    }
    Err(Failure::Argument(format!(
        "no retailer is of a network `{name}`: add it with `portal network add {name}`, or correct the name"
    )))
}
