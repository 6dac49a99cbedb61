//! Statements about several rows at once.
//!
//! Their text depends on how many rows they have, and a connection remembers only so many texts; so there are few sizes.

use super::dialect::Dialect;
use super::{StoreError, columns::Columns};
use crate::domain::ids::{GuildId, UserId};
use std::fmt::Write as _;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A member of a guild.
pub(super) type Whose = (GuildId, UserId);

/// How many rows a statement has.
const SIZES: [usize; 5] = [1, 2, 4, 16, 64];

/// The most rows of a statement.
pub(super) const MOST_ROWS: usize = SIZES[SIZES.len() - 1];

/// `items` in parts as large as statements are, in their order.
pub(super) fn parts<T>(items: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = items;
    std::iter::from_fn(move || {
        let fits = |size: &usize| *size <= rest.len();
        let size = SIZES.into_iter().rfind(fits)?;
        let (part, others) = rest.split_at(size);
        rest = others;
        Some(part)
    })
}

/// How many rows a statement has that asks for up to [`MOST_ROWS`]; those too many ask for nothing.
pub(super) fn size_for(n: usize) -> usize {
    let is_enough = |size: &usize| *size >= n;
    SIZES.into_iter().find(is_enough).unwrap_or(MOST_ROWS)
}

/// How many rows a statement has that takes as many of `n` as it can, and may have some too many: half of them at most.
pub(super) fn roomy_size_for(n: usize) -> usize {
    let enough = size_for(n);
    if enough <= 2 * n {
        return enough;
    }
    let fits = |size: &usize| *size <= n;
    SIZES.into_iter().rfind(fits).unwrap_or(enough)
}

/// The places of parameters for so many rows, in a statement with no others: `($1, $2), ($3, $4)`. SQLite looks through
/// all names for each that has one, so there they have none.
pub(super) fn places(on: &AnyConnection, rows: usize, columns: usize) -> String {
    let is_named = Dialect::of(on) == Dialect::Postgres;
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            text.push_str(if column == 1 { "" } else { ", " });
            if is_named {
                // Nothing can go wrong with a text.
                write!(text, "${}", row * columns + column).ok();
            } else {
                text.push('?');
            }
        }
        text.push(')');
    }
    text
}

/// The places of so many parameters after the first few: `$3, $4`.
pub(super) fn places_from(before: usize, n: usize) -> String {
    let place = |k: usize| format!("${}", before + k);
    (1..=n).map(place).collect::<Vec<_>>().join(", ")
}

/// Whose a row is.
pub(super) fn whose(table: &'static str, row: &AnyRow) -> Result<Whose, StoreError> {
    let row = Columns::of(table, row);
    Ok((row.id("guild_id")?, row.id("user_id")?))
}

/// Where to go on after a member, in the order of guilds and users; `None` is the beginning.
pub(super) fn position(last: Option<Whose>) -> (i64, i64) {
    last.map_or((i64::MIN, i64::MIN), |(guild, user)| {
        (guild.to_db(), user.to_db())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_one_of_few_sizes_and_nothing_is_left_over() {
        let items: Vec<_> = (0..150).collect();
        for n in 0..items.len() {
            let parts: Vec<_> = parts(&items[..n]).collect();
            assert_eq!(parts.concat(), &items[..n]);
            assert!(parts.iter().all(|part| SIZES.contains(&part.len())));
        }
        let sizes: Vec<_> = parts(&items).map(<[_]>::len).collect();
        assert_eq!(sizes, [64, 64, 16, 4, 2]);
        assert_eq!([1, 2, 3, 5, 64].map(size_for), [1, 2, 4, 16, 64]);
        let sizes = [1, 3, 5, 8, 20, 32, 200].map(roomy_size_for);
        assert_eq!(sizes, [1, 4, 4, 16, 16, 64, 64]);
    }

    #[test]
    fn parameters_are_counted_from_one() {
        assert_eq!(places_from(2, 2), "$3, $4");
    }
}
