import type { Cell, CellValue, Part, Query, ResultColumn } from '../../api/metricTypes';
import type { Answer, Tone, Visual } from '../../api/reportTypes';
import type { Words } from '../catalog/useCatalog';
import { holds } from '../table/values';

/** Companion is a figure that stands with another one. */
export interface Companion {
  column: ResultColumn;
  value: number;
  title: string;
  tone: Tone | undefined;
}

/** FigureData is one figure of an answer with what it is made of and compared with. */
export interface FigureData {
  column: ResultColumn;
  cell: Cell;
  value: CellValue;
  /** of and part are the base and the numerator of a ratio. */
  of: number | null;
  part: number | null;
  /** counts is the unit of what a ratio is divided by, "" where it has none. */
  counts: string;
  /** beside and below are the figures that stand with it; below has the tone of its rule. */
  beside?: Companion;
  below?: Companion;
  /** currency is that of an amount, "" where the answer does not tell. */
  currency: string;
  /** delta is the change against the state compared with; undefined where nothing is compared. */
  delta?: { column: ResultColumn; value: number | null };
}

/** metricColumns are the columns of an answer that hold figures of its metrics, in the order the visual names them. */
export function metricColumns(answer: Answer, visual: Visual): ResultColumn[] {
  const metrics = answer.query.metrics ?? [];
  const styles = visual.columns ?? [];
  const hidden = new Set([
    ...styles.filter((style) => style.hidden).map((style) => style.column),
    ...(visual.show === 'figures' ? styles.flatMap(({ base, note }) => [base, note]) : []),
  ]);
  const columns = answer.result.columns.filter(
    ({ name, role }) => (role === undefined || role === ('' as never)) && metrics.includes(name) && !hidden.has(name),
  );
  const wanted = (visual.values ?? []).map((series) => series.column);
  if (wanted.length === 0) return columns;
  return wanted.flatMap((name) => columns.filter((column) => column.name === name));
}

/** figuresOf are the figures of the whole answer: its totals, or its only row. */
export function figuresOf(answer: Answer, visual: Visual, words: Words): FigureData[] {
  const { result } = answer;
  const grouped = (answer.query.by ?? []).length > 0;
  const row = grouped && result.totals ? -1 : 0;
  const values = row === -1 ? result.totals : result.rows[0];
  const companion = (name: string | undefined): Companion | undefined => {
    const column = result.columns.find((one) => one.name === name && !one.role);
    const value = column && values?.[result.columns.indexOf(column)];
    if (!column || typeof value !== 'number') return undefined;
    const rule = visual.rules?.find((one) => one.column === name && holds(one, value));
    const title = words.columnLabel(
      column,
      visual.columns?.find((one) => one.column === name),
    );
    return { column, value, title, tone: rule?.tone };
  };
  return metricColumns(answer, visual).map((column): FigureData => {
    const style = visual.columns?.find((one) => one.column === column.name);
    const [beside, below] = [companion(style?.base), companion(style?.note)];
    return {
      ...figureOf(result, values ?? [], row, column),
      counts: words.metric(metricOf(answer.query, column.name))?.denominator ?? '',
      ...(beside && { beside }),
      ...(below && { below }),
      currency: words.currencyOf(result.columns, values ?? [], column),
    };
  });
}

function figureOf(
  result: Answer['result'],
  values: CellValue[],
  row: number,
  column: ResultColumn,
): Omit<FigureData, 'currency' | 'counts'> {
  const part = partOf(result.parts, row, column.name);
  const change = result.columns.findIndex((one) => one.role === 'delta' && one.metric === column.name);
  const delta = result.columns[change];
  const moved = values[change];
  return {
    column,
    cell: { row, metric: column.name },
    value: values[result.columns.indexOf(column)] ?? null,
    of: part?.denominator ?? null,
    part: part?.numerator ?? null,
    ...(delta ? { delta: { column: delta, value: typeof moved === 'number' ? moved : null } } : {}),
  };
}

/** metricOf is the metric of the catalog that a figure is, or is a part of. */
function metricOf({ define }: Query, name: string): string {
  return define?.metrics?.find((one) => one.name === name)?.metric ?? name;
}

function partOf(parts: Part[], row: number, metric: string): Part | undefined {
  return parts.find((one) => one.row === row && one.metric === metric && one.pivot === undefined);
}

/** isRate says whether a figure is a share that is written in percent. */
export function isRate(column: ResultColumn): boolean {
  return column.type === 'ratio' && column.format === 'percent';
}

/** aboveHundred are the cells of an answer whose rate is above 100 %, in the order of its rows. */
export function aboveHundred({ result, query }: Answer): Cell[] {
  const rates = result.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => isRate(column) && !column.role && (query.metrics ?? []).includes(column.name));
  return result.rows.flatMap((row, at) =>
    rates
      .filter(({ index }) => Number(row[index] ?? 0) > 1)
      .map(
        ({ column }): Cell => ({
          row: at,
          metric: column.name,
          ...(column.pivot ? { pivot: column.pivot } : {}),
        }),
      ),
  );
}

/** wholeCell is the figure a tile is about: that of its first metric over everything it shows; null where it lists rows. */
export function wholeCell(query: Query): Cell | null {
  const metric = query.metrics?.[0];
  if (metric === undefined) return null;
  return { row: (query.by ?? []).length > 0 ? -1 : 0, metric };
}

/** datasetsOf are the relations an answer was made of. */
export function datasetsOf(answer: Answer): string[] {
  return Object.keys(answer.result.as_of_by_dataset);
}
