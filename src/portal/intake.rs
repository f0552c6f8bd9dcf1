//! What networks push. Unsigned and unasked for, so it moves nothing by itself: it is kept, and the network is asked.

use crate::{config::Config, error::Error, keyed_hash, keyed_hash::Tag, random, state::Portal};
use data_encoding::HEXLOWER;
use hmac::Mac;

const DOMAIN: &[u8] = b"pointback intake 1\0";
/// Hints are kept this long, for looking into a quarrel with a network.
const KEEP_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// The secret in the address that a network posts to.
#[must_use]
pub fn secret(config: &Config, network: &str) -> String {
    HEXLOWER.encode(&mac(config, network).finalize().into_bytes())
}

/// Does the address that was posted to carry the right secret?
pub(crate) fn fits(config: &Config, network: &str, secret: &str) -> bool {
    HEXLOWER
        .decode(secret.as_bytes())
        .is_ok_and(|tag| mac(config, network).verify_slice(&tag).is_ok())
}

/// Keeps a push and schedules a pull. Of a network that pushes too much only the news is taken that there are some.
pub(crate) async fn accept(portal: &Portal, network: &str, body: &[u8]) -> Result<(), Error> {
    let now = portal.now_ms();
    portal.news.ring(network);
    if portal.doors.intake.take(network, now).is_err() {
        return Ok(());
    }
    // Whatever it is, it must fit a text column.
    let body = String::from_utf8_lossy(body).replace('\0', "\u{fffd}");
    sqlx::query("DELETE FROM intake WHERE at_ms < $1")
        .bind(now - KEEP_MS)
        .execute(&portal.pool)
        .await?;
    sqlx::query("INSERT INTO intake (id, network, body, at_ms) VALUES ($1, $2, $3, $4)")
        .bind(random::short_id()?)
        .bind(network)
        .bind(body)
        .bind(now)
        .execute(&portal.pool)
        .await?;
    Ok(())
}

fn mac(config: &Config, network: &str) -> Tag {
    let mut tag = keyed_hash::tag(&config.click_key, DOMAIN);
    tag.update(network.as_bytes());
    tag
}
