import type { CellValue } from '../../api/reportTypes';
import type { TableColumn } from './columns';

/** minWidth and maxWidth bound a column that is resized. */
export const minWidth = 48;
export const maxWidth = 900;

/** widest is what a column takes by itself, however long its texts are. */
const widest = 320;
const padding = 18;

/** textWidth is about the width of a text whose signs are so wide; those of Japanese and the like are wider. */
function textWidth(text: string, sign: number): number {
  let width = 0;
  for (const one of text.slice(0, 80)) width += (one.codePointAt(0) ?? 0) > 0x2e7f ? sign * 1.8 : sign;
  return width;
}

const drawn: Record<string, number> = { rate: 148, bar: 140, spark: 128, days: 176, status: 128 };

/** natural is the width of a column by its kind and a sample of its cells as printed. */
export function natural(column: TableColumn, printed: string[]): number {
  const head = textWidth(column.title, 6.6) + padding + 18;
  const base = column.points ? drawn.spark : drawn[column.style?.as ?? ''];
  if (base !== undefined) return Math.max(base, Math.min(head, 220));
  const lengths = printed.map((text) => textWidth(text, 7.3)).sort((a, b) => a - b);
  // One long name in twenty may be cut: it is whole in the tooltip.
  const cells = lengths[Math.floor((lengths.length - 1) * 0.95)] ?? 0;
  return Math.round(Math.max(64, Math.min(widest, Math.max(cells + padding, Math.min(head, 200)))));
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

/**
 * fit divides the room among columns in the order shown. Columns of high rank
 * leave while there is no room, unless the person asked for them; then long
 * texts give way, and what is still too wide scrolls. Room that is left goes to
 * texts first. Widths the person chose are kept.
 */
export function fit(
  columns: TableColumn[],
  sizes: Record<string, number>,
  asked: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  room: number,
): Fit {
  const left: string[] = [];
  let shown = columns;
  const widthOf = (one: TableColumn) => sizes[one.id] ?? minWidth;
  const sum = () => shown.reduce((all, one) => all + widthOf(one), 0);
  for (const rank of [3, 2, 1]) {
    if (room === 0 || sum() <= room) break;
    const gone = shown.filter((one, i) => i > 0 && one.rank === rank && !asked.has(one.id));
    left.push(...gone.map((one) => one.id));
    shown = shown.filter((one) => !gone.includes(one));
  }
  const widths = Object.fromEntries(shown.map((one) => [one.id, widthOf(one)]));
  const free = shown.filter((one) => !chosen.has(one.id));
  const spare = room - sum();
  if (room > 0 && spare < 0) shrink(free, widths, -spare);
  if (room > 0 && spare > 0) grow(free, widths, spare);
  return { widths, left };
}

/** shortest is how narrow a text becomes before the table scrolls. */
const shortest = 120;

function shrink(columns: TableColumn[], widths: Record<string, number>, by: number): void {
  const texts = columns.filter((one) => one.kind === 'text' && (widths[one.id] ?? 0) > shortest);
  const slack = texts.reduce((all, one) => all + (widths[one.id] ?? 0) - shortest, 0);
  const share = slack === 0 ? 0 : Math.min(1, by / slack);
  for (const one of texts) {
    const width = widths[one.id] ?? 0;
    widths[one.id] = Math.floor(width - (width - shortest) * share);
  }
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
