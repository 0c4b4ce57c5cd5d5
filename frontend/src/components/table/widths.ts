import type { CellValue } from '../../api/metricTypes';
import type { StyleRule } from '../../api/reportTypes';
import { halved, textWidth } from '../../lib/measure';
import type { TableColumn } from './columns';

/** minWidth and maxWidth bound a column that is resized. */
export const minWidth = 48;
export const maxWidth = 900;

/** widest is what a column takes by itself, however long its texts are. */
const widest = 400;

/** shortest is a width in which a text is not broken. */
const shortest = 112;

/** longest is a width in which even a long word is broken rather than that other columns leave. */
const longest = 260;

/** cutId is how narrow an identifier becomes; it is whole in the tooltip. */
const cutId = 128;

/** inset is the room beside the text of a cell, and padding has a little more, which rounding takes. */
export const inset = 16;
const padding = inset + 2;

/** spark is the width of a line without a figure. */
const spark = 128;

/** order is the room of the arrow of a head that sorts, and of its place among several. */
const order = 26;

/** mark is the room of the icon of a cell that a rule gives a tone. */
export const mark = 26;

/** drawn is what stands beside the text of a cell, and the least room of the text, by how the cell is drawn. */
const drawn: Record<string, [beside: number, text: number]> = {
  rate: [64, 58],
  bar: [64, 50],
  spark: [104, 42],
  days: [80, 0],
  status: [32, 0],
};

/** Size is how wide a column is to be. */
export interface Size {
  /** want is the width it would like. */
  want: number;
  /** steps are the widths in which ever fewer of its texts stand on one line, from most to half of them. */
  steps: number[];
  /** least is the width below which it would be cut. */
  least: number;
  /** text is the width of its longest text. */
  text: number;
}

/** mostOnTwo is the share of texts that stand on two lines at least; the few that are much longer have more lines. */
const mostOnTwo = 0.9;

/** shares are how many of the texts of a column stand on one line at its steps. */
const shares = [0.9, 0.75, 0.5];

/** fixed is the size of a column that has one width. */
export function fixed(width: number): Size {
  return { want: width, steps: shares.map(() => width), least: width, text: 0 };
}

/** isName says whether a column holds texts that are never cut: what has no room on one line has more lines. */
export function isName(column: TableColumn): boolean {
  return column.kind === 'text' && !column.identifier && !column.points && drawn[column.style?.as ?? ''] === undefined;
}

/** isMarked says whether rules give cells of a column a tone. */
export function isMarked(column: TableColumn, rules: StyleRule[] | undefined): boolean {
  const names = [column.column.name, column.column.metric];
  return rules?.some((rule) => !rule.row && names.includes(rule.column)) ?? false;
}

/** headWidth is what a head takes on its two lines, broken where the longer one is shortest; one that sorts has an arrow. */
function headWidth(title: string, sorts: boolean): number {
  const words = title.split(/\s+/);
  const widthOf = (some: string[]) => textWidth(some.join(' '), 12, sorts ? 600 : 500);
  const lines = words.map((_, at) => Math.max(widthOf(words.slice(0, at)), widthOf(words.slice(at))));
  return Math.ceil(Math.min(180, Math.min(...lines))) + padding + (sorts ? order : 0);
}

/** natural is the size of a column by its kind, a sample of its cells and its total as printed. marked columns have cells with an icon. */
export function natural(column: TableColumn, printed: string[], sorts = false, marked = false, sum = ''): Size {
  const head = headWidth(column.title, sorts);
  if (column.points) return fixed(Math.max(spark, head));
  const extra = padding + (marked ? mark : 0);
  const lengths = printed.map((text) => textWidth(text, 13)).sort((a, b) => a - b);
  const text = lengths.at(-1) ?? 0;
  const whole = Math.max(Math.ceil(text) + extra, Math.ceil(textWidth(sum, 13, 600)) + padding);
  const beside = drawn[column.style?.as ?? ''];
  if (beside !== undefined) {
    const [more, atLeast] = beside;
    return fixed(Math.round(Math.max(whole + more, padding + atLeast + more, head)));
  }
  const want = Math.max(56, head, Math.min(widest, whole));
  if (column.identifier) {
    const least = Math.min(want, Math.max(cutId, head));
    return { want, steps: shares.map(() => least), least, text };
  }
  if (column.kind !== 'text') return fixed(want);
  const known = new Map([...new Set(printed)].map((one) => [one, twoLines(one)]));
  const halves = printed.map((one) => known.get(one) ?? 0).sort((a, b) => a - b);
  const onTwo = Math.min(longest, halves[Math.ceil((halves.length - 1) * mostOnTwo)] ?? 0);
  const least = Math.min(want, Math.max(shortest, Math.ceil(onTwo), head));
  const steps = shares.map((share) => {
    const length = lengths[Math.ceil((lengths.length - 1) * share)] ?? 0;
    return Math.max(least, Math.min(want, Math.ceil(length) + extra));
  });
  return { want, steps, least, text };
}

/** easy is the width in which most texts of a column stand on one line. */
export function easy({ steps, want }: Pick<Size, 'want' | 'steps'>): number {
  return steps[0] ?? want;
}

function twoLines(text: string): number {
  return textWidth(text, 13) + padding <= shortest ? 0 : halved(text, 13) + padding;
}

