//! `unhunch simulate`: a long time of a large bot in a short one.

use std::time::Duration;

use clap::Args;

use super::{Exit, output, report};
use crate::clock::Zones;
use crate::startup::simulation::{self, Options};

/// Play days of a large bot in minutes, and tell how late its messages would be.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// Guilds, each with one prompt on every weekday
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    guilds: u32,
    /// Days, from a Sunday at noon on
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=3_660))]
    days: u32,
    /// Members of each guild who are reminded on every weekday by direct message
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    reminders: u32,
    /// Scheduled messages a second, as `discord.scheduled_per_second`
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=40))]
    per_second: u32,
    /// How long Discord usually takes to answer, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    latency: u32,
    /// The share of requests, in per cent, that Discord refuses or answers in vain
    #[arg(long, value_name = "PER_CENT", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=100))]
    faults: u8,
    /// Everybody wants the same time in one zone
    #[arg(long)]
    at_once: bool,
    /// Another number makes other guilds and other faults
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub(super) fn run(&self, zones: Zones) -> Exit {
        let options = Options {
            guilds: self.guilds,
            days: self.days,
            seed: self.seed,
            reminders: self.reminders,
            per_second: self.per_second,
            latency: Duration::from_millis(self.latency.into()),
            faults: f64::from(self.faults) / 100.0,
            at_once: self.at_once,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(error) => {
                report(&error);
                return Exit::Failed;
            }
        };
        match runtime.block_on(simulation::simulate(&options, zones)) {
            Ok(found) if self.json => output::print(&serde_json::json!(found).to_string()),
            Ok(found) => output::print(&found.to_string()),
            Err(error) => {
                report(&error);
                Exit::Failed
            }
        }
    }
}
