/** The wire types: mirrors of app/bridge/wire.go. Days are YYYY-MM-DD, instants RFC 3339 in UTC. */

import type { InboxExtra } from './inboxTypes';

export type Scope = 'own' | 'all';
export type Template = 'ends_within' | 'usage_over';
export type InboxState = 'open' | 'done' | 'snoozed' | 'resolved' | 'superseded';
export type ImportState = 'committed' | 'duplicate' | 'refused' | 'held' | 'undone' | 'dry_run' | 'cancelled';

/** Status tells the window what it opened on. */
export interface Status {
  empty: boolean; // nothing imported: show the first run
  demo: boolean; // the store holds the demo portfolio
  readOnly: string; // sentence why, "" when writable
  store: string; // path of the file
  version: string;
  today: string; // the person's day
  inboxOpen: number;
  lastUpdated: string;
  clockWasWrong: boolean; // schedules go on by the clock as it is now
}

/** View is what every page is asked for. AsOf is "" for today, knownAt is set for what was known after an import. */
export interface View {
  asOf: string;
  knownAt?: number;
  scope: Scope; // "own" or "all"
  dark: boolean; // theme of the chart options
  lang: string;
}

/** Watched are the keys of what the person watches. */
export interface Watched {
  accounts: string[];
  entitlements: string[];
  products: string[];
  segments: string[];
}

/** Ending is one entitlement that ends in the window asked for. */
export interface Ending {
  key: string; // key of the entitlement
  accountKey: string;
  account: string;
  product: string;
  quantity: number | null;
  assigned: number | null;
  end: string;
  days: number;
  autoRenew: boolean | null;
  status: string;
  watched: boolean;
}

/** Line is one entitlement on the account page. */
export interface Line {
  key: string;
  product: string;
  sku: string;
  source: string;
  status: string;
  statusRaw: string;
  counts: boolean;
  trial: boolean;
  quantity: number | null;
  assigned: number | null;
  start: string;
  end: string;
  days: number | null;
  autoRenew: boolean | null;
  file: string; // where the row came from
  fileLine: number;
  import: number;
  watched: boolean;
}

/** ImportRow is one import of the history, or the result of a new one. */
export interface ImportRow {
  id: number;
  file: string;
  sha256: string;
  profile: string;
  title: string; // the profile in plain words
  dataset: string;
  class: string;
  asOf: string;
  state: ImportState; // committed duplicate refused undone dry_run cancelled
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  skipped: number;
  rejected: number;
  notes: string[];
  problems: Problem[];
  error: Fault | null; // of a refused file; code "asks": the wizard can answer
  importedAt: string;
  seconds: number;
  path: string; // of the file in a run, to open the wizard; "" in the history
  member: string;
  version: number; // of the profile
}

/** Problem is one row's problem. */
export interface Problem {
  row: number;
  column: string;
  code: string;
  message: string;
  value: string;
  note: boolean;
}

/** Fault is what every rejected call carries as JSON text in its message. */
export interface Fault {
  code: string;
  message: string;
  file?: string;
  row?: number;
  column?: string;
  field?: string;
  hint?: string;
}

/** Progress is the payload of the event "import:progress". */
export interface Progress {
  file: string;
  index: number; // 0-based file of Count
  count: number;
  rows: number;
  bytes: number;
  size: number;
  seconds: number;
  stage: string; // reading storing done
}

/** InboxItem is one notification. */
export interface InboxItem extends InboxExtra {
  id: number;
  rule: number;
  ruleName: string;
  ruleRemoved: boolean; // there is no such rule any more
  template: string; // the ready-made rule it was made of, "" for none
  instance: string;
  episode: number;
  title: string;
  body: string;
  reason: string; // e.g. "days_to_end = 14 ≤ 30"
  value: number | null;
  state: InboxState; // open done snoozed resolved superseded
  snoozedTo: string;
  resolution: string; // renewed, ended, below_clear, ...
  accountKey: string;
  account: string;
  product: string;
  end: string;
  days: number | null; // to the end, from the page's day
  createdAt: string;
  delivered: string[];
}
