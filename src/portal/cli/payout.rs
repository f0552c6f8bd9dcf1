//! `portal payout`: the steps of a payout day, and what an operator needs beside them.

mod rules;
mod tables;

use super::Data;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::payout::{self, Period, programme};
use crate::published::Published;
use crate::say::say;
use crate::{data_dir, db};
use clap::{Args, Subcommand};
use pointback_core::money::Unit;
use std::path::PathBuf;

pub(super) const HELP: &str = "\
A payout day, once it is over in your time zone:
  portal payout plan                      who would be paid what; writes nothing
  portal payout freeze --expect HASH      decides exactly that, or stops and says so; then the batch never changes
  portal payout submit                    writes the files for the rails, numbered, with count and sum
  portal payout settle report.csv         takes what a rail reports: columns item, status, reason, or PayPal's JSON
  portal payout acknowledge FILE --items 12 --sum 345.60     takes your word for a whole file
Every step may be stopped at any moment and run again.";

#[derive(Debug, Args)]
pub(super) struct Payout {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show who would be paid what, with count, sum and hash; write nothing
    #[command(after_help = "Example:\n  portal payout plan --data /srv/portal --members")]
    Plan {
        #[command(flatten)]
        day: Day,
        /// Also list every payment, and everyone who is carried over
        #[arg(long)]
        members: bool,
    },
    /// Decide who is paid, and take it out of the confirmed balances
    #[command(after_help = "Example:\n  portal payout freeze --data /srv/portal --date 2027-02-15")]
    Freeze {
        #[command(flatten)]
        day: Day,
        /// Freeze the plan of this hash and nothing else; stop where something about it has changed
        #[arg(long, value_name = "HASH")]
        expect: Option<String>,
    },
    /// Write the files for the rails
    #[command(
        after_help = "Example:\n  portal payout submit --data /srv/portal --date 2027-02-15 --out /media/bank"
    )]
    Submit {
        #[command(flatten)]
        data: Data,
        /// The payout day [default: the one that was frozen last]
        #[arg(long)]
        date: Option<String>,
        /// Where to [default: the folder `payouts` of the portal]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Take a rail's report of what was paid and what failed
    #[command(
        after_help = "Example:\n  portal payout settle --data /srv/portal paypal-answer.json"
    )]
    Settle {
        #[command(flatten)]
        data: Data,
        /// CSV with the columns item, status and reason, or PayPal's answer about a batch
        report: PathBuf,
    },
    /// Say that a whole file was paid, as far as it has no answer yet
    #[command(
        after_help = "Example:\n  portal payout acknowledge --data /srv/portal 2027-02-15-check-0001 --items 12 --sum 345.60"
    )]
    Acknowledge {
        #[command(flatten)]
        data: Data,
        /// Name of the file, without its ending
        file: String,
        /// How many items it holds
        #[arg(long)]
        items: i64,
        /// Their sum, as the file shows it
        #[arg(long)]
        sum: String,
        /// Say that it failed instead, and why: everything goes back to the members' balances
        #[arg(long, value_name = "REASON")]
        failed: Option<String>,
    },
    /// List the files that were sent, and how far they have come
    #[command(after_help = "Example:\n  portal payout status --data /srv/portal")]
    Status(Data),
    /// Show or change the time zone, the cut-off, and who may elect which unit
    #[command(after_help = rules::HELP)]
    Rules(rules::Rules),
    /// List the programme accounts that members have entered and no programme has confirmed
    #[command(after_help = "Example:\n  portal payout accounts --data /srv/portal")]
    Accounts(Data),
    /// Write down that a programme confirmed a member's account
    #[command(
        after_help = "Example:\n  portal payout confirm --data /srv/portal m_7xq… bilt B-1234 --tier blue"
    )]
    Confirm {
        #[command(flatten)]
        data: Data,
        /// The member's id
        member: String,
        /// The programme's unit, e.g. bilt
        unit: String,
        /// The account as the member entered it
        account: String,
        /// The member's status with the programme, if that decides about the rate
        #[arg(long, default_value = "")]
        tier: String,
    },
}

#[derive(Debug, Args)]
struct Day {
    #[command(flatten)]
    data: Data,
    /// The payout day, e.g. 2027-02-15 [default: the last one that is over; once that is frozen, the next]
    #[arg(long)]
    date: Option<String>,
}

