//! The Discord stand-in, spoken to over real sockets.

mod gateway;
mod stories;
mod support;
