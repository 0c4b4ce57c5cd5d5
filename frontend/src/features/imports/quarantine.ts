import type { Mended, Rejected } from '../../api/importTypes';

/** Drafts are the cells of rejected rows as the person has changed them, by line. */
export type Drafts = Record<number, string[]>;

/** cellsOf are the cells of a row as they stand, one for each column of the header. */
export function cellsOf(row: Rejected, drafts: Drafts, columns: number): string[] {
  const cells = drafts[row.line] ?? row.cells ?? [];
  return Array.from({ length: Math.max(columns, cells.length) }, (_, i) => cells[i] ?? '');
}

/** withCell changes one cell of a row; a row that is again as it was is no draft. */
export function withCell(drafts: Drafts, row: Rejected, columns: number, at: number, value: string): Drafts {
  const cells = cellsOf(row, drafts, columns);
  cells[at] = value;
  const was = cellsOf(row, {}, columns);
  const next = { ...drafts };
  if (cells.every((cell, i) => cell === was[i])) delete next[row.line];
  else next[row.line] = cells;
  return next;
}

/** mendedOf are the rows to be tried again. */
export function mendedOf(drafts: Drafts): Mended[] {
  return Object.entries(drafts).map(([line, cells]) => ({ line: Number(line), cells }));
}
