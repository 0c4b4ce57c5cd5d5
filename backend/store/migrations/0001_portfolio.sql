-- The facts. Days are TEXT YYYY-MM-DD, instants INTEGER microseconds UTC.
-- *_row tables and chunks are immutable and belong to one import; the tables
-- account, product and entitlement are their resolution, rebuilt from them.
-- Of what is told of one day (as_of) that of the greatest rank holds: the days
-- from the year 1 to the file's own Data As Of, times 2^32, plus the import.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (                                  -- generation, last_updated
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('generation', 1), ('last_updated', 0);

CREATE TABLE import (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  file            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  bytes           INTEGER NOT NULL,
  profile         TEXT NOT NULL,
  profile_version INTEGER NOT NULL,
  source          TEXT NOT NULL,
  dataset         TEXT NOT NULL,
  class           TEXT NOT NULL CHECK (class IN ('E','P','S','X','L','N')),
  as_of           TEXT NOT NULL,                     -- the file's own Data As Of
  partial         INTEGER NOT NULL CHECK (partial IN (0,1)),
  state           TEXT NOT NULL CHECK (state IN ('committed','undone')),
  rows            INTEGER NOT NULL,
  added           INTEGER NOT NULL,
  changed         INTEGER NOT NULL,
  unchanged       INTEGER NOT NULL,
  skipped         INTEGER NOT NULL,
  rejected        INTEGER NOT NULL,
  notes           TEXT NOT NULL CHECK (json_valid(notes)),
  problems        TEXT NOT NULL CHECK (json_valid(problems)),
  context         TEXT NOT NULL CHECK (json_valid(context)), -- what the person said: account, mapping, reading
  header          TEXT NOT NULL CHECK (json_valid(header)),  -- the file's columns
  digest          TEXT NOT NULL,                     -- of the rows and chunks this import stored
  imported_at     INTEGER NOT NULL,
  duration        INTEGER NOT NULL                   -- microseconds
) STRICT;
CREATE UNIQUE INDEX import_committed ON import (sha256, context) WHERE state = 'committed';
CREATE INDEX import_bytes ON import (bytes) WHERE state = 'committed';

