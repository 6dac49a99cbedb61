-- Schedules, and the outbox of what they post. A delivery is keyed by the nominal slot (S-2), so
-- planning twice is harmless (D-2); its token and nonce are unique, so no two messages share one.
-- A removed schedule keeps its row: the buttons of its old messages still resolve.

INSERT INTO counter (name, value) VALUES ('schedule', 0);

CREATE TABLE schedule (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('team', 'desk_break')),
    guild_id BIGINT NOT NULL REFERENCES guild (guild_id),
    channel_id BIGINT,
    user_id BIGINT,
    timezone TEXT NOT NULL,
    recurrence TEXT NOT NULL,
    deliver TEXT NOT NULL CHECK (deliver IN ('dm', 'channel')),
    fallback BIGINT NOT NULL CHECK (fallback IN (0, 1)),
    topic TEXT,
    role_id BIGINT,
    together BIGINT NOT NULL CHECK (together IN (0, 1)),
    stop_when_done BIGINT NOT NULL CHECK (stop_when_done IN (0, 1)),
    grace_minutes BIGINT CHECK (grace_minutes BETWEEN 0 AND 120),
    watermark_ms BIGINT NOT NULL,
    next_due_ms BIGINT,
    paused_from TEXT,
    paused_until TEXT,
    suspended_reason TEXT,
    bag_seed BIGINT NOT NULL,
    rotation TEXT NOT NULL,
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    CHECK ((kind = 'team') = (user_id IS NULL)),
    CHECK (kind = 'desk_break' OR (deliver = 'channel' AND channel_id IS NOT NULL)),
    CHECK ((paused_from IS NULL) = (paused_until IS NULL))
);

CREATE INDEX schedule_due ON schedule (next_due_ms)
    WHERE deleted_at IS NULL AND suspended_reason IS NULL;

CREATE UNIQUE INDEX schedule_desk_break ON schedule (guild_id, user_id)
    WHERE kind = 'desk_break' AND deleted_at IS NULL;

CREATE INDEX schedule_guild ON schedule (guild_id, id);

CREATE TABLE delivery (
    schedule_id BIGINT NOT NULL REFERENCES schedule (id),
    local_date TEXT NOT NULL CHECK (local_date LIKE '____-__-__'),
    wall_time TEXT NOT NULL CHECK (wall_time LIKE '__:__:__'),
    k BIGINT NOT NULL CHECK (k BETWEEN 0 AND 3),
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
    PRIMARY KEY (schedule_id, local_date, wall_time, k),
    CHECK ((state IN ('pending', 'sending')) = (settled_at IS NULL)),
    CHECK (state <> 'pending' OR (attempt = 0 AND first_try_at IS NULL AND next_try_at IS NULL)),
    CHECK (state NOT IN ('sending', 'sent') OR first_try_at IS NOT NULL)
);

CREATE INDEX delivery_pending ON delivery (dispatch_at) WHERE state = 'pending';

CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE state = 'pending';

CREATE INDEX delivery_sending ON delivery (next_try_at) WHERE state = 'sending';

CREATE INDEX delivery_guild ON delivery (guild_id, due_at);

CREATE TABLE dm_channel (
    user_id BIGINT NOT NULL PRIMARY KEY,
    channel_id BIGINT NOT NULL,
    opened_at BIGINT NOT NULL
);

CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
