//! New zone data: every schedule's next due instant is worked out anew (T-4).

use jiff::Timestamp;

use super::App;
use super::prompts::stored;
use crate::domain::schedule;
use crate::store::{Schedule, StoreError};

/// Where the database keeps the release that its due instants were worked out by.
const META_KEY: &str = "tzdb";
/// Schedules worked out in one go; between them others get their turn.
const BATCH: u32 = 500;

impl App {
    /// Works out every schedule's next due instant anew, the nearest first, if the zone data is not what it was when
    /// that was done last. Nothing that was delivered comes again, since deliveries are keyed by nominal slots.
    ///
    /// # Errors
    /// When the database does not answer; the next start does it again.
    pub async fn replan_for_new_zones(&self) -> Result<(), StoreError> {
        let release = self.zones.release();
        if self.store.meta(META_KEY).await?.as_deref() == Some(release) {
            return Ok(());
        }
        // What a batch moves may come again in a later one, and is found right there.
        let mut after = None;
        let mut n_moved = 0_u64;
        loop {
            let batch = self.store.all_schedules(after, BATCH).await?;
            for schedule in &batch {
                n_moved += u64::from(self.replan(schedule).await?);
            }
            after = batch.last().map(Schedule::place);
            if after.is_none() {
                break;
            }
        }
        self.store.put_meta(META_KEY, release).await?;
        if n_moved > 0 {
            tracing::info!(
                release,
                schedules = n_moved,
                "new zone data moved what is to come"
            );
            self.planning.notify_one();
        }
        Ok(())
    }

    /// Says whether the schedule's next due instant is another one now.
    async fn replan(&self, schedule: &Schedule) -> Result<bool, StoreError> {
        let next = self.next_after_watermark(schedule);
        if next == schedule.next_due {
            return Ok(false);
        }
        self.store
            .replan(schedule.id, schedule.watermark, next)
            .await?;
        Ok(true)
    }

    fn next_after_watermark(&self, schedule: &Schedule) -> Option<Timestamp> {
        let recurrence = stored(schedule)?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        schedule::next(&recurrence, &zone, schedule.watermark).map(|next| next.due)
    }
}
