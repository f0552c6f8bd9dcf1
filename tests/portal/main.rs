//! The portal over HTTP, without a socket: `app()` is called directly, on a real database file, with the time stated.

mod browser;
mod clicks;
mod earnings;
mod linking;
mod pages;
mod properties;
mod shopper;
mod world;
