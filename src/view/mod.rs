//! Domain values to Discord messages, as data.
//!
//! Knows Discord's shapes and size limits, but neither serenity nor how a request is sent. Begin reading
//! at [`message`].

mod along;
pub mod answers;
pub mod boards;
pub mod button;
pub mod calendar;
pub mod cards;
pub mod check;
pub mod desk_breaks;
pub mod direct;
pub mod exercises;
mod filter_id;
pub mod follow_along;
pub mod help;
pub mod holidays;
pub mod message;
pub mod notice;
pub mod privacy;
pub mod progress;
pub mod recurrence;
pub mod reminder_button;
pub mod reminders;
pub mod routines;
pub mod schedules;
pub mod setup;
pub mod silent;
pub mod streak_button;
pub mod streaks;
pub mod team;
pub mod trail;
pub mod walk;
pub mod wellness_button;
pub mod words;

pub use button::{ButtonId, UnknownButton};
pub use message::{
    Button, ButtonStyle, ChannelSelect, Component, File, Form, Media, Mentions, Message, Picture,
    Select, SelectOption,
};
pub use wellness_button::WellnessButton;
