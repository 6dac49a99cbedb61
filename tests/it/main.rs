//! Stories about the whole bot.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where by panicking"
)]

mod migrations;
mod store_concurrency;
mod store_fixture;
mod store_open;
mod store_outbox;
mod store_progress;
mod store_schedules;
mod store_settings;
