/** Mirrors of backend/metric (query, definition, explain, catalog): field names are those of the JSON. */

export type Relation = string;

export type Op =
  | 'eq'
  | 'ne'
  | 'in'
  | 'not_in'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'between'
  | 'not_between'
  | 'is_null'
  | 'not_null'
  | 'this'
  | 'next'
  | 'last'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'not_starts_with'
  | 'ends_with'
  | 'not_ends_with'
  | 'is_empty'
  | 'not_empty';

/** Filter is a tree: all and any hold children, otherwise it is one comparison. */
export interface Filter {
  all?: Filter[];
  any?: Filter[];
  dimension?: string;
  metric?: string;
  op?: Op;
  value?: unknown;
  values?: unknown[];
  literal?: boolean; // the values are those of data: braces in them are no tokens
  grain?: string;
  n?: number | string; // a number, or a token: "{{WINDOW}}"
  unit?: string; // day week month quarter year
  rolling?: boolean;
  excluded?: boolean;
  from?: string;
}

/** By is a name, or a name with a grain. */
export type By = string | { dimension: string; grain?: string };

export interface Sort {
  by: string;
  desc?: boolean;
}

export interface Top {
  dimension: string;
  n: number;
  metric: string;
  least?: boolean;
  other?: boolean;
}

/** Compare asks the same of another state; exactly one of as_of, known_at and back is set. */
export interface Compare {
  as_of?: string;
  known_at?: number;
  back?: number;
  unit?: string;
}

export interface Calculation {
  name: string;
  metric: string;
  kind:
    | 'running_sum'
    | 'running_average'
    | 'running_min'
    | 'running_max'
    | 'difference'
    | 'percent_difference'
    | 'rank'
    | 'share';
  per?: string[];
}

/** Query is one question (docs/cli.md). */
export interface Query {
  metrics?: string[];
  by?: By[];
  filter?: Filter;
  dashboard_filter?: Filter;
  having?: Filter;
  columns?: string[];
  dataset?: Relation;
  tokens?: Record<string, unknown>;
  define?: Definitions;
  scope?: string;
  as_of?: string;
  known_at?: number;
  sort?: Sort[];
  limit?: number;
  offset?: number;
  totals?: boolean;
  top?: Top;
  compare?: Compare;
  calculations?: Calculation[];
  pivot?: string[];
  counting?: boolean;
}

export type ColumnType = 'text' | 'number' | 'ratio' | 'date' | 'time' | 'boolean';

/** ResultColumn describes one column of a Result. */
export interface ResultColumn {
  name: string;
  type: ColumnType;
  format: string;
  unit: string;
  role?: 'before' | 'delta' | 'delta_rate' | 'change' | 'calculation';
  metric?: string;
  pivot?: unknown[];
  other?: boolean;
}

/** Part holds numerator and denominator of a ratio cell; row -1 is the totals. */
export interface Part {
  row: number;
  metric: string;
  numerator: number | null;
  denominator: number | null;
  detail?: Record<string, unknown>;
  pivot?: unknown[];
  other?: boolean;
}

export type CellValue = string | number | boolean | null;

/** Result is an answer. Missing is null, ratios are fractions, days are YYYY-MM-DD. */
export interface Result {
  columns: ResultColumn[];
  rows: CellValue[][];
  totals?: CellValue[];
  others?: number[];
  row_count: number;
  ungrouped?: Record<string, number>;
  data_as_of: string;
  as_of_by_dataset: Record<string, string>;
  last_updated: string;
  parts: Part[];
  compared?: { as_of: string; known_at?: number; data_as_of: string; as_of_by_dataset: Record<string, string> };
}

export interface CalculatedColumn {
  name: string;
  words?: string;
  expression: string;
  unit?: string;
  format?: string;
  /** made is set where the expression was made of a group: it may be long. */
  made?: boolean;
}

export interface Bins {
  kind: 'dynamic' | 'fixed' | 'custom';
  count?: number;
  min?: number | null;
  max?: number | null;
  bins?: { name?: string; from: number | null; to: number | null }[];
}

export interface Group {
  name: string;
  words?: string;
  column: string;
  numbers?: Bins;
  lists?: { name: string; values: string[] }[];
  conditions?: { name: string; filter: Filter }[];
  other?: string;
}

