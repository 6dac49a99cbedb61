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
