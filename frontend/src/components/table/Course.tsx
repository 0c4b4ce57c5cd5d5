import { useQuery } from '@tanstack/react-query';

import type { Query, Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import { Spark } from './drawn';
import type { SourceRow, TablePage } from './source';
import { type Courses, courseQuery, coursesOf } from './sparks';

/** mostCourses is how many courses are read for a page of rows. */
const mostCourses = 5000;

const none: Query = {};

/** made keeps what the rows of a page have in common, so that each does not make it anew. */
const made = new WeakMap<TablePage, Map<string, Query | undefined>>();
const found = new WeakMap<Result, Courses>();

function queryOf({ query, page }: SourceRow, metric: string): Query | undefined {
  if (!page) return undefined;
  const known = made.get(page) ?? new Map<string, Query | undefined>();
  made.set(page, known);
  if (!known.has(metric)) known.set(metric, courseQuery(query, [metric], page));
  return known.get(metric);
}

function courseIn(answer: Result, { query, page, values }: SourceRow, metric: string) {
  if (!page) return undefined;
  const courses = found.get(answer) ?? coursesOf(answer, query.by ?? [], page);
  found.set(answer, courses);
  return courses(metric, values);
}

/** Course is the line of a metric over the last months, for a row. The rows of a page are asked for together. */
export function Course({ metric, row }: { metric: string; row: SourceRow }) {
  const query = queryOf(row, metric);
  const { data } = useQuery({ ...rowsQuery(query ?? none, 0, mostCourses), enabled: query !== undefined });
  const values = data && courseIn(data, row, metric);
  return values ? <Spark values={values} /> : null;
}
