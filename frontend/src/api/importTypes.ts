/** The wire types of an import before and after: mirrors of backend/ingest/inspect.go, and of app/bridge/importing.go. */

import type { Fault, ImportRow } from './types';

export type Confidence = 'certain' | 'likely' | 'unknown';

/** Habit is how one column writes dates and numbers; empty says nothing. */
export interface Habit {
  date_order?: string; // dmy mdy ymd
  decimal?: string; // . or ,
}

/** Reading says how a file is to be read; what is empty is guessed. */
export interface Reading {
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  header?: number; // 1-based line
  keep_end?: boolean; // read what looks like a footer as rows
}

/** Mapping says what the columns of a sheet mean. */
export interface Mapping {
  dataset: string;
  class: string;
  columns: Record<string, string>; // header in the file -> field
  key: string[] | null;
  date_order: string;
  decimal: string;
  end: string; // inclusive or exclusive
  source: string;
  constants: Record<string, string> | null;
  habits?: Record<string, Habit>;
  custom?: string[]; // headers kept as custom fields
}

/** FileEntry is one file behind dropped paths. */
export interface FileEntry {
  path: string; // to be passed on
  member: string; // part of an archive or folder; "" where path is the file
  name: string;
  size: number;
}

/** Said is everything the person said about a file. */
export interface Said {
  profile: string;
  mapping: Mapping | null;
  account: string;
  asOf: string;
  currency: string;
  partner: string;
  habits: Record<string, Habit>;
  reading: Reading;
  partial: boolean;
}

/** Guess is one thing recognised: what, why, how surely, and what it could be instead. */
export interface Guess {
  name: string;
  column?: string;
  value: string;
  reason: string;
  confidence: Confidence;
  choices: string[] | null;
}

/** Column is one column of a file and what becomes of it. */
export interface Column {
  name: string;
  samples: string[] | null;
  shape: string; // guid email date number percent money yes_no hex32 id text empty
  becomes: string; // a field, or what the profile reads it as; "" unused, "custom"
  reason: string; // remembered profile header shape drift said none
  detail: string;
  confidence: Confidence;
}

/** Candidate is a profile the file may be of. */
export interface Candidate {
  id: string;
  title: string;
  score: number;
  unknown: string[] | null; // columns the profile does not read
  missing: string; // why it cannot be read so
}

/** Ask must be answered before the import. */
export interface Ask {
  name: string; // date_order decimal account as_of currency dataset field …
  column?: string;
  reason: string;
  choices: string[] | null;
  samples: string[] | null;
}

/** KeyTest says whether columns tell the rows apart. */
export interface KeyTest {
  fields: string[] | null;
  rows: number;
  collisions: number;
  examples: string[][] | null;
  wider: string[] | null;
}

/** Memory is a mapping the person confirmed. */
export interface Memory {
  id: number;
  name: string; // file-name pattern
  folder: string;
  profile: string;
  title?: string;
  mapping?: Mapping;
  account: string;
  trusted: boolean;
  used_at: string;
  uses: number;
}

/** Drift is a proposed repair where a file differs from what is remembered. */
export interface Drift {
  was: string;
  column: string; // "" when it is gone
  field: string;
  evidence: string;
  confidence: Confidence;
}

/** Inspection is what is known of a file before it is imported. */
export interface Inspection {
  path: string;
  file: string;
  size: number;
  guesses: Guess[] | null;
  header: string[] | null;
  columns: Column[] | null;
  lines: number[] | null; // of the preview rows
  preview: string[][] | null;
  profiles: Candidate[] | null;
  profile: string; // "generic" with a mapping; "" when nothing fits
  title: string;
  dataset: string;
  class: string;
  row: string; // what a row is, in one sentence
  as_of: string;
  mapping?: Mapping;
  memory?: Memory;
  drift: Drift[] | null;
  keys: KeyTest[] | null;
  asks: Ask[] | null;
  known?: { id: number; file: string; imported_at?: string };
  advice: string[] | null;
}

/** Total is one figure before and after an import. */
export interface Total {
  metric: string;
  unit: string;
  before: number | null;
  after: number | null;
}

/** Move is one thing an import changed. */
export interface Move {
  kind: string; // new gone missing end start quantity assigned status auto_renew value product account usage other
  key: string;
  account_key: string;
  account: string;
  product: string;
  field: string;
  before: string;
  after: string;
  money: number | null; // change of the annual value in minor units
  currency: string;
  end: string;
  days: number | null;
  file: string;
  line: number;
}

/** Review is what an import would change, or has changed. */
export interface Review {
  totals: Total[] | null;
  warn: string[] | null; // totals that move further than the person allows
  moves: Move[] | null;
  counts: Record<string, number> | null;
  missing: number;
}

/** Checked is a dry run: the counts, and what would change. */
export interface Checked {
  row: ImportRow;
  review: Review | null;
}

/** Rejected is a row that was left out, with its cells. */
export interface Rejected {
  line: number;
  cells: string[] | null;
  column: string;
  code: string;
  message: string;
  fixed_by: number;
}

/** Quarantine is the rejected rows of an import. */
export interface Quarantine {
  import: number;
  file: string;
  header: string[] | null;
  rows: Rejected[] | null;
  total: number;
}

/** Mended is a rejected row as the person wants it. */
export interface Mended {
  line: number;
  cells: string[];
}

/** Staleness says how late a source is against its own rhythm. */
export interface Staleness {
  source: string;
  dataset: string;
  asOf: string;
  every: number; // days between two exports
  late: number; // days beyond it
  gap: string; // a hole in an incremental chain
  importedAt: string;
}

/** WatchedFolder is a folder whose new files are announced. */
export interface WatchedFolder {
  path: string;
  missing: boolean;
}

/** FoundFile is a new file in a watched folder. */
export interface FoundFile {
  path: string;
  name: string;
  size: number;
  modified: string;
  firstSeen: string;
}

/** Suggestion is a pair of accounts or products that may be one. */
export interface Suggestion {
  kind: 'account' | 'product';
  fromKey: string;
  from: string;
  intoKey: string;
  into: string;
  reason: string;
}

/** Decision is what the person decided about a pair. */
export interface Decision {
  id: number;
  kind: 'account' | 'product';
  fromKey: string;
  from: string;
  intoKey: string;
  into: string;
  state: 'merged' | 'apart';
  decidedAt: string;
}

export type { Fault };
