-- Periods are cut as if it were at least this moment: a change of the time zone does not bring back a month that is over.
ALTER TABLE quotas ADD COLUMN reached BIGINT NOT NULL DEFAULT 0;
