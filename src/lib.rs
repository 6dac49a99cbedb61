//! Unhunch: stretch prompts, desk-break reminders and kind streaks for Discord teams.
//!
//! Two ways lead through the house, each a straight line:
//!
//! ```text
//! time  → clock → App::plan(now) → domain::schedule (due?) → domain::rotation (which?)
//!       → store (outbox row) → App::deliver(now), claimed → view → discord::outbound (paced) → Discord
//!
//! press → discord::decode → Command | ButtonId → app::dispatch → app::<use case> → store → view
//!       → Reply → discord::encode → Discord
//!
//! playground = a Discord on 127.0.0.1; the bot reaches it through the same serenity client
//! ```
//!
//! | room | what lives there |
//! |---|---|
//! | [`cli`] | arguments to calls, one file per subcommand, exit codes |
//! | [`startup`] | the composition root: builds and runs the application, owns every task |
//! | [`clock`] | the only reading of the time, and the zone data |
//! | [`config`] | file and environment to a checked [`config::Config`] |
//! | [`content`] | the pack of cards: parsing, loading, linting, searching |
//! | [`domain`] | the rules: schedules, rotation, streaks, boards. Pure |
//! | [`text`] | the catalogue of words |
//! | [`command`] | the one table of slash commands, and their parser |
//! | [`view`] | domain values to Discord messages, buttons and their ids |
//! | [`picture`] | poses to stills and animations, check-ins to calendars |
//! | [`app`] | the use cases |
//! | [`store`] | the database |
//! | [`discord`] | the wire to Discord |
//! | [`playground`] | a Discord stand-in with a page |
//!
//! **Invariant:** `domain`, `text`, `command`, `view` and `picture` do no I/O and never read the clock.
//!
//! **Invariant:** only `discord` knows serenity, only `store` knows sqlx, only `playground` serves HTTP.
//!
//! **Invariant:** `playground` shares no types with the bot; it is Discord and talks over a socket.
//!
//! **Invariant:** `app` reaches Discord only through [`app::Outbound`]; `now` is always an argument.
//!
//! The rules that the code cites by number are in [`domain::rules`].

pub mod app;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod content;
pub mod discord;
pub mod domain;
pub mod picture;
pub mod playground;
pub mod startup;
pub mod store;
pub mod text;
pub mod view;
