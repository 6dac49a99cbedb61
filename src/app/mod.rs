//! The use cases.
//!
//! Knows the store and Discord by what it asks of them, neither sqlx nor serenity. `now` is always an
//! argument or an interaction's own instant. Begin reading at [`App::answer`] for what people do, and
//! at [`App::plan`] and [`App::deliver`] for what time does.

mod asides;
mod asking;
mod boards;
mod calendar;
mod cards;
mod channels;
mod check;
mod coming;
mod compose;
mod dates;
mod deliveries;
mod desk_break_wishes;
mod desk_breaks;
mod direct;
mod dispatch;
mod failing;
mod gateway_events;
mod halted;
pub mod handler;
mod hearing;
mod holidays;
pub mod interaction;
mod lease;
mod leavers;
mod ledger;
mod made_up;
mod outages;
pub mod outbound;
mod participation;
mod pictures;
mod places;
mod planning;
mod presses;
mod privacy;
mod progress;
mod prompt_list;
mod prompt_now;
mod prompts;
mod proposals;
mod queue;
mod recap_days;
mod recurrences;
mod replacing;
mod replanning;
mod replaying;
mod retry;
mod room;
mod roster;
mod selection;
mod sending;
mod settings;
mod setup;
mod sharing;
mod showing;
mod sight;
mod signs;
mod silent;
mod skips;
mod snoozes;
mod streak_change;
mod streak_presses;
mod streaks;
mod stretches;
mod sweeping;
mod tally;
mod target;
mod team;
mod together;
mod token;
mod undo;
mod walks;
mod wellness;
mod zones;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;

pub use asides::Aside;
pub use handler::Handler;
pub use hearing::Shard;
pub use interaction::{Attachment, Interaction, InteractionKind, OptionValue};
pub use outbound::{
    Disposition, FetchError, Outbound, OutboundMessage, OwnMessages, PostedMessage, Reply, Room,
    SendError, Visibility,
};
pub use privacy::export_document;
pub use replaying::{Difference, checkpoint, rebuilt};
pub use roster::Roster;
pub use selection::candidates;
pub use showing::readable;
pub use token::HashKey;

use crate::clock::{Clock, Wake, Zones};
use crate::content::Library;
use crate::store::Store;
use crate::text::{Catalogue, Words};
pub use crate::view::privacy::Pages;

/// Everything that the use cases work with.
pub struct App {
    /// The database.
    pub store: Store,
    /// The content pack.
    pub library: Library,
    /// The words.
    pub catalogue: Catalogue,
    /// The zone data.
    pub zones: Zones,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way to Discord.
    pub outbound: Arc<dyn Outbound>,
    /// The database's secret.
    pub hash_key: HashKey,
    /// The locale of what is posted unasked.
    pub default_locale: String,
    /// What to say first where something is urgent, as the operator worded it.
    pub emergency_line: Option<String>,
    /// The grace of a guild that has not chosen one (S-40).
    pub grace: Duration,
    /// Where the operator's privacy policy and terms are, if anywhere.
    pub pages: Pages,
    /// Tells the planner that a schedule was added or changed.
    pub planning: Wake,
    /// Tells the deliverer that something was planned.
    pub delivering: Wake,
    /// Tells that a prompt has taken the place of the one before.
    pub tidying: Wake,
    /// Tells that somebody waits for a direct message to be tried out.
    pub opening: Wake,
    /// Tells that lines of boards do not hold any more.
    pub ranking: Wake,
    /// Tells the sweeper that this process keeps the house now.
    pub sweeping: Wake,
    /// Tells that somebody can take something back for a minute, or has to be looked for.
    pub minding: Wake,
    /// Tells the counter that somebody joined in where several do something together.
    pub counting: Wake,
    /// When this process began; what was due earlier may have been sent by another (D-7).
    started_at: Timestamp,
    /// Discord no longer takes the token; nothing is sent until a restart (D-6).
    halted: AtomicBool,
    /// The process ends: what is under way ends too, and nothing is begun.
    finishing: AtomicBool,
    /// What waits is to be read from the database as if nothing were known.
    starting_anew: AtomicBool,
    /// Since when the bot is there, and hears of presses (K-42).
    hearing: hearing::Hearing,
    /// Who could not be looked for (K-63).
    put_back: leavers::PutBack,
    /// The most that ever waited to be sent.
    most_waiting: AtomicUsize,
    /// What became of messages since it was last told (D-54).
    tally: std::sync::Mutex<tally::Tally>,
    /// The lease, where there is need of one.
    lease: lease::Holding,
    /// What waits to be sent. Locked while somebody sends.
    queue: tokio::sync::Mutex<queue::Queue>,
    presses: presses::Presses,
    /// No watermark is known to stand far ahead of the agreed time (D-32).
    watermarks_trusted: AtomicBool,
    /// When it was last planned, milliseconds since 1970.
    planned_at: AtomicI64,
    pictures: pictures::Pictures,
    finder: asking::Finder,
    channels: channels::ChannelNames,
    walks: walks::Walks,
}

