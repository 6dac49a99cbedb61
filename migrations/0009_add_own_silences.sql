-- What members choose of their own reminders: hours in which none comes, and whether they come on the
-- server's holidays. A set-up that waits for its confirmation knows the language that was chosen.

ALTER TABLE schedule ADD COLUMN quiet_from TEXT;

ALTER TABLE schedule ADD COLUMN quiet_to TEXT CHECK ((quiet_from IS NULL) = (quiet_to IS NULL));

ALTER TABLE schedule ADD COLUMN on_holidays BIGINT NOT NULL DEFAULT 0 CHECK (on_holidays IN (0, 1));

ALTER TABLE schedule_proposal ADD COLUMN language TEXT;
