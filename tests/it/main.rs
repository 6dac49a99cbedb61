//! Stories about the whole bot.

mod playground;
