-- Schedules of prompts that were understood and said back, and wait for somebody to confirm them
-- (S-5). The number is that of the interaction that asked; nobody's id is kept.

CREATE TABLE schedule_proposal (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    timezone TEXT NOT NULL,
    recurrence TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    schedule_id BIGINT REFERENCES schedule (id)
);

CREATE INDEX schedule_proposal_guild ON schedule_proposal (guild_id, at_ms);
