//! Domain values to Discord messages, as data.
//!
//! Knows Discord's shapes and size limits, but neither serenity nor how a request is sent. Begin reading
//! at [`message`].

pub mod message;

pub use message::{
    Button, ButtonStyle, Component, Media, Mentions, Message, Picture, Select, SelectOption,
};