/// The parts of an [`App`].
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The content pack.
    pub library: Library,
    /// The words.
    pub catalogue: Catalogue,
    /// The zone data.
    pub zones: Zones,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way to Discord.
    pub outbound: Arc<dyn Outbound>,
    /// The database's secret.
    pub hash_key: HashKey,
    /// The locale of what is posted unasked.
    pub default_locale: String,
    /// What to say first where something is urgent, as the operator worded it.
    pub emergency_line: Option<String>,
    /// The grace of a guild that has not chosen one (S-40).
    pub grace: Duration,
    /// Where drawn pictures are kept between starts, if anywhere.
    pub picture_cache: Option<PathBuf>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let n_movements = parts.library.exercises().len();
        Self {
            started_at: parts.clock.now(),
            halted: AtomicBool::new(false),
            finishing: AtomicBool::new(false),
            starting_anew: AtomicBool::new(false),
            hearing: hearing::Hearing::default(),
            put_back: leavers::PutBack::default(),
            most_waiting: AtomicUsize::new(0),
            tally: std::sync::Mutex::default(),
            lease: lease::Holding::default(),
            queue: tokio::sync::Mutex::default(),
            presses: presses::Presses::default(),
            watermarks_trusted: AtomicBool::new(false),
            planned_at: AtomicI64::new(i64::MIN),
            store: parts.store,
            library: parts.library,
            catalogue: parts.catalogue,
            zones: parts.zones,
            clock: parts.clock,
            outbound: parts.outbound,
            hash_key: parts.hash_key,
            default_locale: parts.default_locale,
            emergency_line: parts.emergency_line,
            grace: parts.grace,
            pages: Pages::default(),
            planning: Wake::default(),
            delivering: Wake::default(),
            tidying: Wake::default(),
            opening: Wake::default(),
            ranking: Wake::default(),
            sweeping: Wake::default(),
            minding: Wake::default(),
            counting: Wake::default(),
            pictures: pictures::Pictures::new(parts.picture_cache, n_movements),
            finder: asking::Finder::default(),
            channels: channels::ChannelNames::default(),
            walks: walks::Walks::default(),
        }
    }

    /// The same, with the operator's own pages.
    #[must_use]
    pub fn with_pages(self, pages: Pages) -> Self {
        Self { pages, ..self }
    }

    fn is_halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed)
    }

    fn is_finishing(&self) -> bool {
        self.finishing.load(Ordering::Relaxed)
    }

    /// What waits is read anew.
    fn start_anew(&self) {
        self.starting_anew.store(true, Ordering::Relaxed);
    }

    fn halt(&self) {
        tracing::error!(
            "Discord refused the token; nothing is sent until a restart with a valid one"
        );
        self.halted.store(true, Ordering::Relaxed);
    }

    fn words(&self, locale: &str) -> Words<'_> {
        self.catalogue.words(locale)
    }
}
