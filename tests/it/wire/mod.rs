//! The shipped binary: a playground in one process, the bot in another, people on the page.
//!
//! Nothing here reaches into the program. What is seen is what a person sees in a channel, what the playground
//! noted of the bot's requests, what the processes print, and how they end. Begin reading at `stand.rs`.

mod admin;
mod everything;
mod forged;
mod lease;
mod lost_answers;
mod openapi;
pub mod process;
mod schedules;
mod secrets;
mod setup;
pub mod stand;
mod start;
mod story;
