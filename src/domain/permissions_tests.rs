use super::*;

const GUILD: u64 = 1;
const OWNER: u64 = 2;
const BOT: u64 = 3;
const ROLE: u64 = 4;
const OTHER_ROLE: u64 = 5;
const CHANNEL: u64 = 10;
const THREAD: u64 = 11;

const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const ATTACH: u64 = 1 << 15;
const HISTORY: u64 = 1 << 16;
const SEND_IN_THREADS: u64 = 1 << 38;
const USUAL: u64 = VIEW | SEND | ATTACH | HISTORY | SEND_IN_THREADS;

fn channel(kind: u8, overwrites: &[Overwrite]) -> ChannelSight {
    ChannelSight {
        id: ChannelId::new(CHANNEL).unwrap(),
        kind,
        parent: None,
        is_locked: false,
        overwrites: overwrites.to_vec(),
    }
}

fn thread() -> ChannelSight {
    ChannelSight {
        id: ChannelId::new(THREAD).unwrap(),
        parent: ChannelId::new(CHANNEL),
        ..channel(11, &[])
    }
}

fn a_role(id: u64, permissions: u64) -> RoleSight {
    RoleSight {
        id,
        permissions,
        is_mentionable: false,
    }
}

/// The bot with a role, in a guild where everybody has `everybody`.
fn guild(everybody: u64, role: u64, channels: Vec<ChannelSight>) -> GuildSight {
    GuildSight {
        guild: GuildId::new(GUILD).unwrap(),
        owner: UserId::new(OWNER).unwrap(),
        member: UserId::new(BOT).unwrap(),
        member_roles: vec![ROLE],
        is_timed_out: false,
        roles: vec![
            a_role(GUILD, everybody),
            a_role(ROLE, role),
            a_role(OTHER_ROLE, EVERYTHING),
        ],
        channels,
    }
}

fn overwrite(id: u64, allow: u64, deny: u64) -> Overwrite {
    Overwrite {
        id,
        is_member: id == BOT,
        allow,
        deny,
    }
}

fn missing(sight: &GuildSight) -> Missing {
    sight.missing(ChannelId::new(CHANNEL).unwrap())
}

fn permissions(missing: &[Permission]) -> Missing {
    Missing::Permissions(missing.to_vec())
}

/// What is missing where everybody has all that is needed, with these overwrites.
fn with(overwrites: &[Overwrite]) -> Missing {
    missing(&guild(USUAL, 0, vec![channel(0, overwrites)]))
}

#[test]
fn roles_add_up_and_those_of_others_do_not_count() {
    let of = |everybody, role| missing(&guild(everybody, role, vec![channel(0, &[])]));
    assert!(of(USUAL, 0).is_nothing() && of(0, USUAL).is_nothing());
    assert_eq!(
        of(0, 0),
        permissions(&[
            Permission::ViewChannel,
            Permission::SendMessages,
            Permission::AttachFiles,
            Permission::ReadMessageHistory
        ])
    );
    assert_eq!(
        of(VIEW, SEND),
        permissions(&[Permission::AttachFiles, Permission::ReadMessageHistory])
    );
}

#[test]
fn administrators_and_the_owner_may_do_everything_whatever_a_channel_says() {
    let denied = channel(
        0,
        &[
            overwrite(GUILD, 0, EVERYTHING),
            overwrite(BOT, 0, EVERYTHING),
        ],
    );
    assert!(missing(&guild(0, ADMINISTRATOR, vec![denied.clone()])).is_nothing());
    let mut owned = guild(0, 0, vec![denied]);
    owned.owner = owned.member;
    owned.is_timed_out = true;
    assert!(missing(&owned).is_nothing());
}

#[test]
fn a_channel_overrides_for_everybody_then_for_roles_then_for_the_member() {
    let view = permissions(&[Permission::ViewChannel]);
    assert_eq!(with(&[overwrite(GUILD, 0, VIEW)]), view);
    assert!(with(&[overwrite(GUILD, 0, VIEW), overwrite(ROLE, VIEW, 0)]).is_nothing());
    assert_eq!(
        with(&[overwrite(BOT, 0, VIEW), overwrite(ROLE, VIEW, 0)]),
        view
    );
    assert!(
        with(&[
            overwrite(BOT, VIEW, 0),
            overwrite(ROLE, 0, VIEW),
            overwrite(GUILD, 0, VIEW)
        ])
        .is_nothing()
    );
    // Of two roles one that gives wins.
    let mut both = guild(
        USUAL,
        0,
        vec![channel(
            0,
            &[overwrite(ROLE, 0, SEND), overwrite(OTHER_ROLE, SEND, 0)],
        )],
    );
    both.roles[2].permissions = 0;
    assert_eq!(missing(&both), permissions(&[Permission::SendMessages]));
    both.member_roles.push(OTHER_ROLE);
    assert!(missing(&both).is_nothing());
    // Nobody else's count.
    assert!(with(&[overwrite(OWNER, 0, VIEW), overwrite(OTHER_ROLE, 0, VIEW)]).is_nothing());
}

