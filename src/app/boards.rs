//! The guild's board.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::dispatch::{Failure, guild};
use super::outages::Promised;
use super::participation::{from_row, neutral_days};
use super::progress::place;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction, Reply, Visibility};
use crate::domain::ids::GuildId;
use crate::domain::leaderboard::{self, Line, Metric, Standing, Turn};
use crate::domain::streak::{self, Calendar};
use crate::store::{Participant, StoreError};
use crate::text::Words;
use crate::view::{Message, boards, notice};

/// Failures that are older concern nobody who is shown: it is two weeks since their last credit (K-42, L-5).
const UNSETTLED: SignedDuration = SignedDuration::from_hours(15 * 24);

/// What the figures of everybody in a guild depend on.
struct Context {
    neutral_days: BTreeSet<Date>,
    /// What was due to them, if the bot failed lately.
    promised: Option<Promised>,
    /// The week that is asked for, if it is not the present one.
    monday: Option<Date>,
}

impl App {
    /// `/leaderboard`, and the buttons that open it or turn it.
    pub(super) async fn board(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        metric: Metric,
        turn: Option<Turn>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let standings = self.standings(guild, interaction.at(), None).await?;
        let board = leaderboard::board(&standings, metric, Some(interaction.user), turn);
        let shown = board.around.iter().chain(&board.lines);
        let shown = shown.filter(|line| line.shown_to_all && !line.own);
        let shown: Vec<_> = shown.map(|line| line.standing.user).collect();
        self.look_for_shown(guild, &shown, interaction.at()).await;
        let name = |line: &Line| anonymous_name(words, line);
        let place = place(interaction, guild);
        Ok(boards::board(words, place, &board, turn, &name))
    }

    /// What everybody sees of a page, for everybody in the channel.
    pub(super) async fn share_board(
        &self,
        interaction: &Interaction,
        metric: Metric,
        turn: Option<Turn>,
    ) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        // A direct message has no channel to share with.
        let guild = guild(interaction, words)?;
        let standings = self.standings(guild, interaction.at(), None).await?;
        let board = leaderboard::board(&standings, metric, None, turn);
        let name = |line: &Line| anonymous_name(words, line);
        Ok(
            match boards::shared(words, &board, interaction.user, &name) {
                Some(shared) => Reply::Message(shared, Visibility::Public),
                None => Reply::Message(notice::said(words, "board-empty"), Visibility::Ephemeral),
            },
        )
    }

    /// Everybody who takes part, with their present week or the one that begins on `monday`.
    pub(super) async fn standings(
        &self,
        guild: GuildId,
        at: Timestamp,
        monday: Option<Date>,
    ) -> Result<Vec<Standing>, StoreError> {
        let participants = self.store.streaks_of_guild(guild).await?;
        let holidays = self.store.holidays(guild).await?;
        let since = at.saturating_sub(UNSETTLED).unwrap_or(at);
        let since = since.to_zoned(TimeZone::UTC).date();
        let failures = self.store.failures(guild, since).await?;
        let settings = self.store.guild(guild).await?;
        let context = Context {
            neutral_days: neutral_days(&holidays),
            promised: self.promised(&failures, &settings, &holidays, at),
            monday,
        };
        let standing = |one| self.standing(one, &context, at);
        Ok(participants.iter().map(standing).collect())
    }

    /// A member's figures, settled up to `at` whether or not anything has run since (L-6).
    fn standing(&self, one: &Participant, context: &Context, at: Timestamp) -> Standing {
        let member = &one.member;
        let neutral_days = &context.neutral_days;
        let mut calendar = match self.fold(&one.changes, neutral_days) {
            Some(folded) => folded.calendar().clone(),
            None => Calendar::new(
                self.stored_zone(member.timezone.as_deref().unwrap_or(DEFAULT_ZONE)),
                member.day_ends_at,
                member.active_days,
            )
            .with_neutral_days(neutral_days.iter().copied()),
        };
        let mut streak = from_row(&one.streak, one.credited_today, 0);
        // Asked for before days go by, since a streak remembers no more than the last 64.
        let last_credit = streak.last_credit();
        if let Some(promised) = &context.promised {
            let today = streak::day_at(at, &calendar);
            let evidence = promised.to(member.user);
            let spared =
                streak.uncredited_days(today, &calendar, |day| evidence.spares(day, &calendar));
            calendar.spare(&spared);
        }
        streak.advance(at, &calendar);
        let hidden_from = last_credit.map(|day| leaderboard::hidden_from(day, &calendar));
        Standing {
            user: member.user,
            visibility: member.visibility,
            window: streak.window(),
            week: match context.monday {
                Some(monday) => streak.week_from(monday),
                None => streak.week(&calendar),
            },
            current: streak.current,
            longest: streak.longest,
            last_credit,
            idle: hidden_from.is_none_or(|from| from.is_some_and(|from| streak.day >= from)),
            shuffle: self
                .hash_key
                .shuffle(member.guild, member.user, member.visibility),
            pseudonym: self.hash_key.pseudonym(member.guild, member.user),
        }
    }
}

/// A made-up name: the same for the same member in the same guild, and nothing in it tells who it is (L-1).
fn anonymous_name(words: Words<'_>, line: &Line) -> String {
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
    words.with(
        "anonymous-name",
        &[("adjective", adjective.into()), ("animal", animal.into())],
    )
}
