import type { By, Calculation, Definitions, Query } from '../../../api/metricTypes';
import type { Report } from '../../../api/reportTypes';

/** Mode is what a report asks for: figures (metrics by dimensions) or rows (columns of a dataset). */
export type Mode = 'figures' | 'rows';

/** modeOf tells the mode of a question. */
export function modeOf(query: Query): Mode {
  return (query.columns?.length ?? 0) > 0 || (query.dataset !== undefined && !query.metrics?.length)
    ? 'rows'
    : 'figures';
}

/** dimensionOf is the name of a part of By. */
export function dimensionOf(by: By): string {
  return typeof by === 'string' ? by : by.dimension;
}

/** grainOf is the grain of a part of By, "" for none. */
export function grainOf(by: By): string {
  return typeof by === 'string' ? '' : (by.grain ?? '');
}

/** keysOf are the names of the columns that are no figures. */
export function keysOf(query: Query): string[] {
  return modeOf(query) === 'rows' ? (query.columns ?? []) : (query.by ?? []).map(dimensionOf);
}

/** fieldsOf are the names in a report, in their order. */
export function fieldsOf(query: Query): string[] {
  return [...keysOf(query), ...(query.metrics ?? [])];
}

/** columnsOf are the names of the columns that the answer will have, without those of a comparison. */
export function columnsOf(query: Query): string[] {
  return [...fieldsOf(query), ...(query.calculations ?? []).map((one) => one.name)];
}

/** sortableOf are the columns the rows can be sorted by: calculations run along the rows in their order, and cannot make it. */
export function sortableOf(query: Query): string[] {
  return fieldsOf(query);
}

/** isEmpty says that nothing is asked for yet. */
export function isEmpty(query: Query): boolean {
  return !query.metrics?.length && !query.columns?.length;
}

/** list leaves an empty list out, as the documents do. */
export function list<V>(values: V[]): V[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** compact leaves out what is undefined, so that equal documents are equal texts. */
export function compact<V extends object>(value: V): V {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as V;
}

/** root is the name of the figure that NAME.before, NAME.delta or NAME.delta_rate is about. */
function root(name: string): string {
  return name.replace(/\.(before|delta|delta_rate)$/, '');
}

/** tidy drops every part of a report that speaks of a column it no longer has. */
export function tidy(report: Report): Report {
  const { query, visual } = report;
  const metrics = query.metrics ?? [];
  const keys = keysOf(query);
  const isKey = (name: string) => keys.includes(name);
  const isMetric = (name: string) => metrics.includes(root(name));
  const calculations = (query.calculations ?? []).filter((one) => isMetric(one.metric)).map((one) => perOf(one, isKey));
  const names = [...keys, ...metrics, ...calculations.map((one) => one.name)];
  const known = (name: string) => names.includes(root(name));
  const part = (name: string | undefined) => (name !== undefined && known(name) ? name : undefined);
  const goal = visual.goal?.metric !== undefined && !isMetric(visual.goal.metric) ? undefined : visual.goal;
  return compact({
    ...report,
    query: compact({
      ...query,
      sort: list((query.sort ?? []).filter((one) => known(one.by) || one.by === 'change')),
      top: query.top && isKey(query.top.dimension) && isMetric(query.top.metric) ? query.top : undefined,
      calculations: list(calculations),
      pivot: list((query.pivot ?? []).filter(isKey)),
    }),
    visual: compact({
      ...visual,
      category: part(visual.category),
      split: part(visual.split),
      size: part(visual.size),
      goal,
      values: list((visual.values ?? []).filter((one) => known(one.column))),
      columns: list((visual.columns ?? []).filter((one) => known(one.column))),
      rules: list((visual.rules ?? []).filter((one) => known(one.column))),
    }),
  });
}

function perOf(calculation: Calculation, isKey: (name: string) => boolean): Calculation {
  return compact({ ...calculation, per: list((calculation.per ?? []).filter(isKey)) });
}

/** definedNames are the names a report defines for itself. */
export function definedNames(define: Definitions | undefined): string[] {
  if (!define) return [];
  return [...(define.columns ?? []), ...(define.groups ?? []), ...(define.metrics ?? [])].map((one) => one.name);
}
