-- Presses are judged several at a time, and days turn without anybody having to wait. How many days were credited is
-- counted in the index alone. Lines of boards are worked out one day ahead: beside the line that holds until the member's
-- day turns is the one that holds for the day after, if nothing happens. A page is read by the instant; whoever works
-- lines out anew has a day for it. Both are only a cache, and are worked out again from the streaks.

DROP INDEX press_credit;

CREATE UNIQUE INDEX press_credit ON press (guild_id, user_id, day, outcome)
    WHERE outcome = 'credited';

-- What members put off and waits.
CREATE INDEX delivery_put_off ON delivery (user_id) WHERE k > 0 AND state = 'pending';

DROP TABLE board_line;

DROP TABLE board_tally;

-- Each key has an order as text that is the order of its board, or is nothing where there is no line that everybody sees.
-- The line holds from from_ms until just before until_ms. With the first of a member's two stands from when on both are to
-- be worked out anew (renew_at), and from when on neither holds (stale_at).
CREATE TABLE board_line (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    ahead BIGINT NOT NULL CHECK (ahead IN (0, 1)),
    from_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    renew_at BIGINT CHECK ((renew_at IS NULL) = (ahead = 1)),
    stale_at BIGINT CHECK ((stale_at IS NULL) = (ahead = 1)),
    consistency TEXT,
    week TEXT,
    current TEXT,
    longest TEXT,
    team TEXT,
    PRIMARY KEY (guild_id, user_id, ahead),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

CREATE INDEX board_consistency ON board_line (guild_id, consistency, from_ms, until_ms, user_id)
    WHERE consistency IS NOT NULL;

CREATE INDEX board_week ON board_line (guild_id, week, from_ms, until_ms, user_id)
    WHERE week IS NOT NULL;

CREATE INDEX board_current ON board_line (guild_id, current, from_ms, until_ms, user_id)
    WHERE current IS NOT NULL;

CREATE INDEX board_longest ON board_line (guild_id, longest, from_ms, until_ms, user_id)
    WHERE longest IS NOT NULL;

CREATE INDEX board_renew ON board_line (guild_id, renew_at) WHERE renew_at IS NOT NULL;

CREATE INDEX board_renew_anywhere ON board_line (renew_at) WHERE renew_at IS NOT NULL;

CREATE INDEX board_stale ON board_line (guild_id, stale_at) WHERE stale_at IS NOT NULL;

-- How many lines of a board have each value, of those that hold between two instants.
CREATE TABLE board_tally (
    guild_id BIGINT NOT NULL,
    board TEXT NOT NULL,
    value TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    from_ms BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (guild_id, board, value, until_ms, from_ms)
);

CREATE INDEX board_tally_until ON board_tally (until_ms);

-- Whoever takes part already gets their lines when somebody first looks.
INSERT INTO board_line (guild_id, user_id, ahead, from_ms, until_ms, renew_at, stale_at)
SELECT guild_id, user_id, 0, 0, 0, 0, 0 FROM streak_state;
