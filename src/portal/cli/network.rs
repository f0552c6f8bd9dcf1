//! `portal network`: where networks leave their reports.

use super::{Data, open};
use crate::failure::Failure;
use crate::network_file::columns::Mapping;
use crate::networks::{self, Network, Source};
use crate::payout::rules;
use crate::say::say;
use crate::state::Portal;
use crate::{clicks, intake};
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a network, or describe it anew; prints the address that it may post to when it has news
    #[command(
        after_help = "Example:\n  portal network add --data /srv/portal acme --folder /srv/reports/acme --column click_ref=sid --zone America/New_York"
    )]
    Add(Add),
    /// Show the networks
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Forget a network; what it reported stays
    Remove {
        #[command(flatten)]
        data: Data,
        /// Its name
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    data: Data,
    /// Its name, as in the catalogue
    name: String,
    /// Folder that its report files (*.csv) are put into
    #[arg(long, value_name = "DIR", conflicts_with = "url")]
    folder: Option<PathBuf>,
    /// Address of its report file
    #[arg(long)]
    url: Option<String>,
    /// What it calls a column; may be given several times. `portal ingest --help` names the columns
    #[arg(long = "column", value_name = "OURS=THEIRS")]
    columns: Vec<String>,
    /// Zone of times that do not say theirs
    #[arg(long)]
    zone: Option<String>,
}

/// Carries it out.
pub(super) async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => {
            let portal = open::open(&args.data.path).await?;
            add(&portal, &args).await
        }
        Command::List { data } => list(&open::open(&data.path).await?).await,
        Command::Remove { data, name } => {
            let portal = open::open(&data.path).await?;
            if !networks::remove(&portal.pool, &name).await? {
                return Err(Failure::Argument(format!("there is no network `{name}`")));
            }
            say!("{name} is forgotten; what it reported stays.");
            Ok(())
        }
    }
}

async fn add(portal: &Portal, args: &Add) -> Result<(), Failure> {
    if args.name == clicks::SIMULATED {
        return Err(Failure::Argument(
            "`sim` is the simulated network: choose another name".to_owned(),
        ));
    }
    let source = match (&args.folder, &args.url) {
        (Some(folder), _) => Source::parse_folder(folder)?,
        (None, Some(url)) => Source::parse_web(url)?,
        (None, None) => Source::Command,
    };
    let network = Network {
        source,
        mapping: Mapping::parse(args.columns.iter().map(String::as_str))?,
        zone: args.zone.as_deref().map(rules::zone).transpose()?,
        ..Network::named(&args.name)?
    };
    networks::store(&portal.pool, &network, portal.now_ms()).await?;
    show(portal, &network);
    Ok(())
}

async fn list(portal: &Portal) -> Result<(), Failure> {
    for network in networks::all(&portal.pool).await? {
        show(portal, &network);
    }
    Ok(())
}

fn show(portal: &Portal, network: &Network) {
    let source = network.source.to_string();
    let reports = match source.as_str() {
        "" => "handed in with `portal ingest`",
        place => place,
    };
    let secret = intake::secret(&portal.config, &network.name);
    let push = portal.config.url(&format!("in/{}/{secret}", network.name));
    say!(
        "{}\n  reports: {reports}\n  columns: {}\n  posts news to: {push}",
        network.name,
        network.mapping
    );
}