/// Carries it out.
pub(super) async fn run(args: Payout, now_ms: i64) -> Result<(), Failure> {
    let dir = DataDir::open(&args.command.data().path)?;
    let pool = db::open(&dir).await?;
    let done = carry_out(args.command, &dir, &pool, now_ms).await;
    pool.close().await;
    done
}

async fn carry_out(
    command: Command,
    dir: &DataDir,
    pool: &db::Pool,
    now_ms: i64,
) -> Result<(), Failure> {
    let progress = |line: &str| say!("{line}");
    match command {
        Command::Plan { day, members } => {
            let mut connection = pool.acquire().await?;
            let period = day.period(&mut connection, now_ms).await?;
            let plan = payout::plan(&mut connection, &period, &units(dir)?).await?;
            tables::plan(&period, &plan, members);
        }
        Command::Freeze { day, expect } => {
            let period = day.period(&mut *pool.acquire().await?, now_ms).await?;
            let (name, units, expect) = (period.name(), units(dir)?, expect.as_deref());
            let frozen = payout::freeze(pool, &name, &units, expect, now_ms, &progress).await?;
            let already = if frozen.was_frozen { " already" } else { "" };
            say!("{name} is frozen{already}: {}", frozen.hash);
        }
        Command::Submit { date, out, .. } => {
            let date = match date {
                Some(date) => date,
                None => last_frozen(pool).await?,
            };
            let out = out.unwrap_or_else(|| dir.payouts());
            std::fs::create_dir_all(&out).map_err(|e| Failure::file("create", &out, e))?;
            for file in payout::submit(pool, &date, &out, now_ms, &progress).await? {
                let was_there = if file.was_there { " (was there)" } else { "" };
                say!("{}{was_there}", file.path.display());
            }
        }
        Command::Settle { report, .. } => {
            let report = data_dir::read(&report)?;
            tables::settled(payout::settle(pool, &report, now_ms, &progress).await?);
        }
        Command::Acknowledge {
            file,
            items,
            sum,
            failed,
            ..
        } => {
            let (totals, failed) = ((items, sum.as_str()), failed.as_deref());
            let done = payout::acknowledge(pool, &file, totals, failed, now_ms, &progress);
            tables::settled(done.await?);
        }
        Command::Status(_) => {
            let files = payout::status(&mut *pool.acquire().await?).await?;
            tables::status(&files, now_ms);
        }
        Command::Rules(args) => rules::run(args, &units(dir)?, pool).await?,
        Command::Accounts(_) => tables::waiting(&programme::waiting(pool).await?),
        Command::Confirm {
            member,
            unit,
            account,
            tier,
            ..
        } => {
            programme::confirm(pool, &member, &unit, &account, &tier, now_ms).await?;
            say!("The account {account} of {member} with {unit} is confirmed.");
        }
    }
    Ok(())
}

impl Command {
    fn data(&self) -> &Data {
        match self {
            Self::Plan { day, .. } | Self::Freeze { day, .. } => &day.data,
            Self::Submit { data, .. }
            | Self::Settle { data, .. }
            | Self::Acknowledge { data, .. }
            | Self::Confirm { data, .. }
            | Self::Status(data)
            | Self::Accounts(data) => data,
            Self::Rules(args) => &args.data,
        }
    }
}

impl Day {
    async fn period(
        &self,
        connection: &mut db::Connection,
        now_ms: i64,
    ) -> Result<Period, Failure> {
        match &self.date {
            Some(date) => Period::read(connection, date).await,
            None => Period::due(connection, now_ms).await,
        }
    }
}

/// The payout day that was frozen last.
async fn last_frozen(pool: &db::Pool) -> Result<String, Failure> {
    let date: Option<String> =
        sqlx::query_scalar("SELECT MAX(date) FROM period WHERE hash IS NOT NULL")
            .fetch_one(pool)
            .await?;
    date.ok_or_else(|| {
        Failure::Argument(
            "no payout day is frozen yet: run `portal payout freeze` first".to_owned(),
        )
    })
}

/// The units as they were promised: from the published list.
fn units(dir: &DataDir) -> Result<Vec<Unit>, Failure> {
    let published = Published::new(&dir.public()).current()?;
    Ok(published.head.head.units.clone())
}
