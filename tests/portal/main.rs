//! The portal over HTTP, without a socket: `app()` is called directly, on a real database file, with the time stated.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic as the tests themselves may"
)]

mod account_pages;
mod answers;
mod attacks;
mod backups;
mod bonuses;
mod bounds;
mod browser;
mod card_corrections;
mod card_holder;
mod card_offers;
mod chance;
mod claims;
mod clicks;
mod contrast;
mod dated_ahead;
mod dates;
mod deltas;
mod described;
mod device;
mod devices;
mod directory;
mod doctor;
mod dump;
mod earnings;
mod earnings_pages;
mod elections;
mod guesses;
mod ingesting;
mod joining;
mod keys;
mod limits;
mod linking;
mod list_client;
mod networks;
mod newcomer;
mod openapi;
mod operators;
mod pages;
mod payday;
mod payout_properties;
mod payouts;
mod payouts_refused;
mod payouts_shown;
mod per_order;
mod personal_data;
mod postgres;
mod properties;
mod quarantine;
mod readiness;
mod same_moment;
mod scale;
mod schema;
mod seals;
mod serving;
mod shopper;
mod tokens;
mod ways;
#[allow(dead_code, reason = "shared with the tests of the program")]
mod world;
