/** Mirrors of backend/watch (rule, condition, activity): field names are those of the JSON. */

import type { Filter, Query } from './metricTypes';

export type ConditionKind =
  | 'threshold'
  | 'change'
  | 'trend'
  | 'unused'
  | 'ends_within'
  | 'ended'
  | 'act_by'
  | 'stale'
  | 'crosses'
  | 'appears'
  | 'disappears'
  | 'changes'
  | 'enters'
  | 'leaves';

/** Comparison says on which side of a level a figure must be. */
export type Comparison = 'gt' | 'ge' | 'lt' | 'le';

export interface Condition {
  kind: ConditionKind;
  metric?: string;
  /** fallback is the metric that stands in where metric has no value. */
  fallback?: string;
  op?: Comparison;
  value?: number;
  clear?: number;
  for?: number;
  base?: { metric: string; at_least: number };
  and?: { metric: string; op: Comparison; value: number }[];
  direction?: 'up' | 'down' | 'either';
  by?: number;
  relative?: boolean;
  against?: 'previous' | 'median' | 'year';
  over?: number;
  unit?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  bands?: number[];
  days?: number;
  columns?: string[];
  segment?: string;
}

export interface Trigger {
  on?: 'import' | 'added' | 'updated';
  dataset?: string;
  every?: 'minute' | 'hour' | 'day' | 'week' | 'month';
  n?: number;
  at?: string;
  weekdays?: string[];
  days?: number[];
  cron?: string;
  zone?: string;
  from?: string;
  until?: string;
}

/** WatchScope is what a rule watches: "all", "watched", or named ones, less those that are excluded. */
export type WatchScope =
  | 'all'
  | 'watched'
  | {
      watched?: boolean;
      accounts?: string[];
      segment?: string;
      exclude?: { accounts?: string[]; products?: string[]; skus?: string[]; free?: boolean };
    };

/** RuleDocument is a rule as it is kept, exported, and given to `rule add`. */
export interface RuleDocument {
  name: string;
  template?: string;
  note?: string;
  watch: WatchScope;
  query?: Query;
  per?: string[];
  condition: Condition;
  trigger?: Trigger;
  list_days?: number;
  repeat_days?: number;
  stages?: number[];
  stages_of?: { filter: Filter; stages: number[] }[];
  destinations?: string[];
  severity?: 'critical' | 'warning' | 'notice';
  message?: { title?: string; body?: string };
}

/** ShortRule is a rule file of one of the two simple templates: ends_within has days, usage_over threshold and clear. */
export interface ShortRule {
  name: string;
  template: string;
  days?: number;
  threshold?: number;
  clear?: number;
  list_days?: number;
  repeat_days?: number;
  per?: string[];
  watch: WatchScope;
}

export type RuleState = 'active' | 'paused' | 'draft';

/** ListedRule is a rule in the list, with what became of it. */
export interface ListedRule {
  id: number;
  rule: RuleDocument;
  state: RuleState;
  version: number;
  sentence: string;
  firing: number;
  told_this_week: number;
  evaluated_at: string; // RFC 3339, "" for never
  outcome: '' | 'ok' | 'no_data' | 'failed';
  problem: string;
  next_at: string; // of a schedule, "" for none
  unknown?: UnknownAccount[];
}

/** RuleTemplate is one ready-made rule. */
export interface RuleTemplate {
  name: string;
  title: string;
  words: string;
  group: string; // renewals usage adoption data
  rule: RuleDocument;
}

export type InstanceState = 'normal' | 'pending' | 'firing' | 'no_data' | 'failed';

export interface RuleInstance {
  instance: string;
  title: string;
  keys: Record<string, unknown>;
  state: InstanceState;
  held?: number;
  value: number | null;
  parts?: (number | null)[];
  reason: string;
  since?: string;
}

export interface Notice {
  title: string;
  body: string;
  account_key: string;
  account: string;
  product: string;
  entitlement: string;
  end: string;
}

/** UnknownAccount is an account that a rule names and that nobody goes by, with the name most like it. */
export interface UnknownAccount {
  field: string; // of the rule: "watch.accounts[0]"
  name: string;
  nearest?: string;
}

/** Inspected is what a rule finds now, before it is kept; problem where it cannot be. */
export interface Inspected {
  problem?: { message: string; field?: string; hint?: string };
  sentence: string;
  instances: number;
  holding: number;
  no_data: number;
  seen: RuleInstance[];
  preview: Notice | null;
  unknown?: UnknownAccount[];
  gaps?: Record<string, number>;
  series?: { day: string; value: number | null }[];
}

export interface Rehearsed {
  day: string;
  instance: string;
  title: string;
  body: string;
  value: number | null;
  resolution?: string;
  resolved?: string;
  filtered?: boolean;
}

export interface Rehearsal {
  from: string;
  to: string;
  evaluations: number;
  imports: number;
  seconds: number;
  firings: Rehearsed[];
  weeks: { start: string; count: number; filtered: number; silent: boolean }[];
  before: number;
  budget: number;
  fixes: RuleFix[];
}

export interface RuleFix {
  kind: 'clear_level' | 'for' | 'base' | 'auto_renew' | 'monthly' | 'repeat' | 'per_account';
  affected: number;
  value?: number;
  rule: RuleDocument;
  after: number;
}

/** ruleItself is the instance that stands for a rule as a whole, where it could not be evaluated. */
export const ruleItself = '!rule';

export interface Activity {
  id: number;
  at: string;
  rule: number;
  /** rule_name is that of the rule, whatever became of it. */
  rule_name?: string;
  kind:
    | 'edited'
    | 'switched'
    | 'evaluated'
    | 'fired'
    | 'resolved'
    | 'delivered'
    | 'undelivered'
    | 'answered'
    | 'tested';
  instance?: string;
  item?: number;
  detail: Record<string, unknown>;
}

export interface RuleVersion {
  number: number;
  at: string;
  /** sentence is the definition in plain words. */
  sentence?: string;
  rule: RuleDocument;
}

/** WhyExplained says why an instance fired, or why it did not. */
export interface WhyExplained {
  rule: number;
  instance: string;
  told: boolean;
  steps: { kind: string; ok: boolean; at?: string; detail?: Record<string, unknown> }[];
}

export interface Segment {
  name: string;
  title: string;
  kind: 'account' | 'entitlement' | 'product';
  filter: Filter;
  size: number;
}

/** SnoozeReturn is what brings a snoozed item back: exactly one of these. */
export interface SnoozeReturn {
  day?: string;
  import?: boolean;
  moved?: number;
  notice?: boolean;
}

/** Tested says which channel delivered a test. */
export interface Tested {
  channel: string;
  shown: boolean;
  error: string;
}
