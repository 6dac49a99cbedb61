-- Each delivery gets a number when it is planned, one more than the one before. Whoever sends reads what was added
-- since it last looked, and nothing twice.

ALTER TABLE delivery ADD COLUMN added BIGINT NOT NULL DEFAULT 0;

UPDATE delivery SET added = numbered.n FROM (
    SELECT token, ROW_NUMBER() OVER (ORDER BY dispatch_at, token) AS n FROM delivery
    WHERE state = 'pending'
) AS numbered WHERE numbered.token = delivery.token;

INSERT INTO counter (name, value) SELECT 'delivery', COALESCE(MAX(added), 0) FROM delivery;

CREATE INDEX delivery_added ON delivery (added) WHERE state = 'pending';
