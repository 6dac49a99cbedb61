//! Stories about the whole bot.

mod discord_fake;
mod discord_rest;
