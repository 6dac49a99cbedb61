//! A long time of a large bot in a short one: the real planner and the real dispatcher on a clock that is played, against
//! a Discord that is only its limits, its delays and its faults.
//!
//! Nothing is measured by the machine's clock, so a slow machine gives the same figures later. Begin reading at
//! [`simulate`].

mod discord;
mod report;

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tokio_util::sync::CancellationToken;

pub use report::Report;

use self::discord::Stand;
use super::workers;
use crate::app::{App, HashKey, Outbound, Parts};
use crate::clock::{PlayedClock, Zones};
use crate::content::{ContentError, Library};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId, UserId};
use crate::domain::recurrence::Recurrence;
use crate::domain::rotation::mix;
use crate::domain::schedule;
use crate::store::{NewSchedule, OpenError, ScheduleKind, ScheduleSettings, Store, StoreError};
use crate::text::{Catalogue, CatalogueError};

/// It begins on a Sunday at noon in UTC, when no weekday has begun or lasts anywhere.
const START_MS: i64 = 1_767_528_000_000;
/// Longer than anything waits that was due.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(1);

/// Where guilds are: each counts as often as it stands here.
const ZONES: [&str; 10] = [
    "America/New_York",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// When prompts and reminders come: people write round times.
const TIMES: [&str; 10] = [
    "9:00", "10:00", "10:00", "10:00", "11:00", "14:00", "15:00", "15:00", "10:30", "13:45",
];

/// What is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Guilds, each with prompts for one channel.
    pub guilds: u32,
    /// Days, from noon of Sunday, 4 January 2026, on.
    pub days: u32,
    /// What the dice begin with.
    pub seed: u64,
    /// Members of each guild who are reminded every day by direct message.
    pub reminders: u32,
    /// How many scheduled messages may leave in a second.
    pub per_second: u32,
    /// How long Discord usually takes for an answer.
    pub latency: Duration,
    /// The share of requests that go wrong, from 0 to 1.
    pub faults: f64,
    /// Everybody is in one zone and wants the same time.
    pub at_once: bool,
}

impl Options {
    /// One of the ten zones, or times.
    fn choice(&self, dice: u64) -> usize {
        let choice = if self.at_once { 0 } else { dice % 10 };
        usize::try_from(choice).unwrap_or(0)
    }
}

/// Why a simulation failed.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// No folder for the database.
    #[error("no folder for the database")]
    Folder(#[from] std::io::Error),
    /// The database at start.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database later.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// The content pack.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The words.
    #[error("the catalogue of words is damaged")]
    Catalogue(#[from] CatalogueError),
}

/// Plays so many days. The database is a file in a folder of its own, in memory where the machine has such a place, and
/// is removed at the end.
///
/// # Errors
/// When the database cannot be used.
pub async fn simulate(options: &Options, zones: Zones) -> Result<Report, SimulationError> {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    let url = format!("sqlite://{}", folder.path().join("simulation.db").display());
    let store = Store::open(&url).await?;
    let start = Timestamp::from_millisecond(START_MS).unwrap_or_default();
    people(&store, options, &zones, start).await?;
    let clock = PlayedClock::standing(start);
    let discord = Arc::new(Stand::new(options, clock.clone()));
    let app = Arc::new(App::new(Parts {
        store: store.clone(),
        library: Library::load(&[])?,
        catalogue: Catalogue::embedded()?,
        zones,
        clock: Arc::new(clock.clone()),
        outbound: Arc::clone(&discord) as Arc<dyn Outbound>,
        hash_key: HashKey::new(options.seed.to_le_bytes().to_vec()),
        default_locale: "en".to_owned(),
        emergency_line: None,
        grace: Duration::from_mins(30),
        picture_cache: None,
    }));
    app.recover(start).await?;
    let end = start
        .checked_add((i64::from(options.days) * 24).hours())
        .unwrap_or(start);
    let cancel = CancellationToken::new();
    let playing = async {
        tokio::select! {
            () = workers::planner(Arc::clone(&app), cancel.clone()) => {}
            () = played(&clock, end) => {}
        }
        // Nothing more is planned, and what is under way comes to its end.
        clock
            .play_to(end.saturating_add(AFTERWARDS).unwrap_or(end))
            .await;
    };
    tokio::select! {
        () = workers::deliverer(Arc::clone(&app), cancel.clone()) => {}
        () = Box::pin(playing) => {}
    }
    let report = Report::new(&store, &app, &discord).await?;
    store.close().await;
    Ok(report)
}

/// Plays to the end, once everybody is at work.
async fn played(clock: &PlayedClock, end: Timestamp) {
    tokio::task::yield_now().await;
    clock.play_to(end).await;
}

/// Guilds with their prompts, and members with their reminders.
async fn people(
    store: &Store,
    options: &Options,
    zones: &Zones,
    start: Timestamp,
) -> Result<(), SimulationError> {
    for number in 0..u64::from(options.guilds) {
        let dice = mix(options.seed ^ mix(number));
        let zone = ZONES[options.choice(dice)];
        let Some(guild) = GuildId::new(number + 1) else {
            continue;
        };
        let channel = ChannelId::new(1_000_000_000 + number);
        let prompts = wish((zone, options.choice(mix(dice))), channel, Deliver::Channel);
        add(store, zones, start, new(guild, None, prompts)).await?;
        for member in 0..u64::from(options.reminders) {
            let user_number = 1 + number * 1_000 + member;
            let (Some(user), Some(channel)) = (
                UserId::new(user_number),
                ChannelId::new(2_000_000_000 + user_number),
            ) else {
                continue;
            };
            store.put_dm_channel(user, channel, start).await?;
            let dice = mix(dice ^ mix(user_number));
            let reminders = wish((zone, options.choice(dice)), None, Deliver::DirectMessage);
            add(store, zones, start, new(guild, Some(user), reminders)).await?;
        }
    }
    Ok(())
}

/// Weekdays, at a time that the dice choose.
fn wish(
    (zone, time): (&str, usize),
    channel: Option<ChannelId>,
    deliver: Deliver,
) -> ScheduleSettings {
    let time = TIMES[time];
    ScheduleSettings {
        timezone: zone.to_owned(),
        recurrence: format!("{time} mon,tue,wed,thu,fri"),
        channel,
        deliver,
        fallback: false,
        topic: None,
        role: None,
        together: false,
        stop_when_done: false,
        grace_minutes: None,
        quiet_hours: None,
        on_holidays: false,
    }
}

/// A schedule of a guild, or of a member's; the guild's number stands for who made it.
fn new(guild: GuildId, user: Option<UserId>, settings: ScheduleSettings) -> Option<NewSchedule> {
    Some(NewSchedule {
        kind: match user {
            Some(_) => ScheduleKind::DeskBreak,
            None => ScheduleKind::Team,
        },
        guild,
        user,
        settings,
        at: Timestamp::UNIX_EPOCH,
        next_due: None,
        bag_seed: guild.get(),
        created_by: UserId::new(guild.get())?,
    })
}

async fn add(
    store: &Store,
    zones: &Zones,
    start: Timestamp,
    new: Option<NewSchedule>,
) -> Result<(), SimulationError> {
    let Some(mut new) = new else {
        return Ok(());
    };
    let zone = zones.find(&new.settings.timezone).unwrap_or(TimeZone::UTC);
    let recurrence = new.settings.recurrence.parse::<Recurrence>().ok();
    let next = recurrence.and_then(|recurrence| schedule::next(&recurrence, &zone, start));
    new.at = start;
    new.next_due = next.map(|next| next.due);
    store.add_schedule(&new).await?;
    Ok(())
}
