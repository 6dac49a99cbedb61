-- The log of presses is the truth (K-2, P-1); streak_state is a cache of what it folds to (P-2) and
-- can be dropped and rebuilt. The unique index makes a second credit for one day impossible,
-- whatever the program does. Days are judged once and stay as they were judged (K-4).

CREATE TABLE press (
    interaction_id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    day TEXT NOT NULL CHECK (day LIKE '____-__-__'),
    outcome TEXT NOT NULL CHECK (outcome IN (
        'credited', 'duplicate', 'rest_day', 'paused', 'expired', 'not_opted_in', 'not_member'
    )),
    prompt_key TEXT,
    channel_id BIGINT,
    message_id BIGINT,
    settings_rev BIGINT NOT NULL,
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

CREATE UNIQUE INDEX press_credit ON press (guild_id, user_id, day) WHERE outcome = 'credited';

CREATE INDEX press_member ON press (guild_id, user_id, at_ms);

CREATE TABLE streak_state (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    day TEXT NOT NULL CHECK (day LIKE '____-__-__'),
    current BIGINT NOT NULL CHECK (current >= 0),
    longest BIGINT NOT NULL CHECK (longest >= current),
    freezes BIGINT NOT NULL CHECK (freezes >= 0),
    last_excuse TEXT,
    enrol_day TEXT,
    credited_bits BIGINT NOT NULL,
    due_bits BIGINT NOT NULL,
    current_since BIGINT,
    break_at BIGINT,
    active_until BIGINT,
    visible BIGINT NOT NULL CHECK (visible IN (0, 1, 2)),
    settings_rev BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

CREATE INDEX streak_board ON streak_state (
    guild_id, current DESC, longest DESC, current_since, user_id, break_at, active_until, visible
) WHERE visible > 0;

CREATE INDEX streak_breaking ON streak_state (break_at) WHERE break_at IS NOT NULL;

-- Keyed hashes of members who were erased: a restored back-up is cleaned by them (K-62).
CREATE TABLE tombstone (
    hash TEXT NOT NULL,
    scope TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (hash, scope)
);
