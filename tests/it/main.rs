//! Stories about the whole bot, room by room and from end to end.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing should stop right there"
)]

mod answers;
mod architecture;
mod ask;
mod ask_phrases;
mod ask_quality;
mod ask_red_flags;
mod attention;
mod boards;
mod check;
mod command_line;
mod content;
mod content_tools;
#[cfg(unix)]
mod crash;
mod delivery;
mod desk_break;
mod direct;
mod discord_fake;
mod discord_gateway;
mod discord_rest;
mod discord_socket;
mod discord_wire;
mod docs;
mod first_day;
mod holidays;
mod leavers;
mod migrations;
mod operator;
mod oracle;
mod outages;
mod pictures;
mod playground;
mod policy;
mod presence;
mod privacy;
mod promises;
mod prompt_changes;
mod prompt_forms;
mod replacing;
mod rotation;
mod sending;
mod settings;
mod setup;
mod silence;
mod snoozing;
mod store_admin;
mod store_concurrency;
mod store_fixture;
mod store_open;
mod store_outbox;
mod store_presses;
mod store_privacy;
mod store_progress;
mod store_promises;
mod store_schedules;
mod store_settings;
mod streak_vectors;
mod streaks;
mod support;
mod sweeping;
mod switched_off;
mod team;
mod together;
mod undo;
mod vectors;
mod ways;
#[cfg(unix)]
mod wire;
mod words;
mod year;
mod zones;
