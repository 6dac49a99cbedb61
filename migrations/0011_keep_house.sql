-- What keeping house needs. A press and a change of settings say after which change of their guild they were judged, so
-- that a replay goes by the same rules for freezes. Old presses become one row for each member: what they came to, and how
-- many there were (P-5). Lines of boards are kept in the order of each board, so that a page of a large guild is read and
-- not worked out; the tallies count the lines of each value, so that a rank is a sum (L-3).

ALTER TABLE press ADD COLUMN guild_seq BIGINT;

ALTER TABLE member_change ADD COLUMN guild_seq BIGINT;

-- The streak as it stood when the last of the presses that are no longer listed had been judged.
CREATE TABLE streak_checkpoint (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    settings_rev BIGINT NOT NULL,
    presses BIGINT NOT NULL CHECK (presses >= 0),
    last_credit TEXT,
    day TEXT NOT NULL CHECK (day LIKE '____-__-__'),
    credited_today BIGINT NOT NULL CHECK (credited_today IN (0, 1)),
    current BIGINT NOT NULL CHECK (current >= 0),
    longest BIGINT NOT NULL CHECK (longest >= current),
    total BIGINT NOT NULL CHECK (total >= 0),
    freezes BIGINT NOT NULL CHECK (freezes >= 0),
    last_excuse TEXT,
    enrol_day TEXT,
    credited_bits BIGINT NOT NULL,
    due_bits BIGINT NOT NULL,
    current_since BIGINT,
    left_at BIGINT,
    PRIMARY KEY (guild_id, user_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

-- Who left, for the sweeper (K-63).
CREATE INDEX member_left ON member (left_at) WHERE left_at IS NOT NULL;

-- Deliveries that ended long ago, for the sweeper (P-5).
CREATE INDEX delivery_settled ON delivery (settled_at) WHERE settled_at IS NOT NULL;

-- A member's line on each board: a key whose order as text is the order of the board, or nothing where they have no line
-- that everybody sees. It holds until stale_at, when the member's day turns.
CREATE TABLE board_line (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    stale_at BIGINT NOT NULL,
    consistency TEXT,
    week TEXT,
    current TEXT,
    longest TEXT,
    team TEXT,
    PRIMARY KEY (guild_id, user_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

CREATE INDEX board_consistency ON board_line (guild_id, consistency) WHERE consistency IS NOT NULL;

CREATE INDEX board_week ON board_line (guild_id, week) WHERE week IS NOT NULL;

CREATE INDEX board_current ON board_line (guild_id, current) WHERE current IS NOT NULL;

CREATE INDEX board_longest ON board_line (guild_id, longest) WHERE longest IS NOT NULL;

CREATE INDEX board_stale ON board_line (guild_id, stale_at);

CREATE INDEX board_stale_anywhere ON board_line (stale_at);

-- How many lines of a board have each value.
CREATE TABLE board_tally (
    guild_id BIGINT NOT NULL,
    board TEXT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (guild_id, board, value)
);

-- Whoever takes part already gets their line when it is first looked at.
INSERT INTO board_line (guild_id, user_id, stale_at)
SELECT guild_id, user_id, 0 FROM streak_state;

DROP INDEX streak_board;
