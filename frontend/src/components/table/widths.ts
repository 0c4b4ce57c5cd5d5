import type { CellValue } from '../../api/metricTypes';
import type { TableColumn } from './columns';

/** minWidth and maxWidth bound a column that is resized. */
export const minWidth = 48;
export const maxWidth = 900;

/** widest is what a column takes by itself, however long its texts are. */
const widest = 320;

/** shortest is how narrow a text becomes before the table scrolls. */
const shortest = 120;
let pen: OffscreenCanvasRenderingContext2D | null | undefined;

/** measured is the width of a text in the font of the page; where no canvas can tell, it is guessed. */
function measured(text: string, size: number): number {
  pen ??= newPen();
  if (!pen) return text.length * size * 0.56;
  return (pen.measureText(text.slice(0, 200)).width * size) / 13;
}

function newPen(): OffscreenCanvasRenderingContext2D | null {
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
  if (context) context.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return context;
}

const padding = 18;

/** bold is how much wider a text becomes in it. */
const bold = 1.08;
const drawn: Record<string, number> = { rate: 148, bar: 140, spark: 172, days: 176, status: 128 };

/** Size is the width a column would like, and the one below which it is cut. */
export interface Size {
  want: number;
  least: number;
}

/** headWidth is what a head takes on its two lines, broken where the longer one is shortest. */
function headWidth(title: string): number {
  const words = title.split(/\s+/);
  const lines = words.map((_, at) =>
    Math.max(measured(words.slice(0, at).join(' '), 12.5), measured(words.slice(at).join(' '), 12.5)),
  );
  // A head that sorts is bold, and the arrow of the order needs room, too.
  return Math.min(180, Math.min(...lines) * bold) + padding + 16;
}

/** natural is the size of a column by its kind and a sample of its cells as printed. */
export function natural(column: TableColumn, printed: string[]): Size {
  const head = headWidth(column.title);
  const base = column.points ? 128 : drawn[column.style?.as ?? ''];
  if (base !== undefined) return { want: Math.max(base, head), least: Math.max(base, head) };
  const lengths = printed.map((text) => measured(text, 13)).sort((a, b) => a - b);
  // One long name in twenty may be cut: it is whole in the tooltip. Figures and days never are.
  const share = column.kind === 'text' ? 0.95 : 1;
  const cells = (lengths[Math.floor((lengths.length - 1) * share)] ?? 0) + padding;
  const want = Math.round(Math.max(56, Math.min(widest, Math.max(cells, head))));
  const least =
    column.kind === 'text' ? Math.min(shortest, want) : Math.round(Math.max(56, Math.min(want, Math.max(cells, head))));
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

/**
 * fit divides the room among columns in the order shown. Columns of high rank
 * leave while there is no room, unless the person asked for them; then long
 * texts and heads give way, and what is still too wide scrolls. Room that is left goes to
 * texts first. Widths the person chose are kept.
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
  if (room > 0 && spare < 0) shrink(free, widths, least, -spare);
  if (room > 0 && spare > 0) grow(free, widths, spare);
  return { widths, left };
}

function shrink(
  columns: TableColumn[],
  widths: Record<string, number>,
  least: Record<string, number>,
  by: number,
): void {
  const slackOf = (one: TableColumn) => Math.max(0, (widths[one.id] ?? 0) - (least[one.id] ?? 0));
  const slack = columns.reduce((all, one) => all + slackOf(one), 0);
  const share = slack === 0 ? 0 : Math.min(1, by / slack);
  for (const one of columns) widths[one.id] = Math.floor((widths[one.id] ?? 0) - slackOf(one) * share);
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
