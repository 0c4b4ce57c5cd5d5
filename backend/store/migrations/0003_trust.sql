-- What the person decided and confirmed about what comes in. Nothing here
-- belongs to an import, so that it outlives undo and importing again.

-- Which accounts or products are one (merged), or are not although they look
-- alike (apart). Keys are texts, because ids are not the same after an undo.
CREATE TABLE identity_decision (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('account','product')),
  from_key   TEXT NOT NULL,
  into_key   TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('merged','apart','withdrawn')),
  carried    TEXT NOT NULL CHECK (json_valid(carried)), -- what was taken along, to be given back
  decided_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX identity_decision_merged ON identity_decision (kind, from_key) WHERE state = 'merged';

-- Refs that mean their account by rule (own) go before those that a decision
-- brought to it, where both tell a name or an attribute.
ALTER TABLE ref_account ADD COLUMN own INTEGER NOT NULL DEFAULT 1 CHECK (own IN (0,1));

CREATE INDEX account_row_domain ON account_row (ref_id, domain) WHERE domain <> '';

CREATE TABLE product_alias (                         -- other names a catalogue gives a product
  import_id  INTEGER NOT NULL REFERENCES import (id),
  product_id INTEGER NOT NULL REFERENCES product (id),
  as_of      TEXT NOT NULL,
  rank       INTEGER NOT NULL,
  alias      TEXT NOT NULL,                          -- folded
  PRIMARY KEY (import_id, alias, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_alias_alias ON product_alias (alias);

-- Products that are another one, by alias or decision; what is not here is
-- itself. Rebuilt like account and entitlement.
CREATE TABLE product_canonical (
  product_id   INTEGER PRIMARY KEY REFERENCES product (id),
  canonical_id INTEGER NOT NULL REFERENCES product (id)
) STRICT;
CREATE INDEX product_canonical_canonical ON product_canonical (canonical_id);

CREATE TABLE mapping_memory (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  signature TEXT NOT NULL,                           -- of the header
  name      TEXT NOT NULL,                           -- file-name pattern
  folder    TEXT NOT NULL,
  document  TEXT NOT NULL CHECK (json_valid(document)),
  trusted   INTEGER NOT NULL CHECK (trusted IN (0,1)),
  uses      INTEGER NOT NULL,
  used_at   INTEGER NOT NULL,
  vhash     INTEGER NOT NULL,                        -- of signature, name, folder and document
  UNIQUE (signature, name, folder)
) STRICT;

CREATE TABLE watched_folder (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  path     TEXT NOT NULL UNIQUE,
  auto     INTEGER NOT NULL CHECK (auto IN (0,1)),   -- 1: imports what is trusted without asking
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE found_file (
  folder_id  INTEGER NOT NULL REFERENCES watched_folder (id) ON DELETE CASCADE,
  path       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  mod        INTEGER NOT NULL,                       -- when the file was changed, microseconds UTC
  state      TEXT NOT NULL CHECK (state IN ('waiting','new','imported','dismissed')),
  first_seen INTEGER NOT NULL,
  since      INTEGER NOT NULL,                       -- when size and mod were first seen to be these
  PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;