/** sampleOf are the rows a column's width is guessed from: the first, and some of those further down. */
export function sampleOf(rows: CellValue[][], most: number): CellValue[][] {
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

/** ofNames is how much of the room it keeps before a table scrolls: a wide one scrolls rather than that all its names are broken. */
const ofNames = 0.3;

type SizeOf = (column: TableColumn) => Size;

/**
 * fit divides the room among columns in the order shown. Columns of high rank
 * leave while there is too little, unless they were asked for. What is still too
 * wide scrolls, and ends in sight with a whole column. Widths the person chose
 * are kept.
 */
export function fit(
  columns: TableColumn[],
  sizes: Record<string, Size>,
  asked: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  room: number,
): Fit {
  const left: string[] = [];
  let shown = columns;
  const sizeOf: SizeOf = (one) => {
    const size = sizes[one.id] ?? fixed(minWidth);
    return chosen.has(one.id) ? fixed(size.want) : size;
  };
  // What may leave stays only where it is whole, and no name is broken for it.
  const needed = (one: TableColumn) => (one.rank > 0 ? sizeOf(one).want : easy(sizeOf(one)));
  for (const rank of [3, 2, 1]) {
    if (room === 0 || total(shown, needed) <= room) break;
    const gone = shown.filter((one, i) => i > 0 && one.rank === rank && !asked.has(one.id));
    left.push(...gone.map((one) => one.id));
    shown = shown.filter((one) => !gone.includes(one));
  }
  const free = (some: TableColumn[]) => some.filter((one) => !chosen.has(one.id));
  if (room === 0) return { widths: widthsOf(shown, (one) => sizeOf(one).want), left };
  const narrow = keeping(shown, sizeOf, Math.floor(room * ofNames));
  if (total(shown, (one) => narrow(one).least) <= room) {
    return { widths: divided(shown, free(shown), narrow, room), left };
  }
  const widths = widthsOf(shown, (one) => sizeOf(one).want);
  const roomy = keeping(shown, sizeOf, Math.floor(room * ofRows));
  const inSightOf = (way: SizeOf) => beginning(shown, way, room);
  // What was asked for, and what a table is sorted by, goes before whole names.
  const hides = shown.slice(inSightOf(roomy).length).some((one) => asked.has(one.id));
  const way = hides ? sizeOf : roomy;
  const inSight = inSightOf(way);
  // A name alone would take all the room from what is said of it.
  if (inSight.length > 1) Object.assign(widths, divided(inSight, free(inSight), way, room));
  return { widths, left };
}

function total(columns: TableColumn[], of: (one: TableColumn) => number): number {
  return columns.reduce((sum, one) => sum + of(one), 0);
}

function widthsOf(columns: TableColumn[], of: (one: TableColumn) => number): Record<string, number> {
  return Object.fromEntries(columns.map((one) => [one.id, of(one)]));
}

/** keeping leaves what rows are about a width in which most names are whole, or as much of it as is given. */
function keeping(shown: TableColumn[], sizeOf: SizeOf, most: number): SizeOf {
  return (one) => {
    const size = sizeOf(one);
    return one === shown[0] ? { ...size, least: Math.max(size.least, Math.min(easy(size), most)) } : size;
  };
}

/** beginning are the columns that are whole in sight before a table is scrolled. */
function beginning(shown: TableColumn[], sizeOf: SizeOf, room: number): TableColumn[] {
  let rest = room;
  const first = shown.findIndex((one) => {
    rest -= sizeOf(one).least;
    return rest < 0;
  });
  return first < 0 ? shown : shown.slice(0, first);
}

/**
 * divided gives columns just the room there is. Long texts give way, the longest
 * first: step by step from where few of them are broken to where all stand on two
 * lines. Room that is left goes to texts first.
 */
function divided(columns: TableColumn[], free: TableColumn[], sizeOf: SizeOf, room: number): Record<string, number> {
  const widths = widthsOf(columns, (one) => sizeOf(one).want);
  const spare = room - total(columns, (one) => sizeOf(one).want);
  if (spare >= 0) {
    grow(free, widths, spare);
    return widths;
  }
  const others = free.filter((one) => one !== columns[0]);
  let over = -spare;
  for (let step = 0; step <= shares.length && over > 0; step++) {
    const floor = (one: TableColumn) => Math.max(sizeOf(one).least, sizeOf(one).steps[step] ?? 0);
    const givenBy = (some: TableColumn[]) => total(some, (one) => Math.max(0, (widths[one.id] ?? 0) - floor(one)));
    // What rows are about gives way only where what is said of them cannot do it alone.
    const some = givenBy(others) >= over ? others : free;
    const by = Math.min(over, givenBy(some));
    shrink(some, widths, floor, by);
    over -= by;
  }
  return widths;
}

/** shrink takes room from the widest columns first, so that short names stay whole. */
function shrink(
  columns: TableColumn[],
  widths: Record<string, number>,
  leastOf: (one: TableColumn) => number,
  by: number,
): void {
  const before = columns.map((one) => widths[one.id] ?? 0);
  const below = (limit: number) =>
    columns.map((one, i) => Math.max(Math.min(before[i] ?? 0, limit), Math.min(before[i] ?? 0, leastOf(one))));
  const all = (some: number[]) => some.reduce((sum, one) => sum + one, 0);
  const target = all(before) - by;
  let widest = Math.max(0, ...before);
  while (widest > minWidth && all(below(widest)) > target) widest--;
  const after = below(widest);
  // Several columns give way by a pixel each at once: what was taken too much is given back.
  let back = target - all(after);
  columns.forEach((one, i) => {
    const more = Math.min(back, (before[i] ?? 0) - (after[i] ?? 0));
    widths[one.id] = (after[i] ?? 0) + more;
    back -= more;
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
