//! Which occurrences are left out on purpose, and why (S-51…S-54).
//!
//! Knows neither where its facts come from nor when it is asked: planning asks about the due instant, and whoever
//! sends asks again about the instant of sending. Begin reading at [`Silences::reason`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::pause::Pause;
use super::quiet_hours::QuietHours;
use super::schedule::Slot;
use super::streak::Participation;

/// Why an occurrence is left out. Where several reasons hold, the first of these is the one: what stops
/// everything comes before a wish for some days, that before hours of a day, and that before one member's own
/// doing (S-45).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its schedule was removed (S-56).
    Removed,
    /// The bot is not in the guild any more, or the member is not (K-63, K-64).
    NotInGuild,
    /// The schedule is paused, or its member has a vacation (S-53).
    Paused,
    /// The guild has a holiday (S-52).
    Holiday,
    /// It is quiet when it is due, or when it would be sent (S-51).
    Quiet,
    /// The member has done it today and wanted no more then (S-54).
    Done,
    /// It would tell a week of too few people (L-7).
    TooFew,
}

impl SkipReason {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Removed,
        Self::NotInGuild,
        Self::Paused,
        Self::Holiday,
        Self::Quiet,
        Self::Done,
        Self::TooFew,
    ];

    /// The word that stands in the outbox.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::NotInGuild => "not in the guild",
            Self::Paused => "paused",
            Self::Holiday => "holiday",
            Self::Quiet => "quiet",
            Self::Done => "done",
            Self::TooFew => "too few",
        }
    }
}

/// Everything that may silence one schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silences {
    /// The zone in which the schedule's wall times are read; quiet hours are, too.
    pub zone: TimeZone,
    /// The schedule is no more (S-56).
    pub is_removed: bool,
    /// Nobody is there to be reminded (K-63, K-64).
    pub is_gone: bool,
    /// Days on which the schedule itself is silent.
    pub pause: Option<Pause>,
    /// The guild's holidays; none for a member who wants to be reminded on them.
    pub holidays: BTreeSet<Date>,
    /// The guild's quiet hours and the member's.
    pub quiet_hours: Vec<QuietHours>,
    /// A reminder's member, if they take part in streaks.
    pub member: Option<MemberDays>,
    /// It has nothing to tell that may be told (L-7).
    pub tells_nothing: bool,
}

/// The days of a member, for vacations and credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDays {
    /// Their clock and their vacations.
    pub participation: Participation,
    /// The day of their last credit, if they want no more reminders on a day that has one (S-54).
    pub stop_after: Option<Date>,
}

impl Silences {
    /// Silences nothing.
    pub fn none(zone: TimeZone) -> Self {
        Self {
            zone,
            is_removed: false,
            is_gone: false,
            pause: None,
            holidays: BTreeSet::new(),
            quiet_hours: Vec::new(),
            member: None,
            tells_nothing: false,
        }
    }

    /// Why a slot that is due at `due`, and would be sent at `sent` if that is known, is left out; `None` if it is
    /// not.
    pub fn reason(
        &self,
        slot: Slot,
        due: Timestamp,
        sent: Option<Timestamp>,
    ) -> Option<SkipReason> {
        let holds = |reason: &SkipReason| match reason {
            SkipReason::Removed => self.is_removed,
            SkipReason::NotInGuild => self.is_gone,
            SkipReason::Paused => self.is_paused(slot, due),
            SkipReason::Holiday => self.holidays.contains(&slot.date),
            SkipReason::Quiet => self.is_quiet(due) || sent.is_some_and(|sent| self.is_quiet(sent)),
            SkipReason::Done => self.is_done(due),
            SkipReason::TooFew => self.tells_nothing,
        };
        SkipReason::ALL.into_iter().find(holds)
    }

    /// A schedule's own pause goes by nominal dates, a vacation by its member's days (K-10): a reminder after
    /// midnight belongs to the evening before.
    fn is_paused(&self, slot: Slot, due: Timestamp) -> bool {
        let vacation = |member: &MemberDays| member.participation.is_paused_at(due);
        self.pause.is_some_and(|pause| pause.covers(slot.date))
            || self.member.as_ref().is_some_and(vacation)
    }

