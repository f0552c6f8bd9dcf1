//! The engine as a story: events in, effects out. Each test is a sentence about what the shopper can rely on.

mod belongings;
mod clicks;
mod cold;
mod comparing;
mod deltas;
mod fixture;
mod floors;
mod heads;
mod keepsakes;
mod labels;
mod modes;
mod muting;
mod portals;
mod prompts;
mod publisher;
mod rules;
mod schedule;
mod signals;
mod signing_in;
mod standing_down;
mod stored;
mod syncing;
mod trip_health;
mod visits;
mod walks;
