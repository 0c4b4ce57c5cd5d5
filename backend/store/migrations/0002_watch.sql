-- Rules, what they found, and what the person was told. Days are TEXT
-- YYYY-MM-DD, '' for none; instants INTEGER microseconds UTC. Exactly one item
-- per episode follows from the keys here, whoever evaluates.

CREATE TABLE rule (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT NOT NULL,
  template     TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('active','paused','draft','removed')),
  version      INTEGER NOT NULL,                     -- of the document
  document     TEXT NOT NULL CHECK (json_valid(document)),
  undone       INTEGER NOT NULL,                     -- imports undone when it was last judged
  outcome      TEXT NOT NULL CHECK (outcome IN ('','ok','no_data','failed')),
  evaluated_at INTEGER NOT NULL,                     -- 0: never
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE watch_item (
  kind       TEXT NOT NULL CHECK (kind IN ('account','entitlement')),
  key        TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_state (                            -- kept after the episode: what was told is not told again
  rule_id    INTEGER NOT NULL REFERENCES rule (id),
  instance   TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('normal','firing','no_data','failed')),
  since      INTEGER NOT NULL,
  episode    INTEGER NOT NULL,
  open       INTEGER NOT NULL CHECK (open IN (0,1)), -- 1: the episode goes on
  told_day   TEXT NOT NULL,
  resolution TEXT NOT NULL,
  value      REAL,
  lines      TEXT NOT NULL CHECK (json_valid(lines)),
  memory     TEXT NOT NULL CHECK (json_valid(memory)),
  data_day   TEXT NOT NULL,
  PRIMARY KEY (rule_id, instance)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id     INTEGER NOT NULL REFERENCES rule (id),
  instance    TEXT NOT NULL,
  episode     INTEGER NOT NULL,
  title       TEXT NOT NULL,
  body        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  value       REAL,
  state       TEXT NOT NULL CHECK (state IN ('open','done','snoozed','resolved','superseded')),
  snoozed_day TEXT NOT NULL,
  returns     INTEGER NOT NULL,                      -- how often it came back from a snooze
  resolution  TEXT NOT NULL,
  account_key TEXT NOT NULL,
  account     TEXT NOT NULL,
  product     TEXT NOT NULL,
  entitlement TEXT NOT NULL,
  end_day     TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  UNIQUE (rule_id, instance, episode)
) STRICT;
CREATE INDEX inbox_state ON inbox (state);
CREATE INDEX inbox_account_key ON inbox (account_key);

CREATE TABLE outbox (                                -- what is to be shown beyond the inbox
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox_id     INTEGER NOT NULL REFERENCES inbox (id),
  n            INTEGER NOT NULL,                     -- 0 the item itself, then its returns
  state        TEXT NOT NULL CHECK (state IN ('pending','sending','delivered','obsolete')),
  channel      TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  error        TEXT NOT NULL,
  claimed_at   INTEGER NOT NULL,
  delivered_at INTEGER NOT NULL,
  UNIQUE (inbox_id, n)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (id) WHERE state IN ('pending','sending');

CREATE TABLE evaluation (                            -- the activity log
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id INTEGER NOT NULL REFERENCES rule (id),
  at      INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('ok','no_data','failed')),
  problem TEXT NOT NULL,
  changes INTEGER NOT NULL
) STRICT;
CREATE INDEX evaluation_rule_id ON evaluation (rule_id, id);
