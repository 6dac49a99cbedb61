//! Stories about the whole bot.
