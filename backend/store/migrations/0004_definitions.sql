-- What the person added to the catalog. Like settings it belongs to no import
-- and outlives undo. Names of tokens are in upper case, all others in lower
-- case, so that one name means one thing.
CREATE TABLE definition (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,      -- in the order in which they were made
  kind       TEXT NOT NULL CHECK (kind IN ('column','group','metric','token')),
  name       TEXT NOT NULL UNIQUE,
  document   TEXT NOT NULL CHECK (json_valid(document)),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
