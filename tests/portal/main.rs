//! The portal over HTTP, without a socket: `app()` is called directly, on a real database file, with the time stated.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic as the tests themselves may"
)]

mod bonuses;
mod browser;
mod card_holder;
mod card_offers;
mod clicks;
mod deltas;
mod earnings;
mod ingesting;
mod keys;
mod linking;
mod list_client;
mod networks;
mod newcomer;
mod operators;
mod pages;
mod postgres;
mod program;
mod properties;
mod quarantine;
mod scale;
mod servers;
mod serving;
mod shopper;
mod tokens;
mod world;
