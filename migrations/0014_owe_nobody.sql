-- What is owed to people who have left, and to those whose days the bot spoilt.

-- Who has set something up for a guild is looked for there like a member, and their id goes when they have been gone for long
-- (K-63). Somebody who also takes part in streaks or has a desk break is looked for by that.
CREATE TABLE manager (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX manager_user ON manager (user_id);

CREATE INDEX manager_unseen ON manager (seen_at) WHERE left_at IS NULL;

CREATE INDEX manager_left ON manager (left_at) WHERE left_at IS NOT NULL;

INSERT INTO manager (guild_id, user_id, since_ms, seen_at)
SELECT traces.guild_id, traces.person, MIN(traces.at_ms), 0 FROM (
    SELECT schedule.guild_id AS guild_id, schedule.created_by AS person, schedule.created_at AS at_ms
    FROM schedule WHERE schedule.created_by IS NOT NULL AND schedule.user_id IS NULL
    UNION ALL
    SELECT guild_change.guild_id, guild_change.by_user, guild_change.at_ms
    FROM guild_change WHERE guild_change.by_user IS NOT NULL
) AS traces GROUP BY traces.guild_id, traces.person;

-- Milestones that their members shared, so that a channel is told of each once (K-26).
CREATE TABLE milestone_shared (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    milestone TEXT NOT NULL CHECK (milestone IN ('run', 'total')),
    days BIGINT NOT NULL,
    interaction_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id, channel_id, milestone, days),
    FOREIGN KEY (guild_id, user_id) REFERENCES member (guild_id, user_id)
);

-- Whether the days that something has spoilt which was given up were looked at since (K-42). Of what was given up until now, only
-- the last two days are looked at once more.
ALTER TABLE delivery ADD COLUMN judged BIGINT NOT NULL DEFAULT 0 CHECK (judged IN (0, 1));

UPDATE delivery SET judged = 1
WHERE settled_at < (SELECT MAX(settled_at) FROM delivery) - 172800000;

CREATE INDEX delivery_unjudged ON delivery (settled_at)
    WHERE judged = 0 AND k = 0 AND state IN ('missed', 'failed', 'unknown')
      AND (state <> 'missed' OR reason <> 'late');
