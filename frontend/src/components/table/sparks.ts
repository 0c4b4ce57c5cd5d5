import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { By, CellValue, Query, Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import type { Answer } from '../../api/reportTypes';
import type { TableColumn } from './columns';
import type { SourceRow } from './source';

/** months is how long the course of a figure is that stands beside it. */
const months = 12;

/** mostCourses is of how many rows the course is asked for. */
const mostCourses = 5000;

/** SparksOf are the values of a figure by period, for a row. */
export type SparksOf = (column: TableColumn, row: SourceRow) => CellValue[] | undefined;

/** coursed are the columns whose figure has its course beside it: those drawn as a line that are no pivot's. */
function coursed(columns: TableColumn[]): TableColumn[] {
  return columns.filter((one) => one.style?.as === 'spark' && one.metric !== undefined && !one.points);
}

function nameOf(by: By): string {
  return typeof by === 'string' ? by : by.dimension;
}

/** courseQuery asks for the course of the figures of a question: the same rows by month; undefined where it has none to ask for. */
export function courseQuery(query: Query, metrics: string[]): Query | undefined {
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
    filter: { all: [...(query.filter ? [query.filter] : []), last] },
  };
}

/** courses finds the course of a row in the answer to courseQuery by what tells the row apart. */
export function courses(course: Result, by: By[], answer: Pick<Answer, 'result'>): SparksOf {
  const names = by.map(nameOf);
  const places = (result: Result) => names.map((name) => result.columns.findIndex((one) => one.name === name));
  const keyOf = (values: CellValue[], at: number[]) => JSON.stringify(at.map((i) => values[i] ?? null));
  const at = places(course);
  const rows = new Map(course.rows.map((values) => [keyOf(values, at), values]));
  const points = new Map<string, number[]>();
  course.columns.forEach(({ pivot, metric, name, role, other }, i) => {
    if (!pivot || role || other) return;
    const of = metric ?? name;
    points.set(of, [...(points.get(of) ?? []), i]);
  });
  const own = places(answer.result);
  return (column, row) => {
    const values = rows.get(keyOf(row.values, own));
    return values && points.get(column.metric ?? '')?.map((i) => values[i] ?? null);
  };
}

const none: SparksOf = () => undefined;

/** useSparks asks for the courses that stand beside figures. */
export function useSparks(answer: Answer, columns: TableColumn[]): SparksOf {
  const { query } = answer;
  const metrics = coursed(columns).flatMap((one) => one.metric ?? []);
  const course = courseQuery(query, metrics);
  const { data } = useQuery({ ...rowsQuery(course ?? {}, 0, mostCourses), enabled: course !== undefined });
  return useMemo(() => (data && query.by ? courses(data, query.by, answer) : none), [data, query, answer]);
}
