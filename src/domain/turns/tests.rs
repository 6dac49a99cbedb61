use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn guild(number: u64) -> GuildId {
    GuildId::new(number).unwrap()
}

/// A scheduled message of a guild, to a channel, from the beginning.
fn entry(key: u32, guild_number: u64, channel: u64) -> Entry<u32> {
    Entry {
        key,
        class: Class::Scheduled,
        guild: guild(guild_number),
        channel: ChannelId::new(channel),
        from: at(0),
        due_at: at(0),
        expires_at: at(1_800),
    }
}

/// The keys in the order of their turns, each done before the next.
fn order(turns: &mut Turns<u32>, now: i64) -> Vec<u32> {
    let mut keys = Vec::new();
    while let Some(next) = turns.next(at(now), |_| true) {
        turns.done(&next);
        keys.push(next.key);
    }
    keys
}

fn turns(entries: impl IntoIterator<Item = Entry<u32>>) -> Turns<u32> {
    let mut turns = Turns::default();
    for entry in entries {
        turns.add(entry);
    }
    turns
}

#[test]
fn a_guild_with_ten_thousand_members_does_not_hold_up_one_with_a_single_channel() {
    let many = (0..10_000).map(|key| entry(key, 1, 1_000 + u64::from(key)));
    // The small one's prompt expires last of all.
    let single = Entry {
        expires_at: at(9_999),
        ..entry(10_000, 2, 7)
    };
    let order = order(&mut turns(many.chain([single])), 5);
    assert_eq!(order[1], 10_000);
    assert_eq!(order.len(), 10_001);
}

#[test]
fn retries_go_before_snoozes_and_these_before_what_is_scheduled() {
    let of = |key, class| Entry {
        class,
        ..entry(key, 1, u64::from(key) + 1)
    };
    let mut turns = turns([
        of(1, Class::Scheduled),
        of(2, Class::Snooze),
        of(3, Class::Retry),
        of(4, Class::Snooze),
        of(5, Class::SnoozeRetry),
    ]);
    assert_eq!(order(&mut turns, 0), [5, 3, 2, 4, 1]);
}

#[test]
fn a_snooze_does_not_wait_for_the_room_that_others_wait_for() {
    let of = |key, class| Entry {
        class,
        ..entry(key, 1, u64::from(key) + 1)
    };
    let mut turns = turns([
        of(1, Class::Retry),
        of(2, Class::Scheduled),
        of(3, Class::Snooze),
    ]);
    assert!(turns.is_ready(at(0), Class::is_urgent));
    assert_eq!(turns.next(at(0), Class::is_urgent).unwrap().key, 3);
    assert!(!turns.is_ready(at(0), Class::is_urgent));
    assert_eq!(turns.next(at(0), Class::is_urgent), None);
    assert!(turns.is_ready(at(0), |class| !class.is_urgent()));
    assert_eq!(order(&mut turns, 0), [1, 2]);
    assert_eq!(Class::Snooze.tried().tried(), Class::SnoozeRetry);
    assert_eq!(Class::Scheduled.tried(), Class::Retry);
}

#[test]
fn inside_a_guild_what_expires_first_goes_first() {
    let expiring = |key, expires| Entry {
        expires_at: at(expires),
        ..entry(key, 1, u64::from(key))
    };
    let mut turns = turns([expiring(1, 30), expiring(2, 10), expiring(3, 20)]);
    assert_eq!(order(&mut turns, 0), [2, 3, 1]);
}

#[test]
fn one_message_is_on_its_way_to_a_channel_and_others_pass_those_who_wait_for_it() {
    let mut turns = turns([
        entry(1, 1, 7),
        entry(2, 1, 7),
        entry(3, 1, 8),
        entry(4, 2, 7),
    ]);
    let first = turns.next(at(0), |_| true).unwrap();
    assert_eq!(first.key, 1);
    assert_eq!(turns.next(at(0), |_| true).unwrap().key, 3);
    assert_eq!(
        turns.next(at(0), |_| true),
        None,
        "the rest goes to a channel that is taken"
    );
    turns.done(&first);
    assert_eq!(
        turns.next(at(0), |_| true).unwrap().key,
        4,
        "it is the other guild's turn"
    );
}

