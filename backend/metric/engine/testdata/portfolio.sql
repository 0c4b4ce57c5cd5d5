-- A small portfolio, read by people: 2026-10-31 is the last day known.
-- Northwind has a trial, a suspended line, an overlap and a line without
-- assigned; Fabrikam belongs to another partner and uses more than it has;
-- Élan has deployment facts only.
INSERT INTO stream (id, source, dataset, class, reporter, monthly) VALUES
  (1, 'partner_center', 'entitlements', 'S', '', 0),
  (2, 'partner_center', 'usage', 'P', '', 1),
  (3, 'meters', 'usage', 'S', '', 0),
  (4, 'sheet', 'deployment', 'S', '', 0),
  (5, 'desk', 'support_requests', 'E', '', 0),
  (6, 'log', 'usage', 'X', '', 0);

INSERT INTO "import" (id, file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged,
  skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
SELECT column1, column2, column2, 0, 'p', 1, 's', column3, 'S', column4, 0, 'committed', 1, 0, 0, 0, 0, 0, '[]', '[]', '{}', '[]', '', 0, 0 FROM (VALUES
  (1, 'subscriptions-09.csv', 'entitlements', '2026-09-30'), (2, 'subscriptions-10.csv', 'entitlements', '2026-10-31'),
  (3, 'usage.csv', 'usage', '2026-10-31'), (4, 'meters.csv', 'usage', '2026-10-30'), (5, 'deployment.csv', 'deployment', '2026-10-31'),
  (6, 'desk.csv', 'support_requests', '2026-10-31'));

INSERT INTO import_slice (import_id, rank, stream_id, as_of, whole) SELECT column1, column1, column2, column3, column4 FROM (VALUES
  (1, 1, '2026-09-30', 1), (2, 1, '2026-10-31', 1), (3, 2, '2026-09-30', 1), (3, 2, '2026-10-31', 1), (4, 3, '2026-10-30', 1), (5, 4, '2026-10-31', 1),
  (6, 5, '2026-10-31', 0));

INSERT INTO account (id, key, external, name, country, live) VALUES
  (1, 'tenant:n', 'n', 'Northwind', 'IT', 1), (2, 'tenant:f', 'f', 'Fabrikam', 'DE', 1), (3, 'name:élan', 'Élan', 'Élan', NULL, 1),
  (4, 'tenant:o', 'o', 'Old Co', 'IT', 0);
INSERT INTO account_ref (id, kind, external, name, name_key) SELECT 10 + id, 'tenant', external, name, lower(name) FROM account;
INSERT INTO ref_account (ref_id, account_id) SELECT 10 + id, id FROM account;

INSERT INTO product (id, key, name, family, live) VALUES (1, 'suite', 'Suite', 'Office', 1), (2, 'cad', 'CAD', NULL, 1);

-- What every import said; the last whole slice is the state now.
INSERT INTO entitlement_key (id, key) VALUES (1, 'n-suite'), (2, 'n-suite-2'), (3, 'n-trial'), (4, 'n-suspended'), (5, 'n-cad'), (6, 'f-suite'), (7, 'gone'),
  (8, 'deployment:sheet:élan:cad'), (9, 'deployment:sheet:n:cad'), (10, 'deployment:sheet:n:suite');
INSERT INTO entitlement_row (import_id, key_id, as_of, rank, stream_id, line, kind, ref_id, product_id, quantity, assigned, start_day, end_day, status, status_raw,
  trial, auto_renew, partner_id, vhash)
SELECT column1, column2, (SELECT as_of FROM "import" WHERE id = column1), column1, column3, column4, column5, 10 + column6, column7, column8, column9, column10, column11,
  column12, column12, column13, column14, column15, 0 FROM (VALUES
  (1, 1, 1, 2, 'entitlement', 1, 1, 80, 70, '2025-11-01', '2026-10-31', 'active', 0, 1, '123'),
  (1, 7, 1, 3, 'entitlement', 1, 1, 5, 5, '2025-10-01', '2026-09-30', 'active', 0, 0, '123'),
  (2, 1, 1, 2, 'entitlement', 1, 1, 100, 90, '2025-11-01', '2027-10-31', 'active', 0, 1, '123'),
  (2, 2, 1, 3, 'entitlement', 1, 1, 20, 25, '2026-10-01', '2026-11-30', 'active', 0, 0, '123'),
  (2, 3, 1, 4, 'entitlement', 1, 1, 25, 3, '2026-10-15', '2026-11-14', 'active', 1, 0, '123'),
  (2, 4, 1, 5, 'entitlement', 1, 2, 40, 40, '2026-01-01', '2026-12-31', 'suspended', 0, 0, '123'),
  (2, 5, 1, 6, 'entitlement', 1, 2, 10, NULL, NULL, NULL, 'active', 0, NULL, ''),
  (2, 6, 1, 7, 'entitlement', 2, 1, 50, 10, '2026-02-01', '2027-01-31', 'active', 0, 1, '999'),
  (5, 8, 4, 2, 'deployment', 3, 2, 8, 6, NULL, NULL, 'active', 0, NULL, ''),
  (5, 9, 4, 3, 'deployment', 1, 2, NULL, 4, NULL, NULL, 'active', 0, NULL, ''),
  (5, 10, 4, 4, 'deployment', 1, 1, 500, 77, NULL, NULL, 'active', 0, NULL, ''));
INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, quantity, assigned, start_day, end_day, status, status_raw,
  trial, auto_renew, partner_id)
