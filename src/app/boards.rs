//! The guild's board.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::dispatch::{Failure, guild};
use super::made_up::anonymous_name;
use super::outages::Promised;
use super::participation::{from_row, neutral_days, to_row};
use super::progress::place;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction, Reply, Visibility};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::{
    self, Board, Key, Line, LineKeys, Metric, Standing, Tallies, Turn,
};
use crate::domain::streak::{Calendar, Participation, Streak, day_at, day_begins};
use crate::store::{
    BoardLine, BoardReader, Failures, Guild, Holiday, Outdated, Participant, StoreError, StreakRow,
    Wanted,
};
use crate::view::{Message, boards, notice};

/// A guild of so many members is read as a whole; of a larger one only the lines that are shown.
const FEW: u32 = 300;
/// Lines of a page, with those that may continue it as a board opens, and one more.
const PAGE_AND_NEIGHBOURS: u32 = 16;
/// Lines on each side of the caller's own, and one more.
const NEIGHBOURS: u32 = 3;
/// So many lines are worked out while somebody waits for a board.
const AT_ONCE: u32 = 200;
/// And so many when nobody does: who writes beside it waits for their end.
const IN_PASSING: u32 = 64;
/// So long does a day last at most, with the days of the UTC before and after it. Lines for the day after were worked out
/// without knowing of failures on it (K-42).
const A_DAY_AT_MOST: SignedDuration = SignedDuration::from_hours(2 * 24);
/// Failures of this time are read for all at once. Older ones concern only those who were not judged since, such as who has
/// a long vacation: of them they are read one by one (K-42).
const UNSETTLED: SignedDuration = SignedDuration::from_hours(15 * 24);

/// What the figures of everybody in a guild depend on.
struct Context {
    guild: Guild,
    holidays: Vec<Holiday>,
    neutral_days: BTreeSet<Date>,
    /// What was due to everybody, where everybody is looked at and the bot failed lately.
    promised: Option<Promised>,
    /// The week that is asked for, if it is not the present one.
    monday: Option<Date>,
}