#[test]
fn all_that_has_to_be_given_is_named_at_once_and_nothing_else() {
    for (denied, named) in [
        // Attaching falls away with writing, and everything with seeing; they come back by themselves.
        (SEND, &[Permission::SendMessages][..]),
        (VIEW, &[Permission::ViewChannel]),
        (
            SEND | ATTACH,
            &[Permission::SendMessages, Permission::AttachFiles],
        ),
        (
            VIEW | SEND | HISTORY,
            &[
                Permission::ViewChannel,
                Permission::SendMessages,
                Permission::ReadMessageHistory,
            ],
        ),
    ] {
        assert_eq!(with(&[overwrite(GUILD, 0, denied)]), permissions(named));
    }
}

#[test]
fn a_role_is_pinged_if_anybody_may_ping_it_or_the_bot_may_ping_all() {
    let here = ChannelId::new(CHANNEL).unwrap();
    let mut sight = guild(USUAL, 0, vec![channel(0, &[]), thread()]);
    assert_eq!(sight.unpinged(here, OTHER_ROLE), Some(Unpinged::Closed));
    assert_eq!(sight.unpinged(here, 99), Some(Unpinged::Gone));
    let nowhere = ChannelId::new(77).unwrap();
    assert_eq!(sight.unpinged(nowhere, OTHER_ROLE), None);
    sight.roles[2].is_mentionable = true;
    assert_eq!(sight.unpinged(here, OTHER_ROLE), None);
    sight.roles[2].is_mentionable = false;
    sight.channels[0].overwrites = vec![overwrite(ROLE, MENTION_EVERYONE, 0)];
    assert_eq!(sight.unpinged(here, OTHER_ROLE), None);
    let below = ChannelId::new(THREAD).unwrap();
    assert_eq!(sight.unpinged(below, OTHER_ROLE), None);
    sight.channels[0].overwrites = vec![overwrite(BOT, 0, MENTION_EVERYONE)];
    assert_eq!(sight.unpinged(below, OTHER_ROLE), Some(Unpinged::Closed));
}

#[test]
fn a_thread_has_the_permissions_of_its_channel_and_one_of_its_own() {
    let of = |overwrites: &[Overwrite], change: &dyn Fn(&mut ChannelSight)| {
        let mut thread = thread();
        change(&mut thread);
        let sight = guild(USUAL, 0, vec![channel(0, overwrites), thread]);
        sight.missing(ChannelId::new(THREAD).unwrap())
    };
    let as_it_is = |_: &mut ChannelSight| {};
    assert!(of(&[], &as_it_is).is_nothing());
    assert!(of(&[overwrite(GUILD, 0, SEND)], &as_it_is).is_nothing());
    assert_eq!(
        of(&[overwrite(GUILD, 0, SEND_IN_THREADS)], &as_it_is),
        permissions(&[Permission::SendMessagesInThreads])
    );
    assert_eq!(
        of(&[overwrite(BOT, 0, VIEW)], &as_it_is),
        permissions(&[Permission::ViewChannel])
    );
    assert_eq!(
        of(&[], &|thread| thread.is_locked = true),
        permissions(&[Permission::ManageThreads])
    );
    assert_eq!(
        of(&[], &|thread| thread.parent = None),
        permissions(&[Permission::ViewChannel])
    );
}

#[test]
fn channels_that_are_gone_or_take_no_messages_and_time_outs_are_told() {
    assert_eq!(missing(&guild(USUAL, 0, vec![])), Missing::Channel);
    assert_eq!(
        missing(&guild(USUAL, 0, vec![channel(15, &[])])),
        Missing::Messages
    );
    let mut timed_out = guild(USUAL, 0, vec![channel(0, &[])]);
    timed_out.is_timed_out = true;
    assert_eq!(missing(&timed_out), Missing::Freedom);
}

#[test]
fn pictures_and_history_alone_do_not_keep_a_prompt_from_coming() {
    assert!(!permissions(&[]).forbids_posting());
    assert!(
        !permissions(&[Permission::AttachFiles, Permission::ReadMessageHistory]).forbids_posting()
    );
    assert!(permissions(&[Permission::SendMessages]).forbids_posting());
    assert!(Missing::Channel.forbids_posting());
}
