//! The command line: which commands there are. What each takes and says stands in a file of its own below.

mod audit;
mod backup;
mod campaign;
mod claims;
mod demo;
mod doctor;
mod explain;
mod given;
mod import;
mod ingest;
mod init;
mod keys;
mod link;
mod network;
mod offers;
mod open;
mod payout;
mod policies;
mod publish;
mod quarantine;
mod running;
mod seal;
mod serve;
mod terms;
mod verify;
mod verify_receipts;

use crate::clock::{Clock, SystemClock};
use crate::failure::Failure;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const IMPORT_HELP: &str = "\
Columns of a CSV file, names of a JSON object (in an array, or one on each line):
  domain     the retailer's host, alone: macys.com
  name       as the retailer writes it
  rate       10%, up to 10%, $25, tiers like 10%|2% Beauty|0% Gift cards; empty if none is known
  condition  one short sentence (may be left out, like those that follow)
  network    who reports its orders
  link       the network's link, with {click_ref} in it, and {dest} where the page goes
  hosts      further hosts, separated by |
  excluded   hosts below those that are not covered, separated by |
  category   where the portal's own directory shows it, in a few words
  featured   yes to show it first there
  terms      all conditions and exclusions for its page there, sentences separated by |
A JSON object may also be a retailer as rate lists write it: {\"n\":\"Macy's\",\"d\":[\"macys.com\"],\"r\":[…]}

Example:
  portal import --data /srv/portal retailers.csv --network acme --link 'https://acme.example/c?sid={click_ref}&url={dest}'";

/// Pointback's portal: publishes the signed rate list, records click-outs, keeps the ledger.
#[derive(Debug, Parser)]
#[command(name = "portal", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new portal: keys, root, database, an empty catalogue
    #[command(
        after_help = "Example:\n  portal init --data /srv/portal --base https://portal.example/ --name \"My portal\""
    )]
    Init(init::Init),
    /// Add retailers from a CSV or JSON file
    #[command(after_help = IMPORT_HELP)]
    Import(import::Import),
    /// Take in a network's report file: orders, changes, corrections
    #[command(after_help = ingest::HELP)]
    Ingest(ingest::Ingest),
    /// Say where networks leave their reports
    Network(network::Args),
    /// Look at reports that were not taken in, and decide
    Quarantine(quarantine::Args),
    /// Bonuses for new members: referral and welcome
    Campaign(campaign::Args),
    /// In-store and dining offers for linked cards
    Offers(offers::Args),
    /// Sign the catalogue and write the list
    #[command(after_help = "Example:\n  portal publish --data /srv/portal --out /var/www/portal")]
    Publish(publish::Publish),
    /// Run the service on this machine, behind your own https server
    #[command(after_help = "Example:\n  portal serve --data /srv/portal --port 8787")]
    Serve(serve::Serve),
    /// Bring up a whole demo: portal, simulated network, demo shops, and a list of real retailers
    #[command(after_help = "Example:\n  portal demo --data /tmp/demo --extension dist/extension")]
    Demo(demo::Demo),
    /// Say what the extension would decide for an address, and why, as JSON
    #[command(
        after_help = "Examples:\n  portal explain --list https://portal.example/ https://www.macys.com/\n  echo '{\"url\":\"https://www.macys.com/\",\"referrer\":\"https://blog.example/\"}' | portal explain --list /srv/portal"
    )]
    Explain(explain::Explain),
    /// Check a published list from the outside, step by step as the extension does; exit 1 if it would be refused
    #[command(
        after_help = "Examples:\n  portal verify https://portal.example/ --fingerprint 7lvg…\n  portal verify /var/www/portal --json"
    )]
    Verify(verify::Verify),
    /// Look whether this installation is well, and say what to do where it is not; exit 1 if there is a fault
    #[command(after_help = "Example:\n  portal doctor --data /srv/portal --json")]
    Doctor(doctor::Doctor),
    /// Show the keys, rotate or drop one, or begin a new epoch after a theft
    #[command(
        after_help = "Examples:\n  portal keys list --data /srv/portal\n  portal keys rotate list --data /srv/portal --root-key /media/usb/root.key --out /var/www/portal"
    )]
    Keys(keys::Keys),
    /// Take stand-down rules over that others publish
    Policies(policies::Args),
    /// Check an exported log of receipts, link by link; exit 1 and the line where it is broken
    #[command(after_help = "Example:\n  portal verify-receipts receipts.jsonl")]
    VerifyReceipts(verify_receipts::VerifyReceipts),
    /// Pay members out: plan, freeze, submit, settle
    #[command(after_help = payout::HELP)]
    Payout(payout::Payout),
    /// Check that the books are sound, from the movements up; exit 1 and what is wrong
    #[command(after_help = "Example:\n  portal audit --data /srv/portal")]
    Audit(audit::Audit),
    /// Copy everything to a new folder, while the service runs
    #[command(
        after_help = "Example:\n  portal backup --data /srv/portal --out /backup/portal-$(date +%F)"
    )]
    Backup(backup::Backup),
    /// Seal the days of the ledger that are over, as the running service does every hour
    #[command(after_help = "Example:\n  portal seal --data /srv/portal")]
    Seal(seal::Seal),
    /// See and answer what members say is missing
    Claims(claims::Args),
    /// The question that members answer before they elect points
    Terms(terms::Args),
    /// Print the link with which shoppers add this portal
    Link(link::Link),
}

#[derive(Debug, Args)]
struct Data {
    /// Folder of the portal
    #[arg(long = "data", value_name = "DIR", default_value = "portal-data")]
    path: PathBuf,
}

impl Cli {
    /// Carries the command out.
    ///
    /// # Errors
    /// One clear sentence.
    pub async fn run(self) -> Result<(), Failure> {
        let now = SystemClock.now_ms().div_euclid(1_000);
        match self.command {
            Command::Init(args) => init::run(args, now).await,
            Command::Import(args) => import::run(args).await,
            Command::Ingest(args) => ingest::run(args).await,
            Command::Network(args) => network::run(args).await,
            Command::Quarantine(args) => quarantine::run(args).await,
            Command::Campaign(args) => campaign::run(args).await,
            Command::Offers(args) => offers::run(args).await,
            Command::Publish(args) => publish::run(args, now).await,
            Command::Serve(args) => serve::run(args).await,
            Command::Demo(args) => demo::run(args).await,
            Command::Explain(args) => explain::run(&args, now),
            Command::Verify(args) => verify::run(&args, now),
            Command::Doctor(args) => doctor::run(args, now).await,
            Command::Keys(args) => keys::run(args, now).await,
            Command::Policies(args) => policies::run(&args),
            Command::VerifyReceipts(args) => verify_receipts::run(&args),
            Command::Payout(args) => payout::run(args, SystemClock.now_ms()).await,
            Command::Audit(args) => audit::run(args).await,
            Command::Backup(args) => backup::run(args).await,
            Command::Seal(args) => seal::run(args, now).await,
            Command::Claims(args) => claims::run(args).await,
            Command::Terms(args) => terms::run(args).await,
            Command::Link(args) => link::run(&args),
        }
    }
}
