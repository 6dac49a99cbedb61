-- Cards that a channel does together, and how many have done each. The number is that of the
-- interaction that asked. Who has is kept as a hash that is keyed by the database's secret and made
-- for that one card, so it tells nothing about any other; all of it is deleted after a day.

CREATE TABLE together (
    id BIGINT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    item_id TEXT NOT NULL,
    position TEXT,
    locale TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    channel_id BIGINT,
    message_id BIGINT,
    edited_at BIGINT,
    edit_at BIGINT,
    CHECK ((channel_id IS NULL) = (message_id IS NULL)),
    CHECK (edit_at IS NULL OR message_id IS NOT NULL)
);

CREATE INDEX together_began ON together (began_at);

CREATE INDEX together_edit ON together (edit_at) WHERE edit_at IS NOT NULL;

CREATE TABLE together_member (
    together_id BIGINT NOT NULL REFERENCES together (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (together_id, hash)
);
