import type { Cell, CellValue, DimensionKind, Part, Query, ResultColumn } from '../../api/metricTypes';
import type { Answer, ColumnStyle, Visual } from '../../api/reportTypes';
import type { Words } from '../catalog/useCatalog';

/** ColumnKind says how a column is sorted and filtered. */
export type ColumnKind = 'text' | 'number' | 'date';

/** TableColumn is a column as a table shows it. */
export interface TableColumn {
  id: string;
  column: ResultColumn;
  /** at is the place of its value in a row. */
  at: number;
  style?: ColumnStyle | undefined;
  title: string;
  kind: ColumnKind;
  /** dimension is the kind of the dimension whose values it holds; it is not set for figures. */
  dimension?: DimensionKind;
  /** metric is set for figures that can be explained. */
  metric?: string;
  /** key is set for what a row is about: its values tell it apart. */
  key: boolean;
  /** identifier is set for values that programs made: where there is no room they are cut, and whole in the tooltip. */
  identifier?: boolean;
  /** points are the places of the values of a line drawn in the cell. */
  points?: number[];
  /** groups head a pivoted column, the outermost first. */
  groups: string[];
  /** rank is 0 for columns that stay, and higher for those that leave sooner where there is no room. */
  rank: number;
}

/** idOf is the name of a column that no other of the answer has. */
export function idOf(column: ResultColumn): string {
  return column.other ? `${column.name}*` : column.name;
}

function kindOf(column: ResultColumn): ColumnKind {
  if (column.type === 'number' || column.type === 'ratio') return 'number';
  return column.type === 'date' || column.type === 'time' ? 'date' : 'text';
}

/** identifiers are dimensions whose values programs made, for programs. */
const identifiers = new Set([
  'account_id',
  'account_key',
  'entitlement',
  'entitlement_key',
  'import_id',
  'partner_id',
  'sku',
]);

function rankOf(column: ResultColumn): number {
  if (column.role === 'before') return 3;
  if (identifiers.has(column.name)) return 2;
  return column.role === 'delta_rate' ? 1 : 0;
}

/** metricOf is the metric a column's figures can be explained by. */
function metricOf(column: ResultColumn, query: Query): string | undefined {
  const name = column.metric ?? column.name;
  if (column.role === 'calculation' || column.role === 'change' || column.other) return undefined;
  return query.metrics?.includes(name) ? name : undefined;
}

/** states are columns whose values have an icon and a colour. */
const states = new Set(['status', 'health_band']);

function styleOf(column: ResultColumn, visual: Visual): ColumnStyle | undefined {
  const styles = visual.columns ?? [];
  const style =
    styles.find((one) => one.column === column.name) ??
    (column.pivot || column.other ? styles.find((one) => one.column === column.metric) : undefined);
  return states.has(column.name) && !style?.as ? { column: column.name, ...style, as: 'status' } : style;
}

/** columnsOf are the columns of an answer in its own order; those of a line are one. */
export function columnsOf(answer: Pick<Answer, 'query' | 'result'>, visual: Visual, words: Words): TableColumn[] {
  const { query, result } = answer;
  const lines = new Map<string, TableColumn>();
  const columns: TableColumn[] = [];
  result.columns.forEach((column, at) => {
    const style = styleOf(column, visual);
    const line = column.pivot && style?.as === 'spark' ? lines.get(style.column) : undefined;
    if (line) {
      line.points?.push(at);
      return;
    }
    const made = columnOf(column, at, style, query, words);
    if (made.points) lines.set(style?.column ?? '', made);
    columns.push(made);
  });
  // Where all columns of a pivot are lines, nothing is left to stand under heads of groups.
  const grouped = columns.some((one) => one.groups.some((group) => group !== ''));
  return grouped ? columns : columns.map((one) => ({ ...one, groups: [] }));
}

function columnOf(
  column: ResultColumn,
  at: number,
  style: ColumnStyle | undefined,
  query: Query,
  words: Words,
): TableColumn {
  const metric = metricOf(column, query);
  const made: TableColumn = {
    id: idOf(column),
    column,
    at,
    style,
    title: words.columnLabel(column, style),
    kind: kindOf(column),
    key: isKey(column, query),
    groups: [],
    rank: rankOf(column),
  };
  if (metric !== undefined) made.metric = metric;
  if (identifiers.has(column.name)) made.identifier = true;
  const dimension = column.role || column.metric || column.pivot ? undefined : words.dimension(column.name);
  if (dimension) made.dimension = dimension.kind;
  if (column.pivot && style?.as === 'spark') {
    return { ...made, id: `${style.column} …`, title: style.title ?? words.label(style.column), points: [at] };
  }
  if (!query.pivot?.length || made.key) return made;
  // The name of a pivoted column says the values, too.
  const plain = { ...column, ...(metric !== undefined && { name: metric }) };
  delete plain.pivot;
  delete plain.other;
  return {
    ...made,
    title: words.columnLabel(plain, style?.title ? style : undefined),
    groups: groupsOf(column, query, words),
  };
}

function isKey(column: ResultColumn, query: Query): boolean {
  if (column.role || column.metric || column.pivot || column.other) return false;
  if (query.columns) return column.type === 'text' && !column.name.endsWith('.before');
  return !query.metrics?.includes(column.name);
}

/** groupsOf are the words above a pivoted column, one for each dimension of Query.pivot. */
function groupsOf(column: ResultColumn, query: Query, words: Words): string[] {
  if (column.other || !column.pivot)
    return [column.other ? words.columnLabel({ ...column, name: '', metric: '' }) : ''];
  return column.pivot.map((value, i) => {
    const name = query.pivot?.[i] ?? '';
    const by = query.by?.find((one) => typeof one !== 'string' && one.dimension === name);
    return words.value(name, value, typeof by === 'object' ? by.grain : undefined);
  });
}

/** keysOf are the values that tell a row apart, by column. */
export function keysOf(columns: TableColumn[], values: CellValue[]): Record<string, CellValue> {
  return Object.fromEntries(columns.filter((one) => one.key).map((one) => [one.column.name, values[one.at] ?? null]));
}

/** cellOf names the figure in a column of a row, for explaining; undefined where the column has none. */
export function cellOf(column: TableColumn, row: number): Cell | undefined {
  if (column.metric === undefined || column.points) return undefined;
  const cell: Cell = { row, metric: column.metric };
  if (column.column.role === 'before') cell.role = 'before';
  if (column.column.pivot) cell.pivot = column.column.pivot;
  return cell;
}

function partKey(row: number, metric: string, pivot: unknown[] | undefined, other: boolean | undefined): string {
  return JSON.stringify([row, metric, pivot ?? 0, other ?? false]);
}

/** partsOf finds numerator and denominator of a rate by its row and column. */
export function partsOf(parts: Part[]): (row: number, column: ResultColumn) => Part | undefined {
  const byKey = new Map(parts.map((one) => [partKey(one.row, one.metric, one.pivot, one.other), one]));
  return (row, column) => {
    const name = column.pivot || column.other ? (column.metric ?? column.name) : column.name;
    return byKey.get(partKey(row, name, column.pivot, column.other));
  };
}
