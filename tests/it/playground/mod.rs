//! The Discord stand-in, spoken to over real sockets.

mod faults;
mod gateway;
mod refusals;
mod running;
mod serenity;
mod stories;
mod support;
