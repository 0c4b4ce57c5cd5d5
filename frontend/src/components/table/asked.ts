import type { Filter, Query, Sort } from '../../api/metricTypes';
import { exactly } from '../filter/exactly';
import type { TableColumn } from './columns';
import type { ColumnFilter } from './values';

/** Filters are those of a table's columns, by id. */
export type Filters = Record<string, ColumnFilter>;

/** Named is what a comparison is about: a dimension, with the grain of its values, or a metric. */
type Named = Pick<Filter, 'dimension' | 'grain' | 'metric'>;

function comparisons(name: Named, filter: ColumnFilter): Filter[] {
  const made: Filter[] = [];
  if (filter.contains) made.push(exactly({ ...name, op: 'contains', value: filter.contains }));
  if (filter.values?.length) made.push(chosen(name, filter.values));
  if (filter.from !== undefined) made.push({ ...name, op: 'ge', value: filter.from });
  if (filter.to !== undefined) made.push({ ...name, op: 'le', value: filter.to });
  return made;
}

function chosen(name: Named, values: unknown[]): Filter {
  const told = values.filter((value) => value !== null);
  const lacks: Filter = { ...name, op: 'is_null' };
  if (told.length === 0) return lacks;
  const some = exactly({ ...name, op: 'in', values: told });
  return told.length === values.length ? some : { any: [some, lacks] };
}

/** joined is a filter that holds with all others. */
export function joined(filter: Filter | undefined, more: Filter[]): Filter | undefined {
  if (more.length === 0) return filter;
  const parts = filter ? [filter, ...more] : more;
  return parts.length === 1 ? parts[0] : { all: parts };
}

/** canAsk says whether a column's values can be sorted and filtered by a question. */
export function canAsk(column: TableColumn): boolean {
  return !column.points && column.column.role !== 'change' && column.column.role !== 'calculation';
}

/**
 * askedOf is a table's question with the sorting and the filters of its columns,
 * and without its limit: its rows come by pages. Dimensions filter the rows
 * behind the answer, figures the rows of the answer.
 */
export function askedOf(query: Query, columns: TableColumn[], sort: Sort[], filters: Filters, find: string): Query {
  const made: Query = { ...query };
  delete made.limit;
  delete made.offset;
  if (sort.length > 0) made.sort = sort;
  const rows: Filter[] = [];
  const figures: Filter[] = [];
  for (const column of columns) {
    const filter = filters[column.id];
    if (!filter || !canAsk(column)) continue;
    const name = column.column.name;
    if (isFigure(column, query)) figures.push(...comparisons({ metric: name }, filter));
    else rows.push(...comparisons(dimensionOf(name, query), filter));
  }
  if (find !== '') rows.push(findFilter(columns, query, find));
  const filter = joined(query.filter, rows);
  const having = joined(query.having, figures);
  if (filter) made.filter = filter;
  if (having) made.having = having;
  return made;
}

/** dimensionOf names a dimension, with the grain by which the question splits. */
export function dimensionOf(name: string, query: Query): Named {
  const by = query.by?.find((one) => typeof one !== 'string' && one.dimension === name);
  return typeof by === 'object' && by.grain ? { dimension: name, grain: by.grain } : { dimension: name };
}

function isFigure(column: TableColumn, query: Query): boolean {
  return !query.columns && !column.key;
}

/** findFilter keeps the rows that have a text in one of the columns of texts. */
function findFilter(columns: TableColumn[], query: Query, find: string): Filter {
  const texts = columns.filter((one) => one.dimension === 'text' && !isFigure(one, query));
  return { any: texts.map((one) => exactly({ dimension: one.column.name, op: 'contains', value: find })) };
}
