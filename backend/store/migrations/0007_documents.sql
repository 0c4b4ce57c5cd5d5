-- Reports and dashboards of the person: their own, and their copies of shipped
-- ones, which have the name of what they are a copy of. Like settings they belong
-- to no import and outlive undo. A name is never given twice.
CREATE TABLE document (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,      -- r1 is the report of id 1
  kind       TEXT NOT NULL CHECK (kind IN ('report','dashboard')),
  name       TEXT NOT NULL,
  copy       INTEGER NOT NULL CHECK (copy IN (0,1)), -- of the shipped one called name
  title      TEXT NOT NULL,
  document   TEXT NOT NULL CHECK (json_valid(document)),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- What the person marked, shipped documents too.
CREATE TABLE favourite (
  kind TEXT NOT NULL CHECK (kind IN ('report','dashboard')),
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