SELECT key_id, import_id, as_of, stream_id, line, kind, ref_id - 10, product_id, quantity, assigned, start_day, end_day, status, status_raw, trial, auto_renew,
  partner_id FROM entitlement_row WHERE import_id IN (2, 5);

INSERT INTO series (id, stream_id, ref_id, product_id, workload, workload_raw, feature, meter, partner_id, vhash) VALUES
  (1, 2, 11, 0, 'Exchange', 'Exchange', '', '', '123', 1),
  (2, 2, 11, 0, 'SharePoint and OneDrive', 'SharePoint', '', '', '123', 2),
  (3, 2, 11, 0, 'SharePoint and OneDrive', 'OneDrive', '', '', '123', 3),
  (4, 2, 12, 0, 'Exchange', 'Exchange', '', '', '999', 4),
  (5, 3, 11, 2, '', '', '', 'hours', '', 5),
  (6, 3, 12, 1, '', '', '', 'tokens', '', 6),
  (7, 3, 13, 2, '', '', '', 'hours', '', 7),
  (8, 6, 11, 2, '', '', 'draw', '', '', 8), (9, 6, 11, 2, '', '', 'render', '', '', 9), (10, 6, 12, 2, '', '', 'draw', '', '', 10);

-- The observations, which the store would keep packed.
CREATE TABLE observation (series INTEGER, day TEXT, active INTEGER, total INTEGER, used TEXT, entitled TEXT, peak INTEGER);
INSERT INTO observation (series, day, active, total, used, entitled) VALUES
  (1, '2026-09-30', 60, 85, NULL, NULL), (2, '2026-09-30', 30, 85, NULL, NULL), (4, '2026-09-30', 55, 50, NULL, NULL),
  (1, '2026-10-31', 70, 120, NULL, NULL), (2, '2026-10-31', 40, 120, NULL, NULL), (3, '2026-10-31', 75, 118, NULL, NULL),
  (4, '2026-10-31', 60, 50, NULL, NULL),
  (5, '2026-10-30', NULL, NULL, '12.5', NULL), (6, '2026-10-30', NULL, NULL, '0.3', '0.3'), (7, '2026-10-30', NULL, NULL, '9.75', '4');
-- What meters tell since their reset, and of both overages, beside what counts.
INSERT INTO series (id, stream_id, ref_id, product_id, workload, workload_raw, feature, meter, partner_id, vhash, clock) VALUES
  (11, 3, 11, 2, '', '', '', 'hours', '', 11, 'reset'), (12, 3, 11, 2, '', '', '', 'hours', '', 12, 'reset overage'),
  (13, 3, 12, 1, '', '', '', 'tokens', '', 13, 'reset overage'), (14, 3, 12, 1, '', '', '', 'tokens', '', 14, 'statement overage'),
  (15, 3, 13, 2, '', '', '', 'hours', '', 15, 'reset');
INSERT INTO observation (series, day, used, entitled) VALUES
  (11, '2026-10-30', '20.5', '25'), (12, '2026-10-30', '0', NULL), (13, '2026-10-30', '1.25', NULL), (14, '2026-10-30', '0', NULL),
  (15, '2026-10-30', '30', NULL);
INSERT INTO observation (series, day, peak) VALUES
  (8, '2026-09-29', 7), (8, '2026-10-05', 9), (9, '2026-10-05', 2), (10, '2026-10-05', 4), (8, '2026-10-30', 6), (9, '2026-10-30', 5);
INSERT INTO usage_chunk (stream_id, day, import_id, rank, n, peaks, crc, data)
SELECT 6, day, 4, 4, count(*), 1, 0, x'' FROM observation WHERE peak IS NOT NULL GROUP BY day;

INSERT INTO support_request (key, import_id, as_of, stream_id, line, account_id, product_id, opened_day, category, status) VALUES
  ('r1', 6, '2026-10-31', 5, 2, 1, 1, '2026-09-03', 'how-to', 'closed'), ('r2', 6, '2026-10-31', 5, 3, 1, NULL, '2026-10-05', 'outage', 'open'),
  ('r3', 6, '2026-10-31', 5, 4, 2, 1, '2026-10-20', 'how-to', 'open');
INSERT INTO support_row (import_id, key, as_of, rank, stream_id, line, ref_id, product_id, opened_day, category, status, vhash)
SELECT import_id, key, as_of, import_id, stream_id, line, account_id + 10, product_id, opened_day, category, status, 0 FROM support_request;

