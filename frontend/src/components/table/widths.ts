import type { CellValue } from '../../api/metricTypes';
import { textWidth } from '../../lib/measure';
import type { TableColumn } from './columns';

/** minWidth and maxWidth bound a column that is resized. */
export const minWidth = 48;
export const maxWidth = 900;

/** widest is what a column takes by itself, however long its texts are. */
const widest = 320;

/** shortest is how narrow a text becomes before the table scrolls. */
const shortest = 132;

const padding = 18;

/** spark is the width of a line without a figure. */
const spark = 128;

/** order is the room of the arrow of a head that sorts, and of its place among several. */
const order = 26;
/** drawn is what stands beside the text of a cell, and the least room of the text, by how the cell is drawn. */
const drawn: Record<string, [beside: number, text: number]> = {
  rate: [64, 58],
  bar: [64, 50],
  spark: [104, 42],
  days: [80, 0],
  status: [32, 0],
};

/** Size is the width a column would like, and the one below which it is cut. */
export interface Size {
  want: number;
  least: number;
}

/** headWidth is what a head takes on its two lines, broken where the longer one is shortest; one that sorts has an arrow. */
function headWidth(title: string, sorts: boolean): number {
  const words = title.split(/\s+/);
  const lines = words.map((_, at) =>
    Math.max(textWidth(words.slice(0, at).join(' '), 12, 600), textWidth(words.slice(at).join(' '), 12, 600)),
  );
  return Math.ceil(Math.min(180, Math.min(...lines))) + padding + (sorts ? order : 0);
}

/** natural is the size of a column by its kind and a sample of its cells as printed. */
export function natural(column: TableColumn, printed: string[], sorts = false): Size {
  const head = headWidth(column.title, sorts);
  if (column.points) return { want: Math.max(spark, head), least: Math.max(spark, head) };
  const beside = drawn[column.style?.as ?? ''];
  const lengths = printed.map((text) => textWidth(text, 13)).sort((a, b) => a - b);
  // One long name in twenty may be cut: it is whole in the tooltip. Figures and days never are.
  const share = column.kind === 'text' && beside === undefined ? 0.95 : 1;
  const cells = (lengths[Math.ceil((lengths.length - 1) * share)] ?? 0) + padding;
  if (beside !== undefined) {
    const [more, text] = beside;
    const whole = Math.round(Math.max(cells + more, padding + text + more, head));
    return { want: whole, least: whole };
  }
  const want = Math.round(Math.max(56, Math.min(widest, Math.max(cells, head))));
  const least =
    column.kind === 'text'
      ? Math.min(Math.max(shortest, head), want)
      : Math.round(Math.max(56, Math.min(want, Math.max(cells, head))));
  return { want, least };
}

/** sampleOf are the rows a column's width is guessed from: the first, and some of those further down. */
export function sampleOf(rows: CellValue[][], most = 60): CellValue[][] {
  if (rows.length <= most) return rows;
  const step = rows.length / most;
  return Array.from({ length: most }, (_, i) => rows[Math.floor(i * step)] ?? []);
}

/** Fit is what of a table's columns is shown, and how wide. */
export interface Fit {
  widths: Record<string, number>;
  /** left are the columns that left for lack of room. */
  left: string[];
}

/** ofRows is how much of the room what rows are about takes at most in a table that scrolls. */
const ofRows = 0.4;

/** comfortable is how wide texts stay as long as columns of high rank can leave instead. */
const comfortable = 200;

/**
 * fit divides the room among columns in the order shown. Columns of high rank
 * leave while there is too little, unless they were asked for; then long texts
 * give way, the longest first, and what is still too wide scrolls. Room that is
 * left goes to texts first. Widths the person chose are kept.
 */
export function fit(
  columns: TableColumn[],
  sizes: Record<string, number>,
  least: Record<string, number>,
  asked: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  room: number,
): Fit {
  const left: string[] = [];
  let shown = columns;
  const widthOf = (one: TableColumn) => sizes[one.id] ?? minWidth;
  const leastOf = (one: TableColumn) => Math.min(widthOf(one), least[one.id] ?? 0);
  const needOf = (one: TableColumn) =>
    chosen.has(one.id) || one === columns[0]
      ? widthOf(one)
      : Math.min(widthOf(one), Math.max(leastOf(one), comfortable));
  const sum = (of: (one: TableColumn) => number) => shown.reduce((all, one) => all + of(one), 0);
  for (const rank of [3, 2, 1]) {
    if (room === 0 || sum(needOf) <= room) break;
    const gone = shown.filter((one, i) => i > 0 && one.rank === rank && !asked.has(one.id));
    left.push(...gone.map((one) => one.id));
    shown = shown.filter((one) => !gone.includes(one));
  }
  const widths = Object.fromEntries(shown.map((one) => [one.id, widthOf(one)]));
  const free = shown.filter((one) => !chosen.has(one.id));
  const spare = room - sum(widthOf);
  if (room > 0 && spare < 0) shrink(free, widths, least, -spare);
  const [first] = free;
  // What scrolls anyway has its names whole, as far as they leave room for the rest.
  if (first && first === columns[0] && room > 0 && sum(leastOf) > room) {
    widths[first.id] = Math.max(leastOf(first), Math.min(widthOf(first), Math.floor(room * ofRows)));
  }
  if (room > 0 && spare > 0) grow(free, widths, spare);
  return { widths, left };
}

/** shrink takes room from the widest columns first, so that short names stay whole. */
function shrink(
  columns: TableColumn[],
  widths: Record<string, number>,
  least: Record<string, number>,
  by: number,
): void {
  const before = columns.map((one) => widths[one.id] ?? 0);
  const below = (most: number) =>
    columns.map((one, i) => Math.max(Math.min(before[i] ?? 0, most), Math.min(before[i] ?? 0, least[one.id] ?? 0)));
  const all = (some: number[]) => some.reduce((sum, one) => sum + one, 0);
  const target = all(before) - by;
  let most = Math.max(0, ...before);
  while (most > minWidth && all(below(most)) > target) most--;
  below(most).forEach((width, i) => {
    const one = columns[i];
    if (one) widths[one.id] = width;
  });
}

function grow(columns: TableColumn[], widths: Record<string, number>, by: number): void {
  const weight = (one: TableColumn) => (one.kind === 'text' && !one.style?.as ? 3 : 1);
  const all = columns.reduce((sum, one) => sum + weight(one), 0);
  let rest = by;
  for (const one of columns) {
    const more = Math.floor((by * weight(one)) / all);
    widths[one.id] = (widths[one.id] ?? 0) + more;
    rest -= more;
  }
  const first = columns[0];
  if (first) widths[first.id] = (widths[first.id] ?? 0) + rest;
}
