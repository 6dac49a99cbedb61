//! The database: one [`Store`], one text of SQL for SQLite and PostgreSQL.
//!
//! A method is one transaction; one file holds one group of tables. `now` is always an argument, and
//! the store judges nothing: it keeps rows, and what must hold of them whatever the program does
//! (a slot is planned once, a claim is durable, a settled delivery stays settled, a day is credited
//! once). Rows come back as plain structs; text that only the domain understands, such as a
//! recurrence, stays text. Must not know Discord, views or the rules' own types.
//!
//! Begin reading at [`Store::open`], then [`Store::plan`] and [`Store::take_steps`] for the outbox, then
//! [`Store::record_presses`].

mod address;
mod alive;
mod attention;
mod board;
mod board_ground;
mod board_line;
mod board_reader;
mod board_tally;
mod checkpoint;
mod columns;
mod delivery;
mod dialect;
mod dm;
mod dm_queue;
mod erasing;
mod erasures;
mod error;
mod export;
mod given_up;
mod guild;
mod guild_update;
mod history;
mod holiday;
mod holiday_import;
mod lease;
mod leavers;
mod lock;
mod managers;
mod many;
mod member;
mod member_log;
mod meta;
mod open;
mod open_error;
mod outage;
mod outbox;
mod outbox_steps;
mod participants;
mod planning;
mod presence;
mod presses;
mod privacy;
mod progress;
mod proposal;
mod purge;
mod reminder;
mod replacement;
mod restored;
mod schedule;
mod schedule_changes;
mod shared;
mod streak;
mod suspension;
mod together;
mod undo;
mod waiting;
mod wanted_now;
mod write_ahead;

use sqlx::{Any, AnyPool, Transaction};

use dialect::Dialect;
use lock::FileLock;
use write_ahead::WriteAhead;

pub use alive::SHORTEST_ABSENCE;
pub use board::{Excerpt, Wanted};
pub use board_ground::BoardGround;
pub use board_line::{BoardLine, Outdated};
pub use board_reader::BoardReader;
pub use checkpoint::{Checkpoint, MemberLog};
pub use delivery::{Delivery, DeliveryKey, ReminderAnswer};
pub use dm_queue::{DirectRequest, DirectStanding, DirectTrouble};
pub use error::StoreError;
pub use export::Section;
pub use given_up::{GivenUp, Judged, Unjudged};
pub use guild::{Guild, GuildChange, GuildSetting};
pub use guild_update::{GuildUpdate, MovedSchedule, RecapChange};
pub use history::MemberHistory;
pub use holiday::Holiday;
pub use holiday_import::{HolidayImport, ImportOutcome};
pub use lease::{Lease, LeaseOutcome};
pub use leavers::Passed;
pub use member::{Member, MemberUpdate};
pub use member_log::{MemberChange, MemberEvent};
pub use open_error::{OpenError, OpenErrorKind};
pub use outage::{Failures, Fate, Given};
pub use outbox::Settlement;
pub use outbox_steps::{Step, StepOutcome};
pub use planning::{ENOUGH, NewDelivery, Plan, PlanOutcome, Planned};
pub use presence::Presence;
pub use presses::HEARD_EVERY;
pub use privacy::{EraseScope, Fingerprints, Tombstone};
pub use progress::{Answered, NewPress, Press, PressOutcome, Verdict};
pub use proposal::{ConfirmOutcome, FirstPrompt, Proposal};
pub use reminder::{News, PutOffSoFar, QUESTION, SnoozeOutcome, SnoozeWanted, SnoozesSoFar};
pub use replacement::Removal;
pub use schedule::{Place, RECAP, Schedule, ScheduleId, ScheduleKind, ScheduleSettings};
pub use schedule_changes::{ChangeOutcome, NewSchedule};
pub use shared::{CardSharing, ShareOutcome, Sharing};
pub use streak::{Participant, StreakRow};
pub use together::{DueEdit, EditOutcome, JoinOutcome, Together};
pub use undo::{UNDO_WITHIN, UndoOutcome};
pub use waiting::{Standing, TOKEN_REFUSED, Waiting};
pub use wanted_now::{WantedNow, WantedOutcome};

pub use crate::domain::delivery::DeliveryState;
pub use crate::domain::pause::Pause;

/// The open database. Cloning it is cheap, and all clones are one; when the last goes, so does the
/// lock on the file.
///
/// **Invariant:** whatever a method changed is committed when it returns, and on SQLite it is on the
/// disk (`synchronous=FULL`, D-4).
#[derive(Debug, Clone)]
pub struct Store {
    dialect: Dialect,
    /// On SQLite one connection, so that writers queue here and not in the file (D-42).
    writer: AnyPool,
    readers: AnyPool,
    /// Who looks after the file's log; there is none on PostgreSQL.
    log: Option<std::sync::Arc<WriteAhead>>,
    /// Where erasures are noted beside the database (K-62).
    erasures: Option<std::sync::Arc<erasures::ErasureFile>>,
    /// Held, never read: one process per file (D-39).
    _lock: Option<std::sync::Arc<FileLock>>,
}

impl Store {
    /// Begins a transaction that will write.
    async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        if let Some(log) = &self.log {
            log.note_transaction();
        }
        self.begin(&self.writer, self.dialect.begin_write()).await
    }

    /// Begins a transaction that only reads, and sees one state of the database throughout.
    async fn read(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.begin(&self.readers, self.dialect.begin_read()).await
    }

    /// On a server a transaction is begun to the end even if nobody waits for it any more, and is then taken back: a connection
    /// that is left in the middle of it would go on to others with the transaction, of which sqlx 0.9 knows nothing yet.
    #[expect(
        clippy::disallowed_methods,
        reason = "it is waited for, and what nobody waits for any more goes on for one answer of the server"
    )]
    async fn begin(
        &self,
        pool: &AnyPool,
        statement: &'static str,
    ) -> Result<Transaction<'static, Any>, StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(pool.begin_with(statement).await?);
        }
        let pool = pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(statement).await });
        Ok(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }

    /// Closes every connection; nothing can be asked of it, or of a clone, afterwards. On SQLite
    /// this folds the write-ahead log into the file.
    pub async fn close(self) {
        self.readers.close().await;
        if let Some(log) = &self.log {
            log.pool.close().await;
        }
        self.writer.close().await;
    }
}
