import type {
  By,
  CalculatedColumn,
  Calculation,
  Compare,
  DefinitionKind,
  Definitions,
  DerivedMetric,
  Filter,
  Group,
  Relation,
  Sort,
  Token,
  Top,
} from '../../../api/metricTypes';
import type { ColumnStyle, Report, Show, StyleRule, Visual } from '../../../api/reportTypes';
import { columnsOf, compact, dimensionOf, fieldsOf, keysOf, list, type Mode, modeOf, tidy } from './parts';

/** FieldKind says where a field goes. */
export type FieldKind = 'metric' | 'dimension';

/** Definition is what a person adds, with the part of Definitions it belongs to. */
export type Definition =
  | { kind: 'column'; value: CalculatedColumn }
  | { kind: 'group'; value: Group }
  | { kind: 'metric'; value: DerivedMetric }
  | { kind: 'token'; value: Token };

/** Edit is one step of the person. Its type names the step in the words of undo. */
export type Edit =
  | { type: 'addField'; name: string; field: FieldKind; grain?: string; at?: number }
  | { type: 'removeField'; name: string }
  | { type: 'moveField'; name: string; to: number }
  | { type: 'setMode'; mode: Mode; dataset: Relation; columns: string[] }
  | { type: 'setDataset'; dataset: Relation; columns: string[] }
  | { type: 'setGrain'; name: string; grain: string }
  | { type: 'setFilter'; filter: Filter | undefined; having: Filter | undefined; off: Filter[] }
  | { type: 'setSort'; sort: Sort[] }
  | { type: 'setLimit'; limit: number | undefined }
  | { type: 'setTop'; top: Top | undefined }
  | { type: 'setCompare'; compare: Compare | undefined }
  | { type: 'setTotals'; totals: boolean }
  | { type: 'setCounting'; counting: boolean }
  | { type: 'setPivot'; pivot: string[] }
  | { type: 'setCalculation'; calculation: Calculation; was?: string; title?: string }
  | { type: 'removeCalculation'; name: string }
  | { type: 'setShow'; show: Show }
  | { type: 'setVisual'; visual: Partial<Visual> }
  | { type: 'setColumn'; style: ColumnStyle }
  | { type: 'setColumns'; columns: ColumnStyle[] }
  | { type: 'setRules'; rules: StyleRule[] }
  | { type: 'define'; definition: Definition; add: boolean; title?: string }
  | { type: 'keepForAll'; kind: DefinitionKind; name: string; add: boolean }
  | { type: 'undefine'; kind: DefinitionKind; name: string }
  | { type: 'setToken'; name: string; value: unknown }
  | { type: 'setTitle'; title: string }
  | { type: 'setWords'; words: string };