export interface DerivedMetric {
  name: string;
  words?: string;
  metric?: string;
  filter?: Filter;
  aggregate?: string;
  column?: string;
  dataset?: Relation;
  unit?: string;
  format?: string;
}

export interface Token {
  name: string;
  words?: string;
  kind: 'value' | 'list' | 'metric' | 'data';
  type?: 'text' | 'number' | 'date';
  value?: unknown;
  values?: unknown[];
  query?: Query;
  column?: string;
}

export type DefinitionKind = 'column' | 'group' | 'metric' | 'token';

export interface Definitions {
  columns?: CalculatedColumn[];
  groups?: Group[];
  metrics?: DerivedMetric[];
  tokens?: Token[];
}

/** Use names what uses a definition. */
export interface Use {
  kind: string;
  name: string;
}

/** Cell names one figure of an answer: row -1 is the totals. */
export interface Cell {
  row: number;
  metric: string;
  role?: string;
  pivot?: unknown[];
}

export interface ExplainedPart {
  name: string;
  words: string;
  value: number | null;
  rows: Query[];
  count: number;
}

export interface Cause {
  name: string;
  words: string;
  confidence: 'confirmed' | 'likely' | 'possible';
  points?: number;
  count?: number;
  rows?: Query;
}

/** Explanation is the number passport. */
export interface Explanation {
  metric: string;
  words: string;
  formula: string;
  substituted: string;
  value: CellValue;
  unit: string;
  format: string;
  denominator?: string;
  window?: string;
  conditions: string[];
  keys: Record<string, CellValue>;
  parts: ExplainedPart[];
  columns: ResultColumn[];
  rows: Record<string, CellValue>[];
  count: number;
  check: { holds: boolean; value: number | null; words: string };
  excluded: { words: string; rows: number }[];
  causes?: Cause[];
  notes?: string[];
  data_as_of: string;
  as_of_by_dataset: Record<string, string>;
  last_updated: string;
}

export interface ValueList {
  dimension: string;
  dataset?: Relation;
  filter?: Filter;
  search?: string;
  scope?: string;
  as_of?: string;
  known_at?: number;
  limit?: number;
}

export interface ListedValue {
  value: CellValue;
  rows: number;
}

export type DimensionKind = 'text' | 'number' | 'date' | 'time' | 'flag' | 'scope' | 'days';

export interface Dataset {
  name: Relation;
  label: string;
  words: string;
  levels: boolean;
  facts: string[];
  dimensions: string[];
}

export interface Dimension {
  name: string;
  label: string;
  words: string;
  kind: DimensionKind;
  unit?: string;
  unit_column?: string;
  listed?: boolean;
  counting?: boolean;
  format?: string;
  /** expression is set for calculated columns and groups. */
  expression?: string;
  items?: string[];
}

export interface Measure {
  name: string;
  words: string;
  dataset: Relation;
  with?: Relation;
}

export interface Metric {
  name: string;
  label: string;
  words: string;
  formula: string;
  measure: string;
  per?: string;
  unit: string;
  format: string;
  denominator?: string;
  window?: string;
  split_by: string[];
  origin?: string;
  derived?: DerivedMetric;
}

/** Catalog is everything a query may name, in the person's language. */
export interface Catalog {
  datasets: Dataset[];
  dimensions: Dimension[];
  measures: Measure[];
  metrics: Metric[];
  units?: Record<string, { one: string; other: string }>;
  /** values are words for values that are ours: by dimension, or by kind ("flag", "scope"). */
  values?: Record<string, Record<string, string>>;
  /** within are names as they stand within a sentence, in a language that writes its nouns large there and other words not. */
  within?: Record<string, string>;
}

/** ExpressionReading is an expression as it was understood. */
export interface ExpressionReading {
  type: string;
  unit: string;
  canonical: string;
  local: string;
  columns: string[];
  datasets: Relation[];
  dataset: Relation;
  sample: Result; // the columns, and the value as expression_value
  /** problem is set where the text cannot be read: offsets are in UTF-16 units of the text. */
  problem?: { start: number; end: number; message: string; hint: string };
}

/** FunctionWords describes a function of the expression language. */
export interface FunctionWords {
  name: string;
  class: 'logic' | 'number' | 'text' | 'date' | 'aggregate';
  signature: string;
  words: string;
  example: string;
}
