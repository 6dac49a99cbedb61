-- What can still be taken back: for each credit of the last minute, what it changed beside the day itself. A check-in
-- that was taken back leaves the log of presses; its number stays here for the minute, so that it cannot come again.

CREATE TABLE press_undo (
    interaction_id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    longest BIGINT NOT NULL CHECK (longest >= 0),
    freezes BIGINT NOT NULL CHECK (freezes >= 0),
    current_since BIGINT,
    undone BIGINT NOT NULL CHECK (undone IN (0, 1)),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

CREATE INDEX press_undo_at ON press_undo (at_ms);

CREATE INDEX press_undo_member ON press_undo (guild_id, user_id, at_ms);

-- When the bot was not there. A day on which a member was promised a break and got none through our fault does not
-- count; it stands in the member's log (K-42). SQLite cannot change a constraint, so that table is made anew; nothing
-- refers to it.

CREATE TABLE downtime (
    from_ms BIGINT NOT NULL PRIMARY KEY,
    to_ms BIGINT NOT NULL,
    CHECK (to_ms > from_ms)
);

CREATE INDEX downtime_to ON downtime (to_ms);

CREATE INDEX delivery_lost ON delivery (guild_id, due_at)
    WHERE state IN ('missed', 'failed', 'unknown');

ALTER TABLE member_change RENAME TO member_change_before;

CREATE TABLE member_change (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'optin', 'optout', 'timezone', 'day_ends_at', 'active_days', 'visibility',
        'pause', 'resume', 'leave', 'rejoin', 'outage'
    )),
    value TEXT,
    PRIMARY KEY (guild_id, user_id, rev),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

INSERT INTO member_change (guild_id, user_id, rev, at_ms, kind, value)
SELECT guild_id, user_id, rev, at_ms, kind, value FROM member_change_before;

DROP TABLE member_change_before;

-- What a team wants to reach in a week, if anything.

ALTER TABLE guild ADD COLUMN goal_per_week BIGINT CHECK (goal_per_week BETWEEN 1 AND 100000);

-- Schedules post prompts, or the week in numbers.

ALTER TABLE schedule ADD COLUMN purpose TEXT NOT NULL DEFAULT 'prompt'
    CHECK (purpose IN ('prompt', 'recap'));

CREATE UNIQUE INDEX schedule_recap ON schedule (guild_id)
    WHERE purpose = 'recap' AND deleted_at IS NULL;

-- When a member was last known to be in the guild; 0 is unknown (K-63).

ALTER TABLE member ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX member_unseen ON member (seen_at) WHERE left_at IS NULL;
