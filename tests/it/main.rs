//! Stories about the whole bot.

#![expect(
    clippy::unwrap_used,
    reason = "the doubles of these tests stop where they cannot go on, as tests do"
)]

mod discord_fake;
mod discord_gateway;
mod discord_rest;
mod discord_socket;
mod migrations;
mod store_concurrency;
mod store_fixture;
mod store_open;
mod store_outbox;
mod store_privacy;
mod store_progress;
mod store_schedules;
mod store_settings;
