-- Rules that are questions: kept versions, live segments, delivery by
-- destination, what brings a snoozed item back, occurrences of schedules, and one
-- log of all that is done with a rule. What was told stays told.

ALTER TABLE rule ADD COLUMN number INTEGER NOT NULL DEFAULT 1;    -- of the kept definition that holds
ALTER TABLE rule ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;  -- rises with every change of definition or state
ALTER TABLE rule ADD COLUMN since INTEGER NOT NULL DEFAULT 0;     -- when it became active, or its trigger another
ALTER TABLE rule ADD COLUMN problem TEXT NOT NULL DEFAULT '';     -- of the last evaluation
ALTER TABLE rule ADD COLUMN evaluated_day TEXT NOT NULL DEFAULT '';             -- of the last evaluation since it was edited or activated, '' where that failed
ALTER TABLE rule ADD COLUMN evaluated_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rule ADD COLUMN basis_day TEXT NOT NULL DEFAULT '';   -- of the facts by which it was last judged since it was activated
ALTER TABLE rule ADD COLUMN basis_import INTEGER NOT NULL DEFAULT 0;
UPDATE rule SET since = created_at;
INSERT INTO meta (name, value) VALUES ('evaluated_day', -2147483648);           -- days since 1970-01-01

-- The last day to act is a column with another name, and days to it are one of
-- their own, so that what documents called so is called otherwise.
UPDATE document SET document = replace(replace(document, '"days_to_act"', '"days_to_next_act"'), 'notice_deadline', 'act_by');
UPDATE definition SET document = replace(document, 'notice_deadline', 'act_by');
UPDATE rule SET document = replace(document, 'notice_deadline', 'act_by');