    fn is_quiet(&self, at: Timestamp) -> bool {
        self.quiet_hours
            .iter()
            .any(|hours| hours.cover(at, &self.zone))
    }

    fn is_done(&self, due: Timestamp) -> bool {
        let is_done = |member: &MemberDays| {
            let credited = member.stop_after?;
            Some(credited == member.participation.day_at(due))
        };
        self.member.as_ref().and_then(is_done).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::streak::{Answer, Calendar, Event, FreezeRules};
    use crate::domain::weekdays::Weekdays;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn slot(text: &str) -> Slot {
        let at: jiff::civil::DateTime = text.parse().unwrap();
        Slot {
            date: at.date(),
            time: at.time(),
        }
    }

    /// A member in UTC whose day turns at three, since 1 June.
    fn member() -> Participation {
        let calendar = Calendar::new(TimeZone::UTC, 3, Weekdays::DAILY);
        Participation::new(
            instant("2026-06-01T09:00:00Z"),
            calendar,
            FreezeRules::default(),
        )
    }

    fn of_member(participation: Participation, stop_after: Option<&str>) -> Silences {
        Silences {
            member: Some(MemberDays {
                participation,
                stop_after: stop_after.map(date),
            }),
            ..Silences::none(TimeZone::UTC)
        }
    }

    /// The reason for what is due, and sent, in UTC.
    fn reason(silences: &Silences, due: &str) -> Option<SkipReason> {
        let due = instant(due);
        let at = TimeZone::UTC.to_datetime(due);
        let slot = Slot {
            date: at.date(),
            time: at.time(),
        };
        silences.reason(slot, due, None)
    }

    #[test]
    fn nothing_is_left_out_without_a_reason() {
        let silences = Silences::none(TimeZone::UTC);
        assert_eq!(reason(&silences, "2026-06-01T09:00:00Z"), None);
        let silences = of_member(member(), None);
        assert_eq!(reason(&silences, "2026-06-01T09:00:00Z"), None);
    }

    #[test]
    fn of_several_reasons_the_first_is_given() {
        let mut away = member();
        let vacation = Event::Pause {
            from: date("2026-06-10"),
            to: date("2026-06-10"),
        };
        let applied = away.apply(instant("2026-06-01T09:00:00Z"), &vacation);
        assert_eq!(applied, Answer::Done);
        let mut all = Silences {
            is_removed: true,
            is_gone: true,
            pause: Some(Pause {
                from: date("2026-06-10"),
                until: date("2026-06-10"),
            }),
            holidays: [date("2026-06-10")].into(),
            quiet_hours: vec![QuietHours::parse("8:00-10:00").unwrap()],
            ..of_member(away, Some("2026-06-10"))
        };
        let due = "2026-06-10T09:00:00Z";
        assert_eq!(reason(&all, due), Some(SkipReason::Removed));
        all.is_removed = false;
        assert_eq!(reason(&all, due), Some(SkipReason::NotInGuild));
        all.is_gone = false;
        assert_eq!(reason(&all, due), Some(SkipReason::Paused));
        all.pause = None;
        assert_eq!(reason(&all, due), Some(SkipReason::Paused), "the vacation");
        all.member = of_member(member(), Some("2026-06-10")).member;
        assert_eq!(reason(&all, due), Some(SkipReason::Holiday));
        all.holidays.clear();
        assert_eq!(reason(&all, due), Some(SkipReason::Quiet));
        all.quiet_hours.clear();
        assert_eq!(reason(&all, due), Some(SkipReason::Done));
        all.member = None;
        assert_eq!(reason(&all, due), None);
        assert!(SkipReason::ALL.is_sorted());
    }

    #[test]
    fn holidays_and_pauses_go_by_the_nominal_date() {
        // In Nuuk half past eleven on Saturday once came half an hour after midnight.
        let zone = jiff::tz::TimeZoneDatabase::bundled()
            .get("America/Nuuk")
            .unwrap();
        let due = instant("2026-03-29T01:30:00Z");
        assert_eq!(zone.to_datetime(due).date(), date("2026-03-29"));
        let saturday = slot("2026-03-28T23:30");
        let on = |day: &str| {
            let holiday = Silences {
                holidays: [date(day)].into(),
                ..Silences::none(zone.clone())
            };
            let paused = Silences {
                pause: Some(Pause {
                    from: date(day),
                    until: date(day),
                }),
                ..Silences::none(zone.clone())
            };
            [holiday, paused].map(|silences| silences.reason(saturday, due, None))
        };
        assert_eq!(
            on("2026-03-28"),
            [Some(SkipReason::Holiday), Some(SkipReason::Paused)]
        );
        assert_eq!(on("2026-03-29"), [None, None]);
    }

    #[test]
    fn quiet_hours_count_when_it_is_due_and_when_it_is_sent() {
        let silences = Silences {
            quiet_hours: vec![
                QuietHours::parse("22:00-7:00").unwrap(),
                QuietHours::parse("12:00-13:00").unwrap(),
            ],
            ..Silences::none(TimeZone::UTC)
        };
        let at = |due: &str, sent: &str| {
            let instant = |time: &str| instant(&format!("2026-06-01T{time}Z"));
            silences.reason(
                slot(&format!("2026-06-01T{due}")),
                instant(due),
                Some(instant(sent)),
            )
        };
        assert_eq!(at("21:59:00", "21:59:59"), None);
        assert_eq!(at("21:59:00", "22:00:00"), Some(SkipReason::Quiet));
        assert_eq!(at("06:59:59", "07:00:00"), Some(SkipReason::Quiet));
        assert_eq!(at("07:00:00", "07:00:00"), None);
        assert_eq!(at("12:30:00", "13:10:00"), Some(SkipReason::Quiet));
    }

    #[test]
    fn a_vacation_silences_its_members_days_and_not_dates() {
        let mut away = member();
        let vacation = Event::Pause {
            from: date("2026-06-03"),
            to: date("2026-06-04"),
        };
        away.apply(instant("2026-06-01T10:00:00Z"), &vacation);
        let silences = of_member(away.clone(), None);
        let paused = Some(SkipReason::Paused);
        for (due, expected) in [
            ("2026-06-03T02:59:00Z", None),
            ("2026-06-03T03:00:00Z", paused),
            ("2026-06-05T02:59:00Z", paused),
            ("2026-06-05T03:00:00Z", None),
        ] {
            assert_eq!(reason(&silences, due), expected, "{due}");
        }
        // Coming back early ends it with the day that it is (K-41).
        away.apply(instant("2026-06-03T12:00:00Z"), &Event::Resume);
        let silences = of_member(away, None);
        assert_eq!(reason(&silences, "2026-06-03T15:00:00Z"), paused);
        assert_eq!(reason(&silences, "2026-06-04T15:00:00Z"), None);
    }

    #[test]
    fn who_has_done_it_is_left_in_peace_for_the_rest_of_their_day_if_they_wished_so() {
        let done = of_member(member(), Some("2026-06-02"));
        let peace = Some(SkipReason::Done);
        for (due, expected) in [
            ("2026-06-02T02:59:00Z", None),
            ("2026-06-02T03:00:00Z", peace),
            ("2026-06-03T02:59:00Z", peace),
            ("2026-06-03T03:00:00Z", None),
        ] {
            assert_eq!(reason(&done, due), expected, "{due}");
        }
    }

    #[test]
    fn the_outbox_has_a_word_for_each_reason() {
        assert_eq!(
            SkipReason::ALL.map(SkipReason::as_str),
            [
                "removed",
                "not in the guild",
                "paused",
                "holiday",
                "quiet",
                "done",
                "too few"
            ]
        );
    }
}
