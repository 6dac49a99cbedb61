//! A reminder that is put off for a little while: neither left out nor done (S-55).
//!
//! A snooze makes an occurrence of its own and moves nothing. Knows nothing of buttons and of the outbox. Begin
//! reading at [`snooze`].

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::delivery::OccurrenceKey;
use super::quiet_hours::QuietHours;
use super::schedule::{Slot, effective_grace};
use super::streak::{Calendar, day_at};

/// A slot is snoozed so many times at most.
pub const MOST_PER_SLOT: u8 = 3;
/// How far ahead an end time may be.
pub const FARTHEST_END: SignedDuration = SignedDuration::from_hours(4);
/// A snooze stays so far away from the next regular occurrence.
pub const BEFORE_NEXT: SignedDuration = SignedDuration::from_mins(5);
/// Ends of meetings are offered so many seconds apart.
const QUARTER: i64 = 15 * 60;
/// How late what was snoozed may come.
pub const GRACE: SignedDuration = SignedDuration::from_mins(10);

/// The lengths to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SnoozeLength {
    /// 5 minutes.
    Five,
    /// 10 minutes.
    Ten,
    /// 15 minutes.
    Fifteen,
    /// 30 minutes.
    Thirty,
}

/// Until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeWish {
    /// For so long.
    For(SnoozeLength),
    /// Until an instant: "after my meeting".
    Until(Timestamp),
}

/// What a member asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozeRequest {
    /// When, by the interaction's snowflake (D-33).
    pub pressed_at: Timestamp,
    /// Until when.
    pub wish: SnoozeWish,
}

/// What a snooze depends on.
#[derive(Debug, Clone, Copy)]
pub struct SnoozeContext<'a> {
    /// The slot whose reminder is put off.
    pub slot: Slot,
    /// When what is put off came: the slot's reminder, or a snooze of it.
    pub came_at: Timestamp,
    /// How often that was done, whatever became of it.
    pub n_snoozed: u8,
    /// The next regular occurrence after the press that is not left out, as things stand.
    pub next: Option<Timestamp>,
    /// The schedule's zone.
    pub zone: &'a TimeZone,
    /// The guild's quiet hours and the member's.
    pub quiet_hours: &'a [QuietHours],
    /// When the member's day turns.
    pub calendar: &'a Calendar,
}

/// The occurrence that a snooze makes. With the schedule its key is the slot and `k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozedOccurrence {
    /// The slot that was put off.
    pub slot: Slot,
    /// 1 to 3.
    pub k: u8,
    /// When it is due.
    pub due: Timestamp,
    /// Until when it may be sent: ten minutes later, and no more than half the way to the next one (S-40).
    pub expires_at: Timestamp,
}

/// Why something cannot be snoozed. Where several hold, the first of these is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnoozeRefusal {
    /// The end time is not ahead.
    #[error("the end of a snooze lies ahead: choose a later time")]
    NotAhead,
    /// The end time is too far ahead.
    #[error("a snooze ends within four hours: {latest} is the latest")]
    TooFar {
        /// The latest end.
        latest: Timestamp,
    },
    /// It came on an earlier day of the member.
    #[error("what came on an earlier day is not snoozed any more")]
    EarlierDay,
    /// It was put off as often as may be.
    #[error("one reminder is snoozed {MOST_PER_SLOT} times at most")]
    TooMany,
    /// The next regular occurrence comes before it or soon after.
    #[error("the next reminder comes at {next} anyway")]
    NextIsNear {
        /// When.
        next: Timestamp,
    },
    /// It would come on the member's next day.
    #[error("the day would be over by then")]
    DayIsOver,
    /// It would come in quiet hours.
    #[error("it is quiet then: {hours}")]
    Quiet {
        /// The quiet hours.
        hours: QuietHours,
    },
}

impl SnoozeLength {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Five, Self::Ten, Self::Fifteen, Self::Thirty];

    /// In minutes.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Five => 5,
            Self::Ten => 10,
            Self::Fifteen => 15,
            Self::Thirty => 30,
        }
    }

    /// The one of so many minutes.
    pub fn from_minutes(minutes: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|length| length.minutes() == minutes)
    }
}