/** edit makes the report that an edit leads to. What speaks of a column that is gone goes with it. */
export function edit(report: Report, one: Edit): Report {
  const next = tidy(edited(report, one));
  const own = one.type === 'setColumns' || one.type === 'setVisual';
  return own ? next : inOrder(report, next, one.type === 'moveField');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * inOrder keeps the columns of a table in the order of the fields, which the
 * looks of columns would otherwise give another: those named come first. An
 * order the person gave the table itself stays, until fields are moved.
 */
function inOrder(before: Report, after: Report, moved: boolean): Report {
  const styles = after.visual.columns ?? [];
  const was = columnsOf(before.query);
  const untouched = same(was, columnsOf(after.query)) && same(before.visual.columns, after.visual.columns);
  if (untouched) return after;
  const places = (before.visual.columns ?? []).map((one) => was.indexOf(one.column)).filter((at) => at >= 0);
  const theirs = places.some((place, i) => i > 0 && place < (places[i - 1] ?? 0));
  if (styles.length === 0 || (theirs && !moved)) return after;
  const names = columnsOf(after.query);
  const says = (one: ColumnStyle) => Object.keys(one).length > 1;
  const last = Math.max(-1, ...styles.filter(says).map((one) => names.indexOf(one.column)));
  const named = names.slice(0, last + 1).map((name) => styles.find((one) => one.column === name) ?? { column: name });
  const others = styles.filter((one) => says(one) && !names.includes(one.column));
  return { ...after, visual: compact({ ...after.visual, columns: list([...named, ...others]) }) };
}

function edited(report: Report, one: Edit): Report {
  const { query, visual } = report;
  const withQuery = (part: Partial<typeof query>): Report => ({ ...report, query: compact({ ...query, ...part }) });
  const withVisual = (part: Partial<Visual>): Report => ({ ...report, visual: compact({ ...visual, ...part }) });
  switch (one.type) {
    case 'addField':
      return addField(report, one);
    case 'removeField':
      return removeField(report, one.name);
    case 'moveField':
      return moveField(report, one.name, one.to);
    case 'setMode':
      return one.mode === modeOf(query) ? report : turned(report, one.mode, one.dataset, one.columns);
    case 'setDataset':
      return withQuery({ dataset: one.dataset, columns: one.columns });
    case 'setGrain':
      return withQuery({
        by: (query.by ?? []).map((by) => (dimensionOf(by) === one.name ? byOf(one.name, one.grain) : by)),
      });
    case 'setFilter':
      return { ...withQuery({ filter: one.filter, having: one.having }), off: list(one.off) };
    case 'setSort':
      return withQuery({ sort: list(one.sort) });
    case 'setLimit':
      return withQuery({ limit: one.limit });
    case 'setTop':
      return withQuery({ top: one.top });
    case 'setCompare':
      return withQuery({ compare: one.compare });
    case 'setTotals':
      return withQuery({ totals: one.totals || undefined });
    case 'setCounting':
      return withQuery({ counting: one.counting || undefined });
    case 'setPivot':
      return withQuery({ pivot: list(one.pivot) });
    case 'setCalculation':
      return titled(
        withQuery({ calculations: put(query.calculations, one.calculation, one.was) }),
        one.calculation.name,
        one.title,
      );
    case 'removeCalculation':
      return withQuery({ calculations: (query.calculations ?? []).filter((each) => each.name !== one.name) });
    case 'setShow':
      return shown(report, one.show);
    case 'setVisual':
      return withVisual(one.visual);
    case 'setColumn':
      return withVisual({ columns: styled(visual.columns ?? [], one.style) });
    case 'setColumns':
      return withVisual({ columns: list(one.columns) });
    case 'setRules':
      return withVisual({ rules: list(one.rules) });
    case 'define':
      return defined(report, one);
    case 'keepForAll':
      return kept(report, one);
    case 'undefine':
      return dropped(report, one.kind, one.name);
    case 'setToken':
      return withQuery({ tokens: tokensWith(query.tokens, one.name, one.value) });
    case 'setTitle':
      return { ...report, title: one.title };
    case 'setWords':
      return { ...report, words: one.words === '' ? undefined : one.words };
  }
}

function byOf(dimension: string, grain: string | undefined): By {
  return grain ? { dimension, grain } : dimension;
}

function insert<V>(values: V[], value: V, at = values.length): V[] {
  return [...values.slice(0, at), value, ...values.slice(at)];
}

function addField(report: Report, { name, field, grain, at }: Extract<Edit, { type: 'addField' }>): Report {
  const { query } = report;
  if (fieldsOf(query).includes(name)) return report;
  const keys = keysOf(query).length;
  if (modeOf(query) === 'rows') {
    return { ...report, query: { ...query, columns: insert(query.columns ?? [], name, at) } };
  }
  if (field === 'metric') {
    const to = at === undefined ? undefined : Math.max(0, at - keys);
    return { ...report, query: { ...query, metrics: insert(query.metrics ?? [], name, to) } };
  }
  const to = at === undefined ? undefined : Math.min(at, keys);
  return { ...report, query: { ...query, by: insert(query.by ?? [], byOf(name, grain), to) } };
}

function removeField(report: Report, name: string): Report {
  const { query } = report;
  const others = (names: string[] | undefined) => list((names ?? []).filter((one) => one !== name));
  // A list of rows stays one when its last column goes.
  const dataset = modeOf(query) === 'rows' ? (query.dataset ?? 'entitlements') : query.dataset;
  return {
    ...report,
    query: compact({
      ...query,
      dataset,
      metrics: others(query.metrics),
      columns: others(query.columns),
      by: list((query.by ?? []).filter((by) => dimensionOf(by) !== name)),
    }),
  };
}

function moved<V>(values: V[], from: number, to: number): V[] {
  const rest = values.filter((_, i) => i !== from);
  const value = values[from];
  return value === undefined ? values : insert(rest, value, Math.max(0, Math.min(to, rest.length)));
}

/** moveField puts a field at a place among all fields; figures stay behind what they are split by. */
function moveField(report: Report, name: string, to: number): Report {
  const { query } = report;
  if (modeOf(query) === 'rows') {
    const columns = query.columns ?? [];
    return { ...report, query: { ...query, columns: moved(columns, columns.indexOf(name), to) } };
  }
  const by = query.by ?? [];
  const key = by.findIndex((one) => dimensionOf(one) === name);
  if (key >= 0) return { ...report, query: { ...query, by: moved(by, key, to) } };
  const metrics = query.metrics ?? [];
  return { ...report, query: { ...query, metrics: moved(metrics, metrics.indexOf(name), to - by.length) } };
}

/** turned asks for rows in the place of figures, or the other way; filters and what is defined stay. */
function turned(report: Report, mode: Mode, dataset: Relation, columns: string[]): Report {
  const { filter, define, tokens, scope, as_of, known_at } = report.query;
  const kept = { filter, define, tokens, scope, as_of, known_at };
  const query = compact(mode === 'rows' ? { ...kept, dataset, columns } : { ...kept, metrics: [] });
  return { ...report, query, visual: { show: 'table' } };
}

/** shown changes the kind of visual, and lays the answer out for the two kinds that need it. */
function shown(report: Report, show: Show): Report {
  const { query, visual } = report;
  const keys = keysOf(query);
  const pivot = show === 'crosstab' && keys.length > 1 ? (query.pivot ?? keys.slice(-1)) : undefined;
  return {
    ...report,
    query: compact({ ...query, pivot: modeOf(query) === 'rows' ? undefined : pivot }),
    visual: { ...visual, show },
  };
}

function put<V extends { name: string }>(values: V[] | undefined, value: V, was = value.name): V[] {
  const before = values ?? [];
  return before.some((one) => one.name === was)
    ? before.map((one) => (one.name === was ? value : one))
    : [...before, value];
}

/** styled puts the look of a column in its place; a look that says nothing goes. */
function styled(columns: ColumnStyle[], style: ColumnStyle): ColumnStyle[] | undefined {
  const clean = compact(style);
  const found = columns.some((one) => one.column === style.column);
  const next = found ? columns.map((one) => (one.column === style.column ? clean : one)) : [...columns, clean];
  return list(next);
}

const lists: Record<DefinitionKind, keyof Definitions> = {
  column: 'columns',
  group: 'groups',
  metric: 'metrics',
  token: 'tokens',
};

function without(define: Definitions | undefined, kind: DefinitionKind, name: string): Definitions {
  const key = lists[kind];
  const values = (define?.[key] ?? []) as { name: string }[];
  return compact({ ...define, [key]: list(values.filter((one) => one.name !== name)) });
}

/** definitionsOf is a document of one definition. */
export function definitionsOf({ kind, value }: Definition): Definitions {
  return { [lists[kind]]: [value] };
}

function defined(report: Report, { definition, add, title }: Extract<Edit, { type: 'define' }>): Report {
  const { kind, value } = definition;
  const key = lists[kind];
  const before = (report.query.define?.[key] ?? []) as { name: string }[];
  const define: Definitions = { ...report.query.define, [key]: put(before, value) };
  const next: Report = { ...report, query: { ...report.query, define } };
  return titled(add ? withDefined(next, kind, value.name) : next, value.name, title);
}

/** titled gives a column its title; without one it keeps what it has. */
function titled(report: Report, column: string, title: string | undefined): Report {
  if (!title) return report;
  const columns = report.visual.columns ?? [];
  const style = columns.find((one) => one.column === column);
  return { ...report, visual: { ...report.visual, columns: styled(columns, { ...style, column, title }) } };
}

/** withDefined puts what was just defined into the report. */
function withDefined(report: Report, kind: DefinitionKind, name: string): Report {
  if (kind === 'token' || (kind === 'metric' && modeOf(report.query) === 'rows')) return report;
  return addField(report, { type: 'addField', name, field: kind === 'metric' ? 'metric' : 'dimension' });
}

/** kept leaves a definition to all reports: this one no longer brings its own. */
function kept(report: Report, { kind, name, add }: Extract<Edit, { type: 'keepForAll' }>): Report {
  const define = without(report.query.define, kind, name);
  const query = compact({ ...report.query, define: Object.keys(define).length > 0 ? define : undefined });
  return add ? withDefined({ ...report, query }, kind, name) : { ...report, query };
}

function dropped(report: Report, kind: DefinitionKind, name: string): Report {
  const define = without(report.query.define, kind, name);
  const query = compact({ ...report.query, define: Object.keys(define).length > 0 ? define : undefined });
  return kind === 'token' ? { ...report, query } : removeField({ ...report, query }, name);
}

function tokensWith(tokens: Record<string, unknown> | undefined, name: string, value: unknown) {
  const { [name]: _, ...rest } = tokens ?? {};
  const next = value === undefined || value === '' ? rest : { ...rest, [name]: value };
  return Object.keys(next).length > 0 ? next : undefined;
}
