//! What Discord refuses, and in which words.
//!
//! A request body is walked with a [`Form`]; everything wrong is noted in [`Problems`] under its
//! path, and the whole tree is sent back as Discord's error 50035. Pure: bodies in, problems out.
//!
//! Where Discord quietly converts (`"5"` for `5`), these checks refuse: stricter is safer for a bot.
//!
//! Begin reading at [`Form`], then [`message::check`].

pub mod callback;
pub mod command;
pub mod component;
pub mod embed;
mod emoji;
mod form;
pub mod message;
pub mod modal;
mod names;
mod option;
mod poll;
mod select;

pub use form::{Form, Problems};