/// Puts a reminder off, or says why not (S-55).
///
/// What came on an earlier day of the member, by the clock now in force, is over like that day's check-in (K-20, K-21). It may come five minutes before the next regular occurrence and no later; what is left out is none. It comes on the member's day on which it was asked for
/// (K-10): the instant at which the day turns belongs to the next one.
pub fn snooze(
    request: &SnoozeRequest,
    context: &SnoozeContext<'_>,
) -> Result<SnoozedOccurrence, SnoozeRefusal> {
    let due = wanted(request)?;
    let day = |at| day_at(at, context.calendar);
    if day(context.came_at) < day(request.pressed_at) {
        return Err(SnoozeRefusal::EarlierDay);
    }
    if context.n_snoozed >= MOST_PER_SLOT {
        return Err(SnoozeRefusal::TooMany);
    }
    let next = context.next;
    let is_near = |next: &Timestamp| next.duration_since(due) < BEFORE_NEXT;
    if let Some(next) = next.filter(is_near) {
        return Err(SnoozeRefusal::NextIsNear { next });
    }
    if day(due) > day(request.pressed_at) {
        return Err(SnoozeRefusal::DayIsOver);
    }
    let quiet = |hours: &&QuietHours| hours.cover(due, context.zone);
    if let Some(hours) = context.quiet_hours.iter().find(quiet) {
        return Err(SnoozeRefusal::Quiet { hours: *hours });
    }
    let grace = effective_grace(due, next, GRACE);
    Ok(SnoozedOccurrence {
        slot: context.slot,
        k: context.n_snoozed + 1,
        due,
        expires_at: due.saturating_add(grace).unwrap_or(due),
    })
}

/// When it would be due.
fn wanted(request: &SnoozeRequest) -> Result<Timestamp, SnoozeRefusal> {
    let pressed = request.pressed_at;
    let after = |wait| pressed.saturating_add(wait).unwrap_or(pressed);
    match request.wish {
        SnoozeWish::For(length) => Ok(after(SignedDuration::from_mins(length.minutes()))),
        SnoozeWish::Until(end) if end <= pressed => Err(SnoozeRefusal::NotAhead),
        SnoozeWish::Until(end) if end > after(FARTHEST_END) => Err(SnoozeRefusal::TooFar {
            latest: after(FARTHEST_END),
        }),
        SnoozeWish::Until(end) => Ok(end),
    }
}

/// The ends of meetings that can be offered: the quarters of hours after `at`, as far ahead as an end may be.
pub fn quarters_after(at: Timestamp) -> impl Iterator<Item = Timestamp> {
    let first = (at.as_second() / QUARTER + 1) * QUARTER;
    let last = at.as_second() + FARTHEST_END.as_secs();
    let step = usize::try_from(QUARTER).unwrap_or(900);
    let seconds = (first..=last).step_by(step);
    seconds.filter_map(|second| Timestamp::from_second(second).ok())
}

