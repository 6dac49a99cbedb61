-- What was shared with a channel stands there once, and whoever presses again is told where.

ALTER TABLE milestone_shared ADD COLUMN message_id BIGINT;

-- Cards and boards that were shared from a message which one member alone sees: from which one, by which of its buttons (as a
-- keyed hash), and as which message. Nobody's id is kept, and all of it is deleted after two days.
CREATE TABLE shared (
    source_id BIGINT NOT NULL,
    button TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    interaction_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    message_id BIGINT,
    PRIMARY KEY (source_id, button)
);

CREATE INDEX shared_guild ON shared (guild_id);

CREATE INDEX shared_at ON shared (at_ms);
