-- What streaks, reminders and erasures need so that nothing that was promised is forgotten.

-- When one of the connections over which presses come was lost, although the bot ran (K-42). A guild belongs to the
-- connection that its number leads to, of so many.
CREATE TABLE deafness (
    shard BIGINT NOT NULL CHECK (shard >= 0),
    shards BIGINT NOT NULL CHECK (shards > shard),
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL,
    PRIMARY KEY (shard, shards, from_ms),
    CHECK (to_ms >= from_ms)
);

CREATE INDEX deafness_to ON deafness (to_ms);

-- The card that a channel does together on which a press was counted, so that taking it back takes it off there too.
ALTER TABLE press_undo ADD COLUMN together_id BIGINT;

-- The week in numbers comes on the first working day of a week that is no holiday (L-7).
UPDATE schedule SET recurrence = '10:00 mon,tue,wed,thu,fri' WHERE purpose = 'recap';

-- Whoever has a desk break and no streak is looked for in the guild by it (K-63).
ALTER TABLE schedule ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE schedule ADD COLUMN left_at BIGINT;

CREATE INDEX schedule_unseen ON schedule (seen_at) WHERE user_id IS NOT NULL AND left_at IS NULL;

CREATE INDEX schedule_left ON schedule (left_at) WHERE left_at IS NOT NULL;

-- How many days with reminders had no answer among those of which the reminders are deleted by now, up to which date, and
-- since which sign of life (D-64).
ALTER TABLE schedule ADD COLUMN silent_days BIGINT NOT NULL DEFAULT 0;

ALTER TABLE schedule ADD COLUMN silent_until TEXT;

ALTER TABLE schedule ADD COLUMN silent_since_ms BIGINT;

-- Erasures that have begun: by it the file beside the database knows, after a crash, whether they happened (K-62).
CREATE TABLE erasing (
    hash TEXT NOT NULL,
    scope TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (hash, scope)
);
