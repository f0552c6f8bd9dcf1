//! The command line: what each command takes, and what it says when it is done.

use crate::clock::{Clock, SystemClock};
use crate::data_dir::{self, DataDir};
use crate::explain::Explainer;
use crate::failure::Failure;
use crate::identity::{Identity, fingerprint};
use crate::import::{self, Defaults};
use crate::link_template::LinkTemplate;
use crate::published_list::Place;
use crate::{db, demo, keys, mirror, publish, service, setup};
use clap::{Args, Parser, Subcommand};
use std::io::{IsTerminal, stdin, stdout};
use std::path::PathBuf;
use url::Url;

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
    Init(Init),
    /// Add retailers from a CSV file (columns: domain, name, rate; optional: condition, network, link, hosts, excluded)
    #[command(
        after_help = "A rate is `10%`, `up to 10%`, `$25`, tiers like `10%|2% Beauty`, or empty if none is known.\n\nExample:\n  portal import --data /srv/portal retailers.csv --network acme --link 'https://acme.example/c?sid={click_ref}&url={dest}'"
    )]
    Import(Import),
    /// Sign the catalogue and write the list
    #[command(after_help = "Example:\n  portal publish --data /srv/portal --out /var/www/portal")]
    Publish(Publish),
    /// Run the service on this machine, behind your own https server
    #[command(after_help = "Example:\n  portal serve --data /srv/portal --port 8787")]
    Serve(Serve),
    /// Bring up a whole demo: portal, simulated network, demo shops, and a list of real retailers
    #[command(after_help = "Example:\n  portal demo --data /tmp/demo --extension dist/extension")]
    Demo(Demo),
    /// Say what the extension would decide for an address, and why, as JSON
    #[command(
        after_help = "Examples:\n  portal explain --list https://portal.example/ https://www.macys.com/\n  echo '{\"url\":\"https://www.macys.com/\",\"referrer\":\"https://blog.example/\"}' | portal explain --list /srv/portal"
    )]
    Explain(Explain),
}

#[derive(Debug, Args)]
struct Data {
    /// Folder of the portal
    #[arg(long = "data", value_name = "DIR", default_value = "portal-data")]
    path: PathBuf,
}

#[derive(Debug, Args)]
struct Init {
    #[command(flatten)]
    data: Data,
    /// Public address of the portal; it is pinned in the root and ends in a slash
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8787/")]
    base: Url,
    /// Name that shoppers see [default: the id]
    #[arg(long)]
    name: Option<String>,
    /// Host name that identifies the portal [default: the host of --base, or portal.localhost for an IP address]
    #[arg(long, value_name = "HOST")]
    portal_id: Option<String>,
}

#[derive(Debug, Args)]
struct Import {
    #[command(flatten)]
    data: Data,
    /// CSV file, UTF-8, with a header line
    file: PathBuf,
    /// Network of rows that name none; `sim` is the simulated one
    #[arg(long, default_value = import::SIMULATED_NETWORK)]
    network: String,
    /// Link of rows that have none, with {click_ref} in it, and {dest} where the page goes
    #[arg(long, value_name = "TEMPLATE")]
    link: Option<String>,
    /// Take retailers of the same network off the list when the file does not name them
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Args)]
struct Publish {
    #[command(flatten)]
    data: Data,
    /// Also copy the published tree to this folder, for a static web server
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    data: Data,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// An address that a sign-in may return to, beside the packaged extension's own
    #[arg(long = "redirect", value_name = "URL")]
    redirects: Vec<String>,
}

