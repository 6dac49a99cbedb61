//! A week of a team in numbers: over enough people, and without a word about who was not there (L-7).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::key::Key;
use super::{MIN_VISIBLE, Metric, Standing, Visibility};
use crate::domain::ids::UserId;

/// Numbers of a week are told over so many people at least (L-7).
pub const MIN_TOLD: usize = 5;
/// So many are named at most.
const NAMED: usize = 3;

/// Says whether the week before is told on a day: a working day, after nothing but holidays in its week. If it is a holiday
/// itself, the next one is looked at too.
pub fn is_told_on(day: Date, holidays: &BTreeSet<Date>) -> bool {
    let gone = day.weekday().to_monday_zero_offset();
    let before = (1..=i64::from(gone)).map(|ago| day.saturating_sub(ago.days()));
    gone < 5 && before.into_iter().all(|day| holidays.contains(&day))
}

/// Those who would be counted in the week that is in `week` of each: whoever may be named first, in their order.
pub fn counted_in(standings: &[Standing]) -> Vec<UserId> {
    let took_part = standings.iter().filter(|one| one.week.credited > 0);
    let mut counted: Vec<_> = took_part
        .map(|one| {
            let is_named = one.visibility == Visibility::Named && !one.idle;
            (!is_named, Key::of(one, Metric::Week), one.user)
        })
        .collect();
    counted.sort_by(|(last, a, one), (later, b, other)| {
        last.cmp(later).then(a.order(b)).then(one.cmp(other))
    });
    counted.into_iter().map(|(_, _, user)| user).collect()
}

/// What a team has done in a week that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recap {
    /// How many have taken a break on a day that counts.
    pub people: usize,
    /// On how many days, all together.
    pub breaks: u32,
    /// The most regular of those who chose to be named, three at most; nobody while fewer than three may be seen (L-1).
    pub named: Vec<UserId>,
}

impl Recap {
    /// The week that is in `week` of each; `None` if fewer than five people have a break in it, of whom nothing is told.
    pub fn of(standings: &[Standing]) -> Option<Self> {
        let took_one = |one: &&Standing| one.week.credited > 0;
        let took_part: Vec<_> = standings.iter().filter(took_one).collect();
        if took_part.len() < MIN_TOLD {
            return None;
        }
        let is_seen = |one: &&Standing| one.visibility != Visibility::Hidden && !one.idle;
        let n_seen = standings.iter().filter(is_seen).count();
        let may_be_named = |one: &&&Standing| {
            one.visibility == Visibility::Named && !one.idle && n_seen >= MIN_VISIBLE
        };
        let named = took_part.iter().filter(may_be_named);
        let mut named: Vec<_> = named
            .map(|one| (Key::of(one, Metric::Week), one.user))
            .collect();
        named.sort_by(|(a, one), (b, other)| a.order(b).then(one.cmp(other)));
        Some(Self {
            people: took_part.len(),
            breaks: took_part.iter().map(|one| one.week.credited).sum(),
            named: named
                .into_iter()
                .take(NAMED)
                .map(|(_, user)| user)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::streak::Share;

    fn standing(user: u64, visibility: Visibility, credited: u32) -> Standing {
        Standing {
            user: UserId::new(user).unwrap(),
            visibility,
            window: Share::default(),
            week: Share { credited, due: 5 },
            current: 0,
            longest: 0,
            last_credit: None,
            idle: false,
            shuffle: user,
            pseudonym: user,
        }
    }

    #[test]
    fn a_week_is_told_on_its_first_working_day_that_is_no_holiday() {
        let june = |day| jiff::civil::date(2026, 6, day);
        let told_on = |holidays: &[i8]| {
            let holidays = holidays.iter().map(|day| june(*day)).collect();
            let days = (8..=14).filter(|day| is_told_on(june(*day), &holidays));
            days.collect::<Vec<_>>()
        };
        // Monday is the eighth. Of holidays on end each is looked at, and then the day after them.
        assert_eq!(told_on(&[]), [8]);
        assert_eq!(told_on(&[8]), [8, 9]);
        assert_eq!(told_on(&[8, 9]), [8, 9, 10]);
        assert_eq!(told_on(&[9]), [8]);
        assert_eq!(told_on(&[8, 9, 10, 11, 12]), [8, 9, 10, 11, 12]);
    }

    #[test]
    fn nothing_is_told_of_fewer_than_five_people_with_a_break() {
        let mut all: Vec<_> = (1..=4)
            .map(|user| standing(user, Visibility::Named, 5))
            .collect();
        all.extend((5..=9).map(|user| standing(user, Visibility::Named, 0)));
        assert_eq!(Recap::of(&all), None);
        all.push(standing(10, Visibility::Hidden, 1));
        let recap = Recap::of(&all).unwrap();
        assert_eq!((recap.people, recap.breaks, recap.named.len()), (5, 21, 3));
    }

    proptest::proptest! {
        /// L-7: only who chose it is named, at most three, and nobody who had no break.
        #[test]
        fn whom_a_recap_names_chose_it_and_was_there(
            members in proptest::collection::vec((0_i64..3, 0_u32..6, proptest::bool::ANY), 0..20),
        ) {
            let all: Vec<_> = (1..).zip(&members).map(|(user, (level, credited, idle))| Standing {
                idle: *idle,
                ..standing(user, Visibility::from_db(*level).unwrap(), *credited)
            }).collect();
            let n_there = all.iter().filter(|one| one.week.credited > 0).count();
            match Recap::of(&all) {
                None => proptest::prop_assert!(n_there < MIN_TOLD),
                Some(recap) => {
                    proptest::prop_assert_eq!(recap.people, n_there);
                    proptest::prop_assert!(n_there >= MIN_TOLD && recap.named.len() <= 3);
                    for user in &recap.named {
                        let one = all.iter().find(|one| one.user == *user).unwrap();
                        proptest::prop_assert_eq!(one.visibility, Visibility::Named);
                        proptest::prop_assert!(one.week.credited > 0 && !one.idle);
                    }
                }
            }
        }
    }
}