CREATE TABLE archive (                               -- the original files; id is the import that brought it
  id     INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE archive_part (                          -- S2-compressed, in parts
  archive_id INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  data       BLOB NOT NULL,
  PRIMARY KEY (archive_id, n)
) STRICT;

CREATE TABLE rejected_row (                          -- to be mended
  import_id INTEGER NOT NULL REFERENCES import (id),
  n         INTEGER NOT NULL,                        -- in the order of the file
  line      INTEGER NOT NULL,
  cells     TEXT NOT NULL CHECK (json_valid(cells)),
  "column"  TEXT NOT NULL,
  code      TEXT NOT NULL,
  message   TEXT NOT NULL,
  fixed_by  INTEGER REFERENCES import (id),          -- that brought the mended row
  PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX rejected_row_fixed ON rejected_row (fixed_by) WHERE fixed_by IS NOT NULL;

CREATE TABLE stream (                                -- who tells: one line of slices
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  dataset  TEXT NOT NULL,
  class    TEXT NOT NULL,
  reporter TEXT NOT NULL,                            -- reporting partner, '' where there is none
  monthly  INTEGER NOT NULL CHECK (monthly IN (0,1)),
  UNIQUE (source, dataset, class, reporter, monthly)
) STRICT;

CREATE TABLE import_slice (                          -- what of a stream an import speaks of
  import_id INTEGER NOT NULL REFERENCES import (id),
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  as_of     TEXT NOT NULL,
  rank      INTEGER NOT NULL,
  whole     INTEGER NOT NULL CHECK (whole IN (0,1)), -- 1: a key missing from it is gone
  PRIMARY KEY (stream_id, as_of, import_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_slice_import ON import_slice (import_id);

CREATE TABLE account_ref (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  external TEXT NOT NULL,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,                            -- folded
  UNIQUE (kind, external, name)
) STRICT;

CREATE TABLE account_row (
  import_id INTEGER NOT NULL REFERENCES import (id),
  ref_id    INTEGER NOT NULL REFERENCES account_ref (id),
  as_of     TEXT NOT NULL,
  rank      INTEGER NOT NULL,
  line      INTEGER NOT NULL,
  listed    INTEGER NOT NULL CHECK (listed IN (0,1)), -- 1: the row is about the account itself
  country   TEXT NOT NULL,
  region    TEXT NOT NULL,
  segment   TEXT NOT NULL,
  owner     TEXT NOT NULL,
  domain    TEXT NOT NULL,
  parent    TEXT NOT NULL,
  status    TEXT NOT NULL,
  custom    TEXT CHECK (json_valid(custom)),         -- columns that have no place of their own, by header; likewise below
  vhash     INTEGER NOT NULL,
  PRIMARY KEY (import_id, ref_id, as_of)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_row_ref ON account_row (ref_id, as_of, rank);

CREATE TABLE account (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,                     -- kind:external, or name:folded name
  external TEXT NOT NULL,                            -- external id, else the name
  name     TEXT NOT NULL,
  country  TEXT,
  region   TEXT,
  segment  TEXT,
  owner    TEXT,
  domain   TEXT,
  parent   TEXT,
  status   TEXT,
  custom   TEXT,
  live     INTEGER NOT NULL CHECK (live IN (0,1))    -- 0: no live import speaks of it
) STRICT;

CREATE TABLE ref_account (
  ref_id     INTEGER PRIMARY KEY REFERENCES account_ref (id),
  account_id INTEGER NOT NULL REFERENCES account (id)
) STRICT;
CREATE INDEX ref_account_account ON ref_account (account_id);

CREATE TABLE product (
  id     INTEGER PRIMARY KEY,
  key    TEXT NOT NULL UNIQUE,                       -- folded name
  name   TEXT NOT NULL,
  sku    TEXT,
  family TEXT,
  vendor TEXT,
  live   INTEGER NOT NULL CHECK (live IN (0,1))
) STRICT;

CREATE TABLE product_row (
  import_id  INTEGER NOT NULL REFERENCES import (id),
  product_id INTEGER NOT NULL REFERENCES product (id),
  as_of      TEXT NOT NULL,
  rank       INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  listed     INTEGER NOT NULL CHECK (listed IN (0,1)), -- 1: the row is about the product itself
  name       TEXT NOT NULL,
  sku        TEXT NOT NULL,
  family     TEXT NOT NULL,
  vendor     TEXT NOT NULL,
  vhash      INTEGER NOT NULL,
  PRIMARY KEY (import_id, product_id, as_of)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_row_product ON product_row (product_id, as_of, rank);

CREATE TABLE entitlement_key (
  id  INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

-- Entitlements, and deployment facts (kind 'deployment': quantity is what the
-- snapshot calls sold; no dates; status 'active').
CREATE TABLE entitlement_row (
  import_id  INTEGER NOT NULL REFERENCES import (id),
  key_id     INTEGER NOT NULL REFERENCES entitlement_key (id),
  as_of      TEXT NOT NULL,
  rank       INTEGER NOT NULL,
  stream_id  INTEGER NOT NULL REFERENCES stream (id),
  line       INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('entitlement','deployment')),
  ref_id     INTEGER NOT NULL REFERENCES account_ref (id),
  product_id INTEGER NOT NULL REFERENCES product (id),
  sku        TEXT,
  quantity   INTEGER,
  assigned   INTEGER,
  start_day  TEXT,
  end_day    TEXT,
  status     TEXT NOT NULL,
  status_raw TEXT NOT NULL,
  trial      INTEGER NOT NULL CHECK (trial IN (0,1)),
  auto_renew INTEGER CHECK (auto_renew IN (0,1)),
  value      INTEGER,
  currency   TEXT,
  partner_id TEXT NOT NULL,
  term         TEXT,                                 -- ISO 8601 duration
  billing      TEXT,
  cancel_until TEXT,
  parent       TEXT,                                 -- key of the entitlement it is an add-on of
  custom       TEXT CHECK (json_valid(custom)),
  vhash      INTEGER NOT NULL,                       -- of the values, to tell changed from unchanged
  PRIMARY KEY (import_id, key_id, as_of)
) STRICT, WITHOUT ROWID;
CREATE INDEX entitlement_row_key ON entitlement_row (key_id, as_of, rank);

-- The state of every key now: the resolution of entitlement_row for the
-- latest day and import. id is the key_id.
CREATE TABLE entitlement (
  id         INTEGER PRIMARY KEY,
  import_id  INTEGER NOT NULL,
  as_of      TEXT NOT NULL,
  stream_id  INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  account_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  sku        TEXT,
  quantity   INTEGER,
  assigned   INTEGER,
  start_day  TEXT,
  end_day    TEXT,
  status     TEXT NOT NULL,
  status_raw TEXT NOT NULL,
  trial      INTEGER NOT NULL,
  auto_renew INTEGER,
  value      INTEGER,
  currency   TEXT,
  partner_id TEXT NOT NULL,
  term         TEXT,
  billing      TEXT,
  cancel_until TEXT,
  parent       TEXT,
  custom       TEXT
) STRICT;
CREATE INDEX entitlement_account ON entitlement (account_id);
CREATE INDEX entitlement_end ON entitlement (end_day) WHERE end_day IS NOT NULL;

CREATE TABLE series (
  id           INTEGER PRIMARY KEY,
  stream_id    INTEGER NOT NULL REFERENCES stream (id),
  ref_id       INTEGER NOT NULL REFERENCES account_ref (id),
  product_id   INTEGER NOT NULL,                     -- 0 where there is none
  workload     TEXT NOT NULL,                        -- '' where there is none, likewise below
  workload_raw TEXT NOT NULL,
  feature      TEXT NOT NULL,
  meter        TEXT NOT NULL,
  partner_id   TEXT NOT NULL,
  vhash        INTEGER NOT NULL,                     -- of the texts, which it stands for
  UNIQUE (stream_id, ref_id, product_id, vhash)
) STRICT;

CREATE TABLE usage_chunk (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  day       TEXT NOT NULL,
  import_id INTEGER NOT NULL REFERENCES import (id),
  rank      INTEGER NOT NULL,
  n         INTEGER NOT NULL,
  peaks     INTEGER NOT NULL CHECK (peaks IN (0,1)), -- 1: some series has a peak
  crc       INTEGER NOT NULL,
  data      BLOB NOT NULL
) STRICT;
CREATE INDEX usage_chunk_peaks ON usage_chunk (stream_id, day, import_id) WHERE peaks = 1;
CREATE UNIQUE INDEX usage_chunk_day ON usage_chunk (stream_id, day, rank);
CREATE INDEX usage_chunk_import ON usage_chunk (import_id);

CREATE TABLE person (
  id  INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE event_chunk (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  day       TEXT NOT NULL,
  import_id INTEGER NOT NULL REFERENCES import (id),
  rank      INTEGER NOT NULL,
  n         INTEGER NOT NULL,
  crc       INTEGER NOT NULL,
  data      BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_chunk_day ON event_chunk (stream_id, day, rank);
CREATE INDEX event_chunk_import ON event_chunk (import_id);

CREATE TABLE support_row (
  import_id  INTEGER NOT NULL REFERENCES import (id),
  key        TEXT NOT NULL,
  as_of      TEXT NOT NULL,
  rank       INTEGER NOT NULL,
  stream_id  INTEGER NOT NULL REFERENCES stream (id),
  line       INTEGER NOT NULL,
  ref_id     INTEGER NOT NULL REFERENCES account_ref (id),
  product_id INTEGER REFERENCES product (id),
  opened_day TEXT NOT NULL,
  category   TEXT NOT NULL,
  status     TEXT NOT NULL,
  title          TEXT,
  closed_day     TEXT,
  severity       TEXT,
  first_response INTEGER,                            -- minutes
  resolution     INTEGER,                            -- minutes
  satisfaction   TEXT,                               -- decimal
  custom         TEXT CHECK (json_valid(custom)),
  vhash      INTEGER NOT NULL,
  PRIMARY KEY (import_id, key, as_of)
) STRICT, WITHOUT ROWID;
CREATE INDEX support_row_key ON support_row (key, as_of, rank);

CREATE TABLE support_request (
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,
  import_id  INTEGER NOT NULL,
  as_of      TEXT NOT NULL,
  stream_id  INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  product_id INTEGER,
  opened_day TEXT NOT NULL,
  category   TEXT NOT NULL,
  status     TEXT NOT NULL,
  title          TEXT,
  closed_day     TEXT,
  severity       TEXT,
  first_response INTEGER,
  resolution     INTEGER,
  satisfaction   TEXT,
  custom         TEXT
) STRICT;

-- The ledger: lines of invoices and of rated consumption. Of a book the latest
-- (as_of, rank) that has it tells all of it.
CREATE TABLE charge_row (
  import_id    INTEGER NOT NULL REFERENCES import (id),
  book         TEXT NOT NULL,
  key          TEXT NOT NULL,
  as_of        TEXT NOT NULL,                        -- one day for all lines of a book
  rank         INTEGER NOT NULL,
  stream_id    INTEGER NOT NULL REFERENCES stream (id),
  line         INTEGER NOT NULL,
  ref_id       INTEGER NOT NULL REFERENCES account_ref (id),
  product_id   INTEGER REFERENCES product (id),
  subscription TEXT,
  kind         TEXT,                                 -- the source's word
  charge_day   TEXT,
  start_day    TEXT,
  end_day      TEXT,
  term         TEXT,
  billing      TEXT,
  quantity     TEXT,                                 -- decimal
  unit_price   TEXT,                                 -- decimal
  amount       INTEGER,                              -- minor units
  currency     TEXT,
  meter        TEXT,
  partner_id   TEXT NOT NULL,
  vhash        INTEGER NOT NULL,
  PRIMARY KEY (import_id, book, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX charge_row_book ON charge_row (book, as_of, rank);

CREATE TABLE charge (
  id           INTEGER PRIMARY KEY,
  book         TEXT NOT NULL,
  key          TEXT NOT NULL,
  import_id    INTEGER NOT NULL,
  as_of        TEXT NOT NULL,
  stream_id    INTEGER NOT NULL,
  line         INTEGER NOT NULL,
  account_id   INTEGER NOT NULL,
  product_id   INTEGER,
  subscription TEXT,
  kind         TEXT,
  charge_day   TEXT,
  start_day    TEXT,
  end_day      TEXT,
  term         TEXT,
  billing      TEXT,
  quantity     TEXT,
  unit_price   TEXT,
  amount       INTEGER,
  currency     TEXT,
  meter        TEXT,
  partner_id   TEXT NOT NULL,
  UNIQUE (book, key)
) STRICT;
CREATE INDEX charge_account ON charge (account_id);
