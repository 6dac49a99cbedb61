-- Holidays that were found in a file, said back, and wait for somebody to confirm them (S-52). The number is that of
-- the interaction that asked; nobody's id is kept.

CREATE TABLE holiday_import (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    days TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    n_added BIGINT
);

CREATE INDEX holiday_import_guild ON holiday_import (guild_id, at_ms);

-- When those who can do something about it were told that a schedule is on hold (D-6).

ALTER TABLE schedule ADD COLUMN suspended_told_at BIGINT;

-- Members who asked for reminders by direct message: who waits for a channel and a test message (next_try_at), how
-- often messages failed in a row, and what the member has to be told at their next interaction (D-62…D-64).

CREATE TABLE dm_member (
    user_id BIGINT NOT NULL PRIMARY KEY,
    locale TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    next_try_at BIGINT,
    attempt BIGINT NOT NULL CHECK (attempt >= 0),
    failures BIGINT NOT NULL CHECK (failures >= 0),
    suspended_at BIGINT,
    trouble TEXT CHECK (trouble IN ('closed', 'stopped', 'later'))
);

CREATE INDEX dm_member_waiting ON dm_member (next_try_at, asked_at) WHERE next_try_at IS NOT NULL;

-- When channels were opened, or tried to be, in the last day; nobody's id is kept.

CREATE TABLE dm_opening (
    at_ms BIGINT NOT NULL
);