-- Two invoices; the first was corrected by import 8 and lost a line.
INSERT INTO stream (id, source, dataset, class, reporter, monthly) VALUES (7, 'invoices', 'charges', 'L', '', 0);
INSERT INTO "import" (id, file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged,
  skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
SELECT column1, column2, column2, 0, 'p', 1, 's', 'charges', 'L', column3, 0, 'committed', 1, 0, 0, 0, 0, 0, '[]', '[]', '{}', '[]', '', 0, 0 FROM (VALUES
  (7, 'september.csv', '2026-10-02'), (8, 'october.csv', '2026-10-31'));
INSERT INTO entitlement_key (id, key) VALUES (11, 'ms:sub-1');
INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, start_day, end_day, status, status_raw, trial, partner_id, term, custom)
VALUES (11, 2, '2026-10-31', 1, 9, 'entitlement', 4, 1, '2020-01-01', '2020-12-31', 'ended', 'ended', 0, '123', 'P1M', '{"PO":"77","Tier":"own"}');
UPDATE account SET custom = '{"Tier":"gold"}' WHERE id IN (1, 4);
INSERT INTO charge_row (import_id, book, key, as_of, rank, stream_id, line, ref_id, product_id, subscription, kind, charge_day, start_day, end_day, term, billing,
  amount, currency, partner_id, vhash)
SELECT column1, column2, column3, CASE column1 WHEN 7 THEN '2026-10-02' ELSE '2026-10-31' END, column1, 7, 2, 10 + column4, column5, column6, column7, column8, column8, column9,
  'P1Y', 'monthly', column10, column11, '123', 0 FROM (VALUES
  (7, 'a', '1', 1, 1, NULL, 'renew', '2026-09-01', '2026-09-30', 1000, 'EUR'), (7, 'a', '2', 1, 1, NULL, 'renew', '2026-09-01', '2026-09-30', 250, 'EUR'),
  (8, 'a', '1', 1, 1, NULL, 'renew', '2026-09-01', '2026-09-30', 900, 'EUR'), (8, 'b', '1', 2, 1, NULL, 'credit', '2026-10-15', NULL, -300, 'EUR'),
  (8, 'b', '2', 2, 2, NULL, 'renew', '2026-10-01', '2026-10-31', 700, 'USD'), (8, 'b', '3', 4, 1, 'SUB-1', 'renew', '2026-10-01', '2026-10-31', 120, 'EUR'));
INSERT INTO charge (book, key, import_id, as_of, stream_id, line, account_id, product_id, subscription, kind, charge_day, start_day, end_day, term, billing,
  amount, currency, partner_id)
SELECT book, key, import_id, as_of, stream_id, line, ref_id - 10, product_id, subscription, kind, charge_day, start_day, end_day, term, billing, amount, currency, partner_id
FROM charge_row WHERE import_id = 8;

-- What the desk measured; a source with a rhythm, and what a rule found.
UPDATE support_request SET first_response = 30, resolution = 600, satisfaction = '4.5', closed_day = '2026-09-05' WHERE key = 'r1';
UPDATE support_request SET first_response = 90 WHERE key = 'r2';
UPDATE support_request SET first_response = 45, satisfaction = '3' WHERE key = 'r3';
INSERT INTO "import" (id, file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged,
  skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
SELECT column1, column2, column2, 0, 'list', 1, 'list', 'accounts', 'E', column3, 0, column4, 20, 3, 2, 13, 1, 1, '[]', '[]', '{}', '[]', '', column5, 0 FROM (VALUES
  (9, 'list-07.csv', '2026-07-31', 'committed', 1785924000000000), (10, 'list-08.csv', '2026-08-31', 'committed', 1788602400000000),
  (11, 'list-09.csv', '2026-09-30', 'committed', 1790806500000000), (12, 'list-10.csv', '2026-10-31', 'undone', 1793500000000000));
INSERT INTO rule (id, name, template, state, version, document, undone, outcome, evaluated_at, created_at) VALUES
  (1, 'Ends soon', 'ends_within', 'active', 1, '{}', 0, 'ok', 0, 0);
INSERT INTO inbox (rule_id, instance, episode, title, body, reason, value, state, snoozed_day, returns, resolution, account_key, account, product, entitlement, end_day,
  created_at) VALUES
  (1, 'n-suite', 1, 'Suite ends', '', '', 5, 'superseded', '', 0, '', 'tenant:n', 'Northwind', 'Suite', 'n-suite', '2027-10-31', 1790806500000000),
  (1, 'n-suite', 2, 'Suite ends', '', '', 4, 'open', '', 0, '', 'tenant:n', 'Northwind', 'Suite', 'n-suite', '2027-10-31', 1790892900000000),
  (1, 'f-suite', 1, 'Suite ends', '', '', 4, 'done', '', 0, '', 'tenant:f', 'Fabrikam', 'Suite', 'f-suite', '2027-01-31', 1790892900000000),
  (1, 'all', 1, 'All', '', '', NULL, 'open', '', 0, '', '', '', '', '', '', 1790892900000000);
