//! Asking networks for their reports. What they push is only a hint that it is time to ask; asking again is harmless.

use crate::{
    db,
    error::Error,
    failure::Failure,
    ingest::{self, Outcome, quarantine},
    network_file,
    networks::{self, File, Network},
    sim,
    state::Portal,
};
use pointback_core::hash::sha256_hex;
use std::{collections::BTreeSet, time::Duration};
use tokio::time::{Instant, timeout_at};

/// The simulated network is asked this far back, because networks file late and change what they filed.
const WINDOW_MS: i64 = 45 * 24 * 60 * 60 * 1_000;
/// Every network is asked this often, whoever hints.
pub(crate) const EVERY: Duration = Duration::from_secs(15 * 60);

/// Asks every network once. One that does not answer, or whose reports cannot be kept, keeps nobody from the others.
///
/// # Errors
/// `Internal`; the next time makes up for it.
pub async fn pull(portal: &Portal) -> Result<Outcome, Error> {
    ask(portal, |_| true).await
}

/// Asks now (a hint may have come just before a crash), and from then on whoever hints, and everybody once `every` has
/// passed. Hints never put that off: who hints all the time keeps nobody else from being asked, and a hint whose network
/// did not answer is made good then.
pub async fn run(portal: Portal, every: Duration) {
    let mut asked = pull(&portal).await;
    let mut all_due = Instant::now() + every;
    loop {
        if let Err(error) = asked {
            error.log();
        }
        let hints = timeout_at(all_due, portal.news.heard()).await;
        asked = match hints {
            Ok(hinted) if Instant::now() < all_due => {
                ask(&portal, |network| hinted.contains(network)).await
            }
            _ => {
                let asked = pull(&portal).await;
                all_due = Instant::now() + every;
                asked
            }
        };
    }
}

async fn ask(portal: &Portal, is_meant: impl Fn(&str) -> bool) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut failed = None;
    let mut keep = |asked: Result<Outcome, Error>| match asked {
        Ok(taken) => outcome += taken,
        // The last one is the caller's.
        Err(error) => failed.replace(error).iter().for_each(Error::log),
    };
    if portal.config.simulated && is_meant(sim::NETWORK) {
        keep(ask_simulation(portal).await);
    }
    let networks = networks::all(&portal.pool).await;
    let networks = networks.unwrap_or_else(|error| {
        keep(Err(Error::internal(error)));
        Vec::new()
    });
    for network in networks.iter().filter(|network| is_meant(&network.name)) {
        let asked = ask_network(portal, network).await;
        if asked.is_err() {
            tracing::warn!(network = network.name, "not asked to the end");
        }
        keep(asked);
    }
    keep(quarantine::retry(portal).await.map(|_| Outcome::default()));
    failed.map_or(Ok(outcome), Err)
}

async fn ask_simulation(portal: &Portal) -> Result<Outcome, Error> {
    let reports = sim::reports(portal, portal.now_ms() - WINDOW_MS).await?;
    ingest::ingest(portal, &reports).await
}

/// Reads the files of one network that were not read before.
async fn ask_network(portal: &Portal, network: &Network) -> Result<Outcome, Error> {
    let source = network.source.clone();
    let files = tokio::task::spawn_blocking(move || source.files()).await;
    let files = match files.map_err(Error::internal)? {
        Ok(files) => files,
        Err(failure) => {
            tracing::warn!(network = network.name, %failure, "no reports");
            return Ok(Outcome::default());
        }
    };
    let mut outcome = Outcome::default();
    let known = known_files(portal, &network.name).await?;
    // One after another: a folder may hold the files of years, and memory need not hold more than one of them.
    for file in files {
        let (sha256, bytes) = match read(&file).await? {
            Ok(read) => read,
            Err(failure) => {
                tracing::warn!(network = network.name, file = file.name, %failure, "not read");
                continue;
            }
        };
        if known.contains(&sha256) {
            continue;
        }
        match take(portal, network, bytes).await? {
            Ok((taken, refused)) => {
                outcome += taken;
                note(portal, network, &sha256, &file.name, taken, refused).await?;
            }
            Err(failure) => {
                tracing::warn!(network = network.name, file = file.name, %failure, "refused");
            }
        }
    }
    Ok(outcome)
}

/// A file's hash, and what is in it.
async fn read(file: &File) -> Result<Result<(String, Vec<u8>), Failure>, Error> {
    let file = file.clone();
    let read = move || file.read().map(|bytes| (sha256_hex(&bytes), bytes));
    tokio::task::spawn_blocking(read)
        .await
        .map_err(Error::internal)
}

/// Takes a file in; how many of its rows were refused is for the log, which names lines and never contents.
async fn take(
    portal: &Portal,
    network: &Network,
    bytes: Vec<u8>,
) -> Result<Result<(Outcome, usize), Failure>, Error> {
    let form = network.form(portal);
    let read = tokio::task::spawn_blocking(move || network_file::read(&bytes, &form, || ())).await;
    let read = match read.map_err(Error::internal)? {
        Ok(read) => read,
        Err(failure) => return Ok(Err(failure)),
    };
    for refusal in &read.refused {
        tracing::warn!(
            network = network.name,
            line = refusal.line,
            column = refusal.column,
            "row refused"
        );
    }
    let taken = ingest::ingest(portal, &read.reports).await?;
    Ok(Ok((taken, read.refused.len())))
}

async fn known_files(portal: &Portal, network: &str) -> Result<BTreeSet<String>, Error> {
    let known: Vec<String> =
        sqlx::query_scalar("SELECT sha256 FROM network_file WHERE network = $1")
            .bind(network)
            .fetch_all(&portal.pool)
            .await?;
    Ok(known.into_iter().collect())
}

/// Notes a file as read, unless the network was described anew meanwhile: then it may say something else.
async fn note(
    portal: &Portal,
    network: &Network,
    sha256: &str,
    name: &str,
    taken: Outcome,
    refused: usize,
) -> Result<(), Error> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut tx = db::write(&portal.pool).await?;
    if !networks::is_still(&mut tx, network).await? {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO network_file (network, sha256, name, taken, refused, at_ms) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (network, sha256) DO NOTHING",
    )
    .bind(&network.name)
    .bind(sha256)
    .bind(name)
    .bind(count(taken.new + taken.known + taken.quarantined))
    .bind(count(refused))
    .bind(portal.now_ms())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