CREATE TABLE rule_version (                          -- every kept definition of a rule, the one that holds too
  rule_id  INTEGER NOT NULL REFERENCES rule (id),
  number   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  document TEXT NOT NULL CHECK (json_valid(document)),
  PRIMARY KEY (rule_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_version (rule_id, number, at, document) SELECT id, 1, created_at, document FROM rule;

CREATE TABLE segment (                               -- those that its filter keeps, asked anew each time
  name       TEXT PRIMARY KEY,
  title      TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('account','entitlement','product')),
  filter     TEXT NOT NULL CHECK (json_valid(filter)),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watched (
  kind       TEXT NOT NULL CHECK (kind IN ('account','entitlement','product','segment')),
  key        TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO watched SELECT kind, key, created_at FROM watch_item;
DROP TABLE watch_item;
ALTER TABLE watched RENAME TO watch_item;

CREATE TABLE instance (                              -- kept after the episode: what was told is not told again
  rule_id  INTEGER NOT NULL REFERENCES rule (id),
  instance TEXT NOT NULL,
  status   TEXT NOT NULL CHECK (json_valid(status)), -- watch.Status
  state    TEXT NOT NULL GENERATED ALWAYS AS (status ->> '$.state') STORED CHECK (state IN ('normal','pending','firing','no_data','failed')),
  episode  INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(status ->> '$.episode', 0)) STORED,
  open     INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(status ->> '$.open', 0)) STORED CHECK (open IN (0,1)), -- 1: the episode goes on
  PRIMARY KEY (rule_id, instance)
) STRICT, WITHOUT ROWID;
INSERT INTO instance (rule_id, instance, status)
  SELECT rule_id, instance, json_object('state', state, 'since', strftime('%Y-%m-%dT%H:%M:%fZ', since / 1000000.0, 'unixepoch'), 'episode', episode,
    'open', json(iif(open, 'true', 'false')), 'told', told_day, 'resolution', resolution, 'value', value, 'lines', json(lines), 'memory', json(memory), 'data_day', data_day)
  FROM rule_state;
DROP TABLE rule_state;
ALTER TABLE instance RENAME TO rule_state;

ALTER TABLE inbox ADD COLUMN severity TEXT NOT NULL DEFAULT 'warning' CHECK (severity IN ('critical','warning','notice'));
ALTER TABLE inbox ADD COLUMN number INTEGER NOT NULL DEFAULT 1;           -- of the definition by which it was told
ALTER TABLE inbox ADD COLUMN act_by TEXT NOT NULL DEFAULT '';             -- the last day to act
ALTER TABLE inbox ADD COLUMN said TEXT NOT NULL DEFAULT '';               -- the person's words when it was last answered
ALTER TABLE inbox ADD COLUMN snoozed TEXT NOT NULL DEFAULT '' CHECK (snoozed IN ('','day','import','moved','notice')); -- what brings it back
ALTER TABLE inbox ADD COLUMN snoozed_import INTEGER NOT NULL DEFAULT 0;   -- the last import when it was snoozed
ALTER TABLE inbox ADD COLUMN snoozed_value REAL;                          -- the value when it was snoozed
ALTER TABLE inbox ADD COLUMN snoozed_by REAL;                             -- how far it has to move
UPDATE inbox SET snoozed = 'day' WHERE snoozed_day <> '';
DROP INDEX inbox_state;
CREATE INDEX inbox_state ON inbox (state, id);
CREATE INDEX inbox_rule_id ON inbox (rule_id, created_at);
CREATE INDEX inbox_snoozed ON inbox (id) WHERE state = 'snoozed';

CREATE TABLE delivery (                              -- what is to reach the person beyond the inbox
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox_id     INTEGER NOT NULL REFERENCES inbox (id),
  n            INTEGER NOT NULL,                     -- 0 the item itself, then its returns
  destination  TEXT NOT NULL,                        -- desktop, digest, mail, draft, calendar, webhook:NAME
  state        TEXT NOT NULL CHECK (state IN ('pending','sending','delivered','obsolete')),
  channel      TEXT NOT NULL,                        -- what delivered it
  reference    TEXT NOT NULL,                        -- how that names it
  message      INTEGER NOT NULL,                     -- the first of those delivered as one, 0 before
  summary      INTEGER NOT NULL CHECK (summary IN (0,1)), -- 1: found while catching up
  attempts     INTEGER NOT NULL,
  error        TEXT NOT NULL,                        -- of the last attempt
  queued_at    INTEGER NOT NULL,
  not_before   INTEGER NOT NULL,                     -- held back, or tried again, until then; 0: at once
  claimed_at   INTEGER NOT NULL,
  delivered_at INTEGER NOT NULL,
  UNIQUE (inbox_id, n, destination)
) STRICT;
INSERT INTO delivery SELECT o.id, o.inbox_id, o.n, 'desktop', o.state, o.channel, '', iif(o.state = 'delivered', o.id, 0), 0, o.attempts, o.error, i.created_at, 0, o.claimed_at, o.delivered_at
  FROM outbox o JOIN inbox i ON i.id = o.inbox_id;
DROP TABLE outbox;
ALTER TABLE delivery RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (id) WHERE state IN ('pending','sending');
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE state = 'delivered';

CREATE TABLE schedule_mark (                         -- the occurrences of its schedule at which a rule was evaluated
  rule_id INTEGER NOT NULL REFERENCES rule (id),
  slot    TEXT NOT NULL,                             -- names the occurrence in the zone of the rule
  at      INTEGER NOT NULL,                          -- when that was
  missed  INTEGER NOT NULL,                          -- earlier ones that it stands for
  UNIQUE (rule_id, slot)
) STRICT;
CREATE INDEX schedule_mark_at ON schedule_mark (rule_id, at);

CREATE TABLE lease (                                 -- who does what one process does for all
  name       TEXT PRIMARY KEY,
  holder     TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (                              -- what became of rules, oldest first
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  rule_id  INTEGER NOT NULL REFERENCES rule (id),
  kind     TEXT NOT NULL CHECK (kind IN ('edited','switched','evaluated','fired','resolved','delivered','undelivered','answered','tested')),
  instance TEXT NOT NULL,
  item     INTEGER NOT NULL,                         -- of the inbox, 0 for none
  detail   TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
INSERT INTO activity (at, rule_id, kind, instance, item, detail)
  SELECT at, rule_id, kind, instance, item, detail FROM (
    SELECT at, rule_id, 'evaluated' AS kind, '' AS instance, 0 AS item, json_object('outcome', outcome, 'error', problem, 'count', 1, 'changes', changes) AS detail FROM evaluation
    UNION ALL
    SELECT created_at, rule_id, 'fired', instance, id, json_object('title', title, 'value', value, 'reason', reason) FROM inbox)
  ORDER BY at, kind;
DROP TABLE evaluation;
CREATE INDEX activity_rule_id ON activity (rule_id, id);
CREATE INDEX activity_evaluated ON activity (rule_id, id) WHERE kind = 'evaluated';
CREATE INDEX activity_item ON activity (item, id) WHERE item > 0;
CREATE INDEX activity_at ON activity (at) WHERE kind NOT IN ('edited','switched');
