import type { By, CellValue, Filter, Query, Result } from '../../api/metricTypes';
import { exactly } from '../filter/exactly';
import type { TablePage } from './source';

/** months is how long the course of a figure is that stands beside it. */
const months = 12;

/** mostNamed is how many values a question is narrowed to; a page of rows has fewer. */
const mostNamed = 500;

/** Courses finds the course of a metric for the row with these values: its values by period. */
export type Courses = (metric: string, values: CellValue[]) => CellValue[] | undefined;

function nameOf(by: By): string {
  return typeof by === 'string' ? by : by.dimension;
}

/** courseQuery asks for the course of metrics of a question, for a page of its rows: the same by month; undefined where it has none to ask for. */
export function courseQuery(query: Query, metrics: string[], page: TablePage): Query | undefined {
  const by = query.by ?? [];
  if (metrics.length === 0 || by.length === 0 || query.pivot?.length || by.some((one) => nameOf(one) === 'date')) {
    return undefined;
  }
  const { sort: _, top, having, compare, calculations, totals, limit, offset, ...rest } = query;
  const last = { dimension: 'date', op: 'last', n: months, unit: 'month' } as const;
  return {
    ...rest,
    metrics,
    by: [...by, { dimension: 'date', grain: 'month' }],
    pivot: ['date'],
    filter: { all: [...(query.filter ? [query.filter] : []), ...narrowed(by, page), last] },
  };
}

/**
 * narrowed keeps a question to the values that a page has, for each part of by that its rows all have a value of.
 * More rows than those of the page may pass; each row finds its own.
 */
function narrowed(by: By[], page: TablePage): Filter[] {
  return by.flatMap((one) => {
    if (typeof one !== 'string') return [];
    const at = page.columns.findIndex((column) => column.name === one);
    const values = [...new Set(page.rows.map((row) => row[at] ?? null))];
    if (values.length > mostNamed || values.includes(null)) return [];
    return [exactly({ dimension: one, op: 'in', values })];
  });
}

/** coursesOf finds the courses of the rows of a page in the answer to its courseQuery, by what tells rows apart. */
export function coursesOf(answer: Result, by: By[], page: TablePage): Courses {
  const names = by.map(nameOf);
  const places = ({ columns }: Pick<Result, 'columns'>) =>
    names.map((name) => columns.findIndex((one) => one.name === name));
  const keyOf = (values: CellValue[], at: number[]) => JSON.stringify(at.map((i) => values[i] ?? null));
  const at = places(answer);
  const rows = new Map(answer.rows.map((values) => [keyOf(values, at), values]));
  const points = new Map<string, number[]>();
  answer.columns.forEach(({ pivot, metric, name, role, other }, i) => {
    if (!pivot || role || other) return;
    const of = metric ?? name;
    points.set(of, [...(points.get(of) ?? []), i]);
  });
  const own = places(page);
  return (metric, values) => {
    const course = rows.get(keyOf(values, own));
    return course && points.get(metric)?.map((i) => course[i] ?? null);
  };
}