#[test]
fn a_channel_that_takes_no_more_for_a_while_holds_up_no_other() {
    let mut turns = turns([entry(1, 1, 7), entry(2, 1, 7), entry(3, 1, 8)]);
    let first = turns.next(at(0), |_| true).unwrap();
    turns.hold(first, at(5));
    assert_eq!(order(&mut turns, 4), [3]);
    assert_eq!(turns.next_instant(), Some(at(5)));
    assert_eq!(order(&mut turns, 5), [1, 2]);
}

#[test]
fn what_is_known_is_not_added_again_until_it_is_done() {
    let mut turns = turns([entry(1, 1, 7), entry(1, 1, 7)]);
    let first = turns.next(at(0), |_| true).unwrap();
    turns.add(entry(1, 1, 7));
    assert!(turns.is_empty());
    turns.done(&first);
    turns.add(Entry {
        from: at(9),
        ..entry(1, 1, 7)
    });
    assert_eq!(turns.next(at(8), |_| true), None);
    assert_eq!(turns.next_instant(), Some(at(9)));
    assert_eq!(turns.next(at(9), |_| true).unwrap().key, 1);
}

/// The guilds of [`entries`].
const N_GUILDS: usize = 5;

fn entries() -> impl Strategy<Value = Vec<Entry<u32>>> {
    let one = (1..=5_u64, 0..8_u64, 0..4_usize, 0..50_i64, 100..900_i64);
    proptest::collection::vec(one, 1..120).prop_map(|all| {
        let numbered = (0..).zip(all);
        let entries = numbered.map(|(key, (guild, channel, class, from, expires))| Entry {
            class: Class::ALL[class],
            from: at(from),
            expires_at: at(expires),
            ..entry(key, guild, channel)
        });
        entries.collect()
    })
}

/// What may go of those that are not gone yet.
fn usable(
    left: &BTreeMap<u32, Entry<u32>>,
    on_the_way: &[Entry<u32>],
    now: i64,
) -> Vec<Entry<u32>> {
    let is_taken = |channel: Option<ChannelId>| {
        channel.is_some() && on_the_way.iter().any(|other| other.channel == channel)
    };
    let usable = left
        .values()
        .filter(|entry| entry.from <= at(now) && !is_taken(entry.channel));
    usable.copied().collect()
}

proptest! {
    /// Whatever ends when, each turn goes to somebody who may go, of the first class that has one; its guild has waited
    /// at least as long as any other that could have gone; and inside it nothing expires sooner (I-9, D-53).
    #[test]
    fn nobody_waits_for_more_turns_than_there_are_guilds(
        entries in entries(),
        ends in proptest::collection::vec(any::<prop::sample::Index>(), 0..400),
    ) {
        let mut turns = turns(entries.iter().copied());
        let mut left: BTreeMap<u32, Entry<u32>> = entries.iter().map(|entry| (entry.key, *entry)).collect();
        let mut on_the_way: Vec<Entry<u32>> = Vec::new();
        // For each party, how many turns of its class it has been passed over though it could have gone.
        let mut passed: BTreeMap<Party, usize> = BTreeMap::new();
        let mut ends = ends.into_iter();
        for now in 0.. {
            let could = usable(&left, &on_the_way, now);
            let Some(next) = turns.next(at(now), |_| true) else {
                prop_assert!(could.is_empty());
                match (on_the_way.is_empty(), ends.next()) {
                    (true, _) if left.is_empty() => break,
                    (true, _) => {}
                    (false, end) => {
                        let which = end.map_or(0, |end| end.index(on_the_way.len()));
                        turns.done(&on_the_way.remove(which));
                    }
                }
                continue;
            };
            prop_assert!(could.contains(&next));
            prop_assert!(could.iter().all(|other| other.class >= next.class));
            let own = could.iter().filter(|other| (other.class, other.guild) == (next.class, next.guild));
            prop_assert!(own.map(rank).all(|other| other >= rank(&next)));
            // Who cannot go now has not been passed over, and waits anew once it can.
            let parties: BTreeSet<Party> = could.iter().map(|other| (other.class, other.guild)).collect();
            passed.retain(|party, _| parties.contains(party));
            passed.insert((next.class, next.guild), 0);
            for party in parties.iter().filter(|(class, guild)| *class == next.class && *guild != next.guild) {
                let n_passed = passed.entry(*party).or_default();
                *n_passed += 1;
                prop_assert!(*n_passed < N_GUILDS);
            }
            left.remove(&next.key);
            on_the_way.push(next);
        }
    }
}
