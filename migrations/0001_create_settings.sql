-- What guilds and members have chosen. A guild or a setting without a value follows the
-- configuration, so defaults live in one place and a changed default reaches everybody who never
-- chose. The *_change tables are append-only: streaks are folded from them (K-2), so a setting is
-- never changed without a row that says when.
--
-- One text for SQLite and PostgreSQL: BIGINT for ids, flags (0 or 1) and milliseconds since the
-- epoch, TEXT for names and dates (YYYY-MM-DD).

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE guild (
    guild_id BIGINT NOT NULL PRIMARY KEY,
    timezone TEXT,
    locale TEXT,
    wellness_channel_id BIGINT,
    quiet_from TEXT,
    quiet_to TEXT,
    grace_minutes BIGINT CHECK (grace_minutes BETWEEN 0 AND 120),
    freezes_start BIGINT CHECK (freezes_start BETWEEN 0 AND 1000),
    freezes_cap BIGINT CHECK (freezes_cap BETWEEN 0 AND 1000),
    freezes_earn_every BIGINT CHECK (freezes_earn_every BETWEEN 0 AND 1000),
    replace_previous BIGINT NOT NULL DEFAULT 0 CHECK (replace_previous IN (0, 1)),
    emergency_line TEXT,
    present BIGINT NOT NULL DEFAULT 1 CHECK (present IN (0, 1)),
    removed_at BIGINT,
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
    CHECK (freezes_start <= freezes_cap),
    CHECK ((present = 1) = (removed_at IS NULL))
);

CREATE TABLE guild_change (
    guild_id BIGINT NOT NULL REFERENCES guild (guild_id),
    seq BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    by_user BIGINT,
    setting TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (guild_id, seq)
);

CREATE TABLE guild_holiday (
    guild_id BIGINT NOT NULL REFERENCES guild (guild_id),
    day TEXT NOT NULL CHECK (day LIKE '____-__-__'),
    name TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day)
);

CREATE TABLE guild_item (
    guild_id BIGINT NOT NULL REFERENCES guild (guild_id),
    item_id TEXT NOT NULL,
    enabled BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    PRIMARY KEY (guild_id, item_id)
);

CREATE TABLE member (
    guild_id BIGINT NOT NULL REFERENCES guild (guild_id),
    user_id BIGINT NOT NULL,
    timezone TEXT,
    day_ends_at BIGINT NOT NULL CHECK (day_ends_at BETWEEN 0 AND 6),
    active_days BIGINT NOT NULL CHECK (active_days BETWEEN 1 AND 127),
    opted_in BIGINT NOT NULL CHECK (opted_in IN (0, 1)),
    visibility BIGINT NOT NULL CHECK (visibility IN (0, 1, 2)),
    joined_streaks_at BIGINT,
    left_at BIGINT,
    rev BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX member_user ON member (user_id);

CREATE TABLE member_change (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'optin', 'optout', 'timezone', 'day_ends_at', 'active_days', 'visibility',
        'pause', 'resume', 'leave', 'rejoin'
    )),
    value TEXT,
    PRIMARY KEY (guild_id, user_id, rev),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);
