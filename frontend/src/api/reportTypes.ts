/** Mirrors of backend/report (document, answer): field names are those of the JSON. */

import type { Cell, CellValue, Compare, Filter, Op, Query, Relation, Result } from './metricTypes';

export type Tone = 'crit' | 'warn' | 'good' | 'info' | 'neutral';

export type Show =
  | 'table'
  | 'crosstab'
  | 'tree'
  | 'figures'
  | 'indicator'
  | 'gauge'
  | 'bullet'
  | 'bar'
  | 'column'
  | 'line'
  | 'area'
  | 'combo'
  | 'pie'
  | 'donut'
  | 'funnel'
  | 'radar'
  | 'box'
  | 'range'
  | 'heatmap'
  | 'calendar'
  | 'scatter'
  | 'sankey'
  | 'treemap'
  | 'spans'
  | 'rates'
  | 'agenda';

export interface Series {
  column: string;
  show?: Show;
  tone?: 'counts' | 'part' | 'explained' | 'unknown' | 'over';
  negative?: boolean;
}

export interface NumberFormat {
  style: 'decimal' | 'abbreviated' | 'currency' | 'percentage' | 'scientific';
  digits?: number;
  currency?: string;
}

export interface ColumnStyle {
  column: string;
  title?: string;
  hidden?: boolean;
  pinned?: boolean;
  width?: number;
  format?: NumberFormat;
  as?: 'rate' | 'bar' | 'status' | 'spark' | 'days';
  foot?: 'none' | 'sum' | 'average' | 'min' | 'max';
  /** base and note are figures of the answer that in a row of figures stand beside and below this one. */
  base?: string;
  note?: string;
}

export interface StyleRule {
  column: string;
  op: Op;
  value?: unknown;
  values?: unknown[];
  tone: Tone;
  row?: boolean;
}

/** Visual says how an answer is shown; what is empty follows from the answer. */
export interface Visual {
  show: Show;
  category?: string;
  split?: string;
  values?: Series[];
  size?: string;
  stack?: 'sum' | 'share';
  goal?: { value?: number; metric?: string; title?: string };
  bands?: { to?: number; title?: string; tone: Tone }[];
  columns?: ColumnStyle[];
  rules?: StyleRule[];
  hundred?: boolean;
  labels?: 'all' | 'last';
  density?: 'dense' | 'relaxed';
}

/** Report is a question and the way its answer is shown. */
export interface Report {
  name?: string;
  version?: string; // as it was read from the library: a save says what it started from
  title: string;
  words?: string;
  query: Query;
  off?: Filter[];
  visual: Visual;
}

export interface Control {
  id: string;
  show: 'date' | 'list' | 'input';
  dimension: string;
  title?: string;
  filter?: Filter;
}

export interface DashboardToken {
  name: string;
  title?: string;
  type: 'text' | 'number' | 'date';
  value: unknown;
}

export interface Tile {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
  title?: string;
  sub?: string;
  report?: Report;
  ref?: string;
  text?: string;
  image?: string;
  alt?: string;
  ignores?: string[];
  opens?: string;
}

export interface Tab {
  id: string;
  title?: string;
  tiles: Tile[];
}

/** gridColumns and rowHeight are those of backend/report. */
export const gridColumns = 12;
export const rowHeight = 40;

/** Dashboard is a set of tiles on tabs, with the controls that filter them. */
export interface Dashboard {
  name?: string;
  version?: string; // as that of a report
  title: string;
  words?: string;
  about?: '' | 'account';
  controls?: Control[];
  tokens?: DashboardToken[];
  tabs: Tab[];
}

export type DocumentKind = 'report' | 'dashboard';

/** Kept is what a saved document is called from then on, and its version. */
export interface Kept {
  name: string;
  version: string;
}

/** Entry is a document in a list. */
export interface Entry {
  kind: DocumentKind;
  name: string;
  title: string;
  words: string;
  origin: 'shipped' | 'copy' | 'own';
  favourite: boolean;
  show?: Show;
  about?: string;
  datasets: Relation[];
  changed_at: string;
  uses?: string[];
  used_by?: string[];
}

/** Asking is a report as it is looked at. */
export interface Asking {
  report: Report;
  filters?: Filter[];
  tokens?: Record<string, unknown>;
  compare?: Compare;
  account?: string;
  limit?: number;
}

/** Mark is the figure behind a point of a drawing. */
export interface Mark extends Cell {
  keys?: Record<string, CellValue>;
}

/** Drawing is a drawn answer: option is the JSON text of an ECharts option. */
export interface Drawing {
  option: string;
  text: string;
  empty?: string;
  needs?: string;
  cells: (Mark | null)[][];
}

/** Answer is what a tile shows; query is what explaining, drilling and exporting take. */
export interface Answer {
  query: Query;
  title: string;
  result: Result;
  chart?: Drawing;
  not_applied: string[];
  milliseconds: number;
}

/** Found is one hit of the palette's search; route is where it leads: "account/…". */
export interface Found {
  kind: 'account' | 'entitlement' | 'report' | 'dashboard';
  title: string;
  sub: string;
  route: string;
}

export type ExportFormat = 'xlsx' | 'csv' | 'csv_local';
