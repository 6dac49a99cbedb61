//! Stories about the whole bot.

mod discord_fake;
mod discord_gateway;
mod discord_rest;
mod discord_socket;
