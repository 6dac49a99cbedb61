//! Made-up names: the same for the same member in the same guild, and nothing in them tells who it is (L-1).

use crate::domain::leaderboard::{Board, Line};
use crate::text::Words;

/// So many numbers may stand behind an adjective and an animal.
const NUMBERS: u64 = 10_000;
/// From this bit on a number is read: those below choose the animal.
const NUMBER_FROM: u32 = 4;
/// And from this on a further one: those below choose the adjective.
const FURTHER_FROM: u32 = 40;

/// The name of a line. Where two lines in sight would have the same, which hardly ever happens, a further number tells them
/// apart.
pub(super) fn anonymous_name(words: Words<'_>, board: &Board, line: &Line) -> String {
    let name = short_name(words, line);
    let others = board.around.iter().chain(&board.lines);
    let mut others = others.filter(|other| other.standing.user != line.standing.user);
    if others.any(|other| short_name(words, other) == name) {
        let further = (line.standing.pseudonym >> FURTHER_FROM) % NUMBERS;
        return format!("{name}-{further:04}");
    }
    name
}

fn short_name(words: Words<'_>, line: &Line) -> String {
    let part = |key: &str, number: u64| {
        let all = words.get(key);
        let names: Vec<_> = all.split(',').map(str::trim).collect();
        let count = u64::try_from(names.len()).unwrap_or(1).max(1);
        let index = usize::try_from(number % count).unwrap_or_default();
        names.get(index).copied().unwrap_or_default().to_owned()
    };
    let number = line.standing.pseudonym;
    let adjective = part("anonymous-adjectives", number >> 32);
    let animal = part("anonymous-animals", number & 0xffff_ffff);
    let behind = ((number & 0xffff_ffff) >> NUMBER_FROM) % NUMBERS;
    words.with(
        "anonymous-name",
        &[
            ("adjective", adjective.into()),
            ("animal", animal.into()),
            ("number", format!("{behind:04}").into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::HashKey;
    use crate::domain::ids::{GuildId, UserId};
    use crate::domain::leaderboard::{Metric, Standing, Visibility, board};
    use crate::domain::streak::Share;
    use crate::text::Catalogue;

    fn anonymous(user: u64, pseudonym: u64) -> Standing {
        let share = Share {
            credited: 5,
            due: 5,
        };
        Standing {
            user: UserId::new(user).unwrap(),
            visibility: Visibility::Anonymous,
            window: share,
            week: share,
            current: 5,
            longest: 5,
            last_credit: None,
            idle: false,
            shuffle: user,
            pseudonym,
        }
    }

    fn names(standings: &[Standing]) -> Vec<String> {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        let board = board(standings, Metric::Week, None, None);
        let lines = board.lines.iter();
        lines
            .map(|line| anonymous_name(words, &board, line))
            .collect()
    }

    #[test]
    fn a_made_up_name_is_nobody_elses_in_a_guild_and_stays_when_others_join() {
        let key = HashKey::new(b"a key of a test".to_vec());
        let guild = GuildId::new(1).unwrap();
        let pseudonym = |user| key.pseudonym(guild, UserId::new(user).unwrap());
        let mut seen = BTreeSet::new();
        for user in 1..=200 {
            let alone =
                [user, 1_001, 1_002, 1_003, 1_004].map(|one| anonymous(one, pseudonym(one)));
            let name = names(&alone).remove(0);
            assert!(seen.insert(name.clone()), "{name} is two people");
            let more: Vec<_> = (user..user + 9)
                .map(|one| anonymous(one, pseudonym(one)))
                .collect();
            assert_eq!(names(&more)[0], name);
        }
    }

    #[test]
    fn who_would_be_called_alike_on_a_page_is_told_apart_by_a_further_number() {
        let alike = [7, 7 + (3 << FURTHER_FROM), 8, 9, 10];
        let standings: Vec<_> = (1..)
            .zip(alike)
            .map(|(user, number)| anonymous(user, number))
            .collect();
        let distinct: BTreeSet<_> = names(&standings).into_iter().collect();
        assert_eq!(distinct.len(), standings.len());
    }
}