impl Context {
    fn new(guild: Guild, holidays: Vec<Holiday>) -> Self {
        Self {
            guild,
            neutral_days: neutral_days(&holidays),
            holidays,
            promised: None,
            monday: None,
        }
    }
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
        let (caller, at) = (Some(interaction.user), interaction.at());
        let board = self.board_of(guild, metric, caller, turn, at).await?;
        let shown = board.around.iter().chain(&board.lines);
        let shown = shown.filter(|line| line.shown_to_all && !line.own);
        let shown: Vec<_> = shown.map(|line| line.standing.user).collect();
        self.look_for_shown(guild, &shown, at).await;
        let name = |line: &Line| anonymous_name(words, &board, line);
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
        let at = interaction.at();
        let board = self.board_of(guild, metric, None, turn, at).await?;
        let name = |line: &Line| anonymous_name(words, &board, line);
        match boards::shared(words, &board, interaction.user, &name) {
            Some(shared) => {
                self.share_once(interaction, shared, "shared-before-figures")
                    .await
            }
            None => {
                let said = notice::said(words, "board-empty");
                Ok(Reply::Message(said, Visibility::Ephemeral))
            }
        }
    }

    /// Everybody who takes part, with their present week or the one that begins on `monday`.
    pub(super) async fn standings(
        &self,
        guild: GuildId,
        at: Timestamp,
        monday: Option<Date>,
    ) -> Result<Vec<Standing>, StoreError> {
        let mut participants = self.store.streaks_of_guild(guild).await?;
        let since = at.saturating_sub(UNSETTLED).unwrap_or(at);
        let since = since.to_zoned(TimeZone::UTC).date();
        let failures = self.store.failures(guild, None, since).await?;
        for one in &mut participants {
            let streak = &one.streak;
            let is_shown = streak.active_until.is_some_and(|until| until > at);
            if streak.day < since && (streak.current > 0 || is_shown) {
                let (user, day) = (Some(one.member.user), streak.day);
                one.failures = self.store.failures(guild, user, day).await?;
            }
        }
        let context = self.context(guild).await?;
        let context = Context {
            promised: self.promised_in(&context, &failures, at),
            monday,
            ..context
        };
        let standing = |one| self.standing(one, &context, at);
        Ok(participants.iter().map(standing).collect())
    }

    async fn context(&self, guild: GuildId) -> Result<Context, StoreError> {
        let holidays = self.store.holidays(guild).await?;
        Ok(Context::new(self.store.guild(guild).await?, holidays))
    }

    fn promised_in(
        &self,
        context: &Context,
        failures: &Failures,
        at: Timestamp,
    ) -> Option<Promised> {
        self.promised(failures, &context.guild, &context.holidays, at)
    }

    /// A board, whatever the size of the guild.
    pub(super) async fn board_of(
        &self,
        guild: GuildId,
        metric: Metric,
        caller: Option<UserId>,
        turn: Option<Turn>,
        at: Timestamp,
    ) -> Result<Board, Failure> {
        let since = at.saturating_sub(A_DAY_AT_MOST).unwrap_or(at);
        let since = since.to_zoned(TimeZone::UTC).date();
        let mut reader = self.store.board_reader().await?;
        let ground = reader.ground(guild, FEW, (at, since)).await?;
        if ground.is_large {
            let context = Context::new(ground.guild, ground.holidays);
            let is_ready = match ground.outdated {
                Some(outdated) => {
                    drop(reader);
                    let is_ready = self.refresh_board(&context, outdated, at).await?;
                    reader = self.store.board_reader().await?;
                    is_ready
                }
                None => true,
            };
            if is_ready {
                let board = self.board_of_many(reader, &context, (metric, turn), caller, at);
                return Ok(board.await?);
            }
        }
        drop(reader);
        let standings = self.standings(guild, at, None).await?;
        Ok(leaderboard::board(&standings, metric, caller, turn))
    }

    /// A board of many, from the lines that are kept.
    async fn board_of_many(
        &self,
        mut reader: BoardReader,
        context: &Context,
        (metric, turn): (Metric, Option<Turn>),
        caller: Option<UserId>,
        at: Timestamp,
    ) -> Result<Board, StoreError> {
        let guild = context.guild.id;
        let own = match caller {
            Some(caller) => reader.participant(guild, caller).await?,
            None => None,
        };
        let own = own.map(|own| Key::around(&self.standing(&own, context, at), metric).to_text());
        let mut wanted = vec![match turn {
            None => Wanted::First(PAGE_AND_NEIGHBOURS),
            Some(Turn::After(key)) => Wanted::After(key.to_text(), PAGE_AND_NEIGHBOURS),
            Some(Turn::Before(key)) => Wanted::Before(key.to_text(), PAGE_AND_NEIGHBOURS),
        }];
        wanted.extend(own.map(|key| Wanted::Around(key, NEIGHBOURS)));
        let excerpt = reader.excerpt((guild, metric), &wanted, caller, at).await?;
        drop(reader);
        let standing = |one| self.standing(one, context, at);
        let standings: Vec<_> = excerpt.participants.iter().map(standing).collect();
        let in_week = (excerpt.in_week, excerpt.named_in_week);
        let tallies = Tallies::new(excerpt.tally, &excerpt.team, in_week);
        let board = leaderboard::board_of_many(&standings, &tallies, metric, caller, turn);
        Ok(board)
    }

    /// Works out the lines of a guild that do not hold at `at` any more; `false` if there are so many that it is left to the
    /// worker that does nothing else.
    async fn refresh_board(
        &self,
        context: &Context,
        outdated: Outdated,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let guild = context.guild.id;
        let judge = |one: &Participant| self.line_now(one, context, at);
        let n = self
            .store
            .refresh_board(guild, outdated, (at, AT_ONCE), judge)
            .await?;
        Ok(n < usize::try_from(AT_ONCE).unwrap_or(usize::MAX))
    }

    /// Works out the lines of all guilds whose days have turned by `now`, after days that are judged again; returns when to look
    /// again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh_boards(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if self.has_lease() {
            self.judge_given_up(now).await?;
        }
        while self.has_lease() && !self.is_finishing() {
            let next = self.store.next_outdated_line().await?;
            let Some((guild, _)) = next.filter(|(_, next)| *next <= now) else {
                self.store.forget_tallies(now).await?;
                return Ok(next.map(|(_, next)| next));
            };
            let context = self.context(guild).await?;
            let judge = |one: &Participant| self.line_now(one, &context, now);
            self.store
                .refresh_board(guild, Outdated::Turned, (now, IN_PASSING), judge)
                .await?;
        }
        Ok(None)
    }

    fn line_now(&self, one: &Participant, context: &Context, at: Timestamp) -> BoardLine {
        let (streak, calendar) = self.settled(one, context, at);
        let last_credit = from_row(&one.streak, one.credited_today, 0).last_credit();
        let member = &one.member;
        let whose = (member.guild, member.user, member.visibility);
        self.line_of(whose, &streak, &calendar, last_credit)
    }

    /// The lines of a member until their day turns, and on the day after if nothing happens.
    fn line_of(
        &self,
        whose: (GuildId, UserId, leaderboard::Visibility),
        streak: &Streak,
        calendar: &Calendar,
        last_credit: Option<Date>,
    ) -> BoardLine {
        let keys = |streak: &Streak| {
            let standing = self.standing_of(whose, streak, calendar, last_credit);
            LineKeys::of_member(&standing)
        };
        let turns_at = |day: Date| day_begins(day.saturating_add(1.day()), calendar);
        let mut ahead = streak.clone();
        let turn = turns_at(streak.day);
        if let Some(turn) = turn {
            ahead.advance(turn, calendar);
        }
        BoardLine {
            keys: keys(streak),
            turns_at: turn.unwrap_or(Timestamp::MAX),
            keys_ahead: keys(&ahead),
            stale_at: turns_at(ahead.day).unwrap_or(Timestamp::MAX),
        }
    }

    /// The row of a streak that is settled, with the lines on boards that come of it.
    pub(super) fn row_with_line(
        &self,
        member: &Participation,
        guild: GuildId,
        user: UserId,
        seen_as: leaderboard::Visibility,
    ) -> StreakRow {
        let (streak, calendar) = (member.streak(), member.calendar());
        let whose = (guild, user, seen_as);
        StreakRow {
            line: Some(self.line_of(whose, streak, calendar, streak.last_credit())),
            ..to_row(member, guild, user)
        }
    }

    /// A member's figures, settled up to `at` whether or not anything has run since (L-6).
    fn standing(&self, one: &Participant, context: &Context, at: Timestamp) -> Standing {
        let (streak, calendar) = self.settled(one, context, at);
        // Asked for before days go by, since a streak remembers no more than the last 64.
        let last_credit = from_row(&one.streak, one.credited_today, 0).last_credit();
        let member = &one.member;
        let whose = (member.guild, member.user, member.visibility);
        let standing = self.standing_of(whose, &streak, &calendar, last_credit);
        match context.monday {
            Some(monday) => Standing {
                week: streak.week_from(monday),
                ..standing
            },
            None => standing,
        }
    }

    /// The streak at `at`; days that the bot spoilt cost nothing, whether or not they stand in the log yet (K-42).
    fn settled(&self, one: &Participant, context: &Context, at: Timestamp) -> (Streak, Calendar) {
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
        let own = self.promised_in(context, &one.failures, at);
        if let Some(promised) = own.as_ref().or(context.promised.as_ref()) {
            let evidence = promised.to(member.user);
            let today = day_at(at, &calendar);
            let is_spared = |day| evidence.spares(day, &calendar);
            let spared = streak.uncredited_days(today, &calendar, is_spared);
            calendar.spare(&spared);
        }
        streak.advance(at, &calendar);
        (streak, calendar)
    }

    fn standing_of(
        &self,
        (guild, user, visibility): (GuildId, UserId, leaderboard::Visibility),
        streak: &Streak,
        calendar: &Calendar,
        last_credit: Option<Date>,
    ) -> Standing {
        let hidden_from = last_credit.map(|day| leaderboard::hidden_from(day, calendar));
        Standing {
            user,
            visibility,
            window: streak.window(),
            week: streak.week(calendar),
            current: streak.current,
            longest: streak.longest,
            last_credit,
            idle: hidden_from.is_none_or(|from| from.is_some_and(|from| streak.day >= from)),
            shuffle: self.hash_key.shuffle(guild, user, visibility),
            pseudonym: self.hash_key.pseudonym(guild, user),
        }
    }
}