/// Says whether `I did it` on one occurrence cancels another that waits: every snooze of the same schedule,
/// whichever of its messages was answered, and no regular occurrence (S-55).
pub fn is_cancelled(waiting: &OccurrenceKey, answered: &OccurrenceKey) -> bool {
    waiting.k > 0 && waiting.schedule == answered.schedule
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recurrence::Recurrence;
    use crate::domain::schedule;
    use crate::domain::weekdays::Weekdays;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A reminder of 1 June in Berlin, where it is two hours later than in UTC.
    struct Story {
        recurrence: Recurrence,
        zone: TimeZone,
        quiet_hours: Vec<QuietHours>,
        n_snoozed: u8,
        /// Just then, if it is not said.
        came_at: Option<Timestamp>,
    }

    impl Story {
        fn new(times: &str, quiet_hours: &[&str]) -> Self {
            let quiet_hours = quiet_hours.iter().map(|text| QuietHours::parse(text));
            Self {
                recurrence: Recurrence::parse(times, None).unwrap(),
                zone: jiff::tz::TimeZoneDatabase::bundled()
                    .get("Europe/Berlin")
                    .unwrap(),
                quiet_hours: quiet_hours.collect::<Result<_, _>>().unwrap(),
                n_snoozed: 0,
                came_at: None,
            }
        }

        fn ask(
            &self,
            pressed_at: &str,
            wish: SnoozeWish,
        ) -> Result<SnoozedOccurrence, SnoozeRefusal> {
            let request = SnoozeRequest {
                pressed_at: instant(pressed_at),
                wish,
            };
            let next = schedule::next(&self.recurrence, &self.zone, request.pressed_at);
            snooze(
                &request,
                &SnoozeContext {
                    slot: slot(),
                    came_at: self.came_at.unwrap_or(request.pressed_at),
                    n_snoozed: self.n_snoozed,
                    next: next.map(|next| next.due),
                    zone: &self.zone,
                    quiet_hours: &self.quiet_hours,
                    calendar: &Calendar::new(self.zone.clone(), 3, Weekdays::DAILY),
                },
            )
        }

        fn until(&self, pressed_at: &str, end: &str) -> Result<SnoozedOccurrence, SnoozeRefusal> {
            self.ask(pressed_at, SnoozeWish::Until(instant(end)))
        }
    }

    fn slot() -> Slot {
        Slot {
            date: jiff::civil::date(2026, 6, 1),
            time: jiff::civil::time(9, 0, 0, 0),
        }
    }

    #[test]
    fn a_snooze_comes_so_many_minutes_after_the_press() {
        let story = Story::new("9:00", &[]);
        for (length, due) in [
            (SnoozeLength::Five, "2026-06-01T07:06:30.25Z"),
            (SnoozeLength::Ten, "2026-06-01T07:11:30.25Z"),
            (SnoozeLength::Fifteen, "2026-06-01T07:16:30.25Z"),
            (SnoozeLength::Thirty, "2026-06-01T07:31:30.25Z"),
        ] {
            let snoozed = story.ask("2026-06-01T07:01:30.25Z", SnoozeWish::For(length));
            let expected = SnoozedOccurrence {
                slot: slot(),
                k: 1,
                due: instant(due),
                expires_at: instant(due) + SignedDuration::from_mins(10),
            };
            assert_eq!(snoozed, Ok(expected));
        }
        let read = |minutes| SnoozeLength::from_minutes(minutes).map(SnoozeLength::minutes);
        let known: Vec<_> = (-60..=120).filter_map(read).collect();
        assert_eq!(known, [5, 10, 15, 30]);
    }

    #[test]
    fn an_end_time_is_ahead_and_at_most_four_hours_away() {
        let story = Story::new("9:00", &[]);
        let pressed = "2026-06-01T07:00:00.5Z";
        assert_eq!(
            story.until(pressed, "2026-06-01T07:00:00.5Z"),
            Err(SnoozeRefusal::NotAhead)
        );
        let soon = story.until(pressed, "2026-06-01T07:00:01Z").unwrap();
        assert_eq!(soon.due, instant("2026-06-01T07:00:01Z"));
        let latest = instant("2026-06-01T11:00:00.5Z");
        assert_eq!(
            story
                .until(pressed, "2026-06-01T11:00:00.5Z")
                .map(|it| it.due),
            Ok(latest)
        );
        assert_eq!(
            story.until(pressed, "2026-06-01T11:00:00.501Z"),
            Err(SnoozeRefusal::TooFar { latest })
        );
    }

    #[test]
    fn a_slot_is_put_off_three_times_and_no_more() {
        let mut story = Story::new("9:00", &[]);
        let numbers = [0, 1, 2, 3, 4].map(|n_snoozed| {
            story.n_snoozed = n_snoozed;
            let snoozed = story.ask("2026-06-01T07:00:00Z", SnoozeWish::For(SnoozeLength::Five));
            snoozed.map(|snoozed| snoozed.k)
        });
        let too_many = Err(SnoozeRefusal::TooMany);
        assert_eq!(numbers, [Ok(1), Ok(2), Ok(3), too_many, too_many]);
    }

    #[test]
    fn a_snooze_keeps_five_minutes_away_from_the_next_reminder_and_names_it() {
        let story = Story::new("9:00,10:00", &[]);
        let pressed = "2026-06-01T07:30:00Z";
        let last = story.until(pressed, "2026-06-01T07:55:00Z").unwrap();
        // Half the way to the next one, not ten minutes.
        assert_eq!(last.expires_at, instant("2026-06-01T07:57:30Z"));
        let next = instant("2026-06-01T08:00:00Z");
        for end in [
            "2026-06-01T07:55:00.001Z",
            "2026-06-01T08:00:00Z",
            "2026-06-01T09:00:00Z",
        ] {
            let refused = story.until(pressed, end);
            assert_eq!(refused, Err(SnoozeRefusal::NextIsNear { next }), "{end}");
        }
        // When the next one is due, what follows it is the next one.
        let snoozed = story.ask(
            "2026-06-01T08:00:00Z",
            SnoozeWish::For(SnoozeLength::Thirty),
        );
        assert!(snoozed.is_ok());
    }

    #[test]
    fn a_snooze_comes_on_the_day_on_which_it_was_asked_for() {
        let story = Story::new("0:30", &[]);
        // The member's day turns at three.
        let pressed = "2026-06-01T23:00:00Z";
        assert!(story.until(pressed, "2026-06-02T00:59:59.999Z").is_ok());
        assert_eq!(
            story.until(pressed, "2026-06-02T01:00:00Z"),
            Err(SnoozeRefusal::DayIsOver)
        );
    }

    #[test]
    fn what_came_on_an_earlier_day_is_put_off_no_more() {
        let mut story = Story::new("9:00", &[]);
        story.came_at = Some(instant("2026-06-01T07:00:00Z"));
        let ask = |at: &str| story.ask(at, SnoozeWish::For(SnoozeLength::Five));
        // The member's day turns at three.
        assert!(ask("2026-06-02T00:54:59.999Z").is_ok());
        assert_eq!(
            ask("2026-06-02T00:59:59.999Z"),
            Err(SnoozeRefusal::DayIsOver)
        );
        for late in ["2026-06-02T01:00:00Z", "2026-06-05T20:00:00Z"] {
            assert_eq!(ask(late), Err(SnoozeRefusal::EarlierDay), "{late}");
        }
    }

    #[test]
    fn a_snooze_does_not_come_in_quiet_hours() {
        let story = Story::new("9:00", &["12:00-13:00", "22:00-7:00"]);
        let at = |end: &str| story.until("2026-06-01T09:30:00Z", end).map(|it| it.k);
        assert_eq!(at("2026-06-01T09:59:59Z"), Ok(1));
        let hours = QuietHours::parse("12:00-13:00").unwrap();
        assert_eq!(
            at("2026-06-01T10:00:00Z"),
            Err(SnoozeRefusal::Quiet { hours })
        );
        assert_eq!(at("2026-06-01T11:00:00Z"), Ok(1));
    }

    #[test]
    fn the_first_refusal_is_the_one_that_is_told() {
        let mut story = Story::new("9:00,22:00", &["21:00-7:00"]);
        let late = "2026-06-01T19:58:00Z";
        story.n_snoozed = 3;
        let ask = |story: &Story| story.ask(late, SnoozeWish::For(SnoozeLength::Five));
        assert_eq!(story.until(late, late), Err(SnoozeRefusal::NotAhead));
        assert_eq!(ask(&story), Err(SnoozeRefusal::TooMany));
        story.n_snoozed = 2;
        let next = instant("2026-06-01T20:00:00Z");
        assert_eq!(ask(&story), Err(SnoozeRefusal::NextIsNear { next }));
        let at_night = story.until("2026-06-02T00:50:00Z", "2026-06-02T01:10:00Z");
        assert_eq!(at_night, Err(SnoozeRefusal::DayIsOver));
    }

    #[test]
    fn i_did_it_cancels_the_snoozes_of_its_schedule_and_nothing_else() {
        let key = |schedule, k| OccurrenceKey {
            schedule,
            slot: slot(),
            k,
        };
        let answered = key(1, 0);
        assert!(is_cancelled(&key(1, 1), &answered) && is_cancelled(&key(1, 3), &answered));
        // Whichever of the messages was answered, of an earlier slot too.
        assert!(is_cancelled(&key(1, 2), &key(1, 1)) && is_cancelled(&key(1, 1), &key(1, 2)));
        let earlier = Slot {
            time: jiff::civil::time(8, 0, 0, 0),
            ..slot()
        };
        let of_earlier = OccurrenceKey {
            slot: earlier,
            ..key(1, 3)
        };
        assert!(is_cancelled(&key(1, 1), &of_earlier));
        assert!(!is_cancelled(&key(1, 0), &answered));
        assert!(!is_cancelled(&key(2, 1), &answered));
    }
}
