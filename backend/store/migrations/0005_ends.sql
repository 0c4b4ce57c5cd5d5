-- What ends between two days and counts is counted in the index alone.
DROP INDEX entitlement_end;
CREATE INDEX entitlement_end ON entitlement (end_day, status, trial, kind) WHERE end_day IS NOT NULL;