#[derive(Debug, Args)]
struct Demo {
    #[command(flatten)]
    data: Data,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Address under which browsers reach the portal [default: http://127.0.0.1:<port>/]
    #[arg(long, value_name = "URL")]
    base: Option<Url>,
    /// Folder of the unpacked extension: allows its sign-in in Chromium
    #[arg(long, value_name = "DIR")]
    extension: Option<PathBuf>,
    /// A further address that a sign-in may return to
    #[arg(long = "redirect", value_name = "URL")]
    redirects: Vec<String>,
    /// Write base, port and process id here as JSON once the service answers
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// Make the data and stop
    #[arg(long)]
    init_only: bool,
}

#[derive(Debug, Args)]
struct Explain {
    /// The list: a portal's address, a published tree, or a portal's folder
    #[arg(long, value_name = "DIR|URL")]
    list: String,
    /// The page; without it, JSON lines are read from standard input
    url: Option<String>,
}

impl Cli {
    /// Carries the command out.
    ///
    /// # Errors
    /// One clear sentence.
    pub async fn run(self) -> Result<(), Failure> {
        let now = SystemClock.now_ms().div_euclid(1_000);
        match self.command {
            Command::Init(args) => init(args, now).await,
            Command::Import(args) => import(args).await,
            Command::Publish(args) => publish(args, now).await,
            Command::Serve(args) => {
                service::run_serve(&args.data.path, args.port, args.redirects).await
            }
            Command::Demo(args) => {
                let Demo {
                    data,
                    port,
                    base,
                    extension,
                    redirects,
                    ready_file,
                    init_only,
                } = args;
                let data = data.path;
                demo::run(demo::Options {
                    data,
                    port,
                    base,
                    extension,
                    redirects,
                    ready_file,
                    init_only,
                })
                .await
            }
            Command::Explain(args) => explain(&args, now),
        }
    }
}

async fn init(args: Init, now: i64) -> Result<(), Failure> {
    let host = args.base.domain().unwrap_or("portal.localhost").to_owned();
    let portal_id = args.portal_id.unwrap_or(host);
    let identity = Identity {
        name: args.name.unwrap_or_else(|| portal_id.clone()),
        base: args.base,
        portal_id,
    };
    let (dir, pool) = setup::init(&args.data.path, &identity, now).await?;
    pool.close().await;
    println!(
        "Portal {} was made in {}.",
        identity.portal_id,
        dir.path().display()
    );
    println!("Root fingerprint: {}", fingerprint(&dir)?);
    println!(
        "Link for shoppers: portal:{}#{}",
        identity.base,
        fingerprint(&dir)?
    );
    println!(
        "Now move {} to a place that is offline, and keep a copy: whoever has it is the portal.",
        keys::root_path(&dir).display()
    );
    Ok(())
}

async fn import(args: Import) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let csv = data_dir::read(&args.file)?;
    let defaults = Defaults {
        network: args.network,
        link: args.link.as_deref().map(LinkTemplate::parse).transpose()?,
    };
    let pool = db::open(&dir.database()).await?;
    let summary = import::import(&pool, &csv, &defaults, args.replace).await;
    pool.close().await;
    let summary = summary?;
    for refusal in &summary.refused {
        eprintln!("{}: {refusal}", args.file.display());
    }
    println!("{}: {summary}", args.file.display());
    if summary.is_empty() && !summary.refused.is_empty() {
        return Err(Failure::Argument(
            "no row could be used: nothing was changed".to_owned(),
        ));
    }
    if args.replace && !summary.refused.is_empty() {
        println!("Nothing was taken off the list, because rows were refused.");
    }
    Ok(())
}

async fn publish(args: Publish, now: i64) -> Result<(), Failure> {
    let dir = DataDir::open(&args.data.path)?;
    let pool = db::open(&dir.database()).await?;
    let publication = publish::publish(&dir, &pool, now).await;
    pool.close().await;
    let publication = publication?;
    let part = &publication.part;
    let change = if publication.is_new {
        "new"
    } else {
        "unchanged"
    };
    println!(
        "Signed as number {}: {} retailers, version {} ({change}), {} bytes.",
        publication.seq, part.n, part.ver, part.len
    );
    if let Some(out) = &args.out {
        mirror::copy_to(&dir, out)?;
        println!("Copied to {}.", out.display());
    }
    println!("The signature is valid for 7 days: publish again before that.");
    Ok(())
}

fn explain(args: &Explain, now: i64) -> Result<(), Failure> {
    let place = Place::parse(&args.list)?;
    let explainer = Explainer::load(&place)?;
    if explainer.is_expired_at(now) {
        eprintln!("portal: {place} has expired: the extension would hide its rates");
    }
    let stream = |cause| Failure::File {
        doing: "answer on",
        path: "standard output".into(),
        cause,
    };
    let mut answers = stdout().lock();
    if let Some(url) = &args.url {
        return explainer.answer_one(url, &mut answers, now).map_err(stream);
    }
    if stdin().is_terminal() {
        eprintln!(
            "portal: reading JSON lines like {{\"url\":\"https://www.macys.com/\"}}; end with Ctrl-D"
        );
    }
    explainer
        .answer_lines(&mut stdin().lock(), &mut answers, now)
        .map_err(stream)
}
