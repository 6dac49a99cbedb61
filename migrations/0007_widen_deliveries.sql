-- More than slots can be delivered: a prompt that an admin wants at once, and a prompt that one member
-- puts off for themselves. They have numbers (`k`) from 4 on, so that the limit of 3 goes. What a
-- member did with a reminder stands beside it, as done, skipped and snoozed are not the same; nothing
-- there is no answer. `removal` is for guilds in which a prompt takes the place of the one before.
--
-- SQLite cannot change a constraint, so the table is made anew; nothing refers to it.

ALTER TABLE delivery RENAME TO delivery_before;

CREATE TABLE delivery (
    schedule_id BIGINT NOT NULL REFERENCES schedule (id),
    local_date TEXT NOT NULL CHECK (local_date LIKE '____-__-__'),
    wall_time TEXT NOT NULL CHECK (wall_time LIKE '__:__:__'),
    k BIGINT NOT NULL CHECK (k BETWEEN 0 AND 65535),
    guild_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('team', 'desk_break')),
    channel_id BIGINT,
    user_id BIGINT,
    due_at BIGINT NOT NULL,
    dispatch_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'pending', 'sending', 'sent', 'failed', 'unknown', 'missed', 'skipped', 'merged'
    )),
    attempt BIGINT NOT NULL CHECK (attempt >= 0),
    first_try_at BIGINT,
    next_try_at BIGINT,
    fence BIGINT NOT NULL,
    nonce TEXT NOT NULL UNIQUE CHECK (length(nonce) BETWEEN 1 AND 25),
    token TEXT NOT NULL UNIQUE,
    item_id TEXT,
    message_id BIGINT,
    sent_channel_id BIGINT,
    reason TEXT,
    settled_at BIGINT,
    answer TEXT CHECK (answer IN ('done', 'skipped', 'snoozed')),
    answered_at BIGINT,
    removal TEXT CHECK (removal IN ('wanted', 'done', 'failed')),
    PRIMARY KEY (schedule_id, local_date, wall_time, k),
    CHECK ((state IN ('pending', 'sending')) = (settled_at IS NULL)),
    CHECK (state <> 'pending' OR (attempt = 0 AND first_try_at IS NULL AND next_try_at IS NULL)),
    CHECK (state NOT IN ('sending', 'sent') OR first_try_at IS NOT NULL),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK (answer IS NULL OR user_id IS NOT NULL)
);

INSERT INTO delivery (
    schedule_id, local_date, wall_time, k, guild_id, kind, channel_id, user_id, due_at, dispatch_at,
    expires_at, state, attempt, first_try_at, next_try_at, fence, nonce, token, item_id, message_id,
    sent_channel_id, reason, settled_at
) SELECT
    schedule_id, local_date, wall_time, k, guild_id, kind, channel_id, user_id, due_at, dispatch_at,
    expires_at, state, attempt, first_try_at, next_try_at, fence, nonce, token, item_id, message_id,
    sent_channel_id, reason, settled_at
FROM delivery_before;

DROP TABLE delivery_before;

CREATE INDEX delivery_pending ON delivery (dispatch_at) WHERE state = 'pending';

CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE state = 'pending';

CREATE INDEX delivery_sending ON delivery (next_try_at) WHERE state = 'sending';

CREATE INDEX delivery_guild ON delivery (guild_id, due_at);

CREATE INDEX delivery_member ON delivery (user_id, local_date) WHERE user_id IS NOT NULL;

CREATE INDEX delivery_removal ON delivery (settled_at) WHERE removal = 'wanted';

-- A proposal is of a new schedule, or of changes to one that is there.
ALTER TABLE schedule_proposal ADD COLUMN edits_id BIGINT REFERENCES schedule (id);

ALTER TABLE schedule_proposal ADD COLUMN topic TEXT;

ALTER TABLE schedule_proposal ADD COLUMN role_id BIGINT;

ALTER TABLE schedule_proposal ADD COLUMN together BIGINT NOT NULL DEFAULT 0 CHECK (together IN (0, 1));

-- When the member of a reminder last did anything, when they were asked whether they still want it,
-- and until when they have had enough today.
ALTER TABLE schedule ADD COLUMN heard_at BIGINT;

ALTER TABLE schedule ADD COLUMN asked_at BIGINT;

ALTER TABLE schedule ADD COLUMN skipped_until_at BIGINT;

CREATE INDEX schedule_member ON schedule (user_id) WHERE user_id IS NOT NULL;
