import { fold } from '../../lib/format';

/** hitOf is where a text is found in another, without regard to case and accents; null where it is not. */
export function hitOf(text: string, find: string): { start: number; end: number } | null {
  const wanted = fold(find);
  if (wanted === '') return null;
  // Folding may change the length of a text, so signs are folded one by one, each with the place it is from.
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const sign of text) {
    const part = fold(sign);
    for (let i = 0; i < part.length; i++) from.push(at);
    folded += part;
    at += sign.length;
  }
  from.push(at);
  const found = folded.indexOf(wanted);
  if (found < 0) return null;
  return { start: from[found] ?? 0, end: from[found + wanted.length] ?? text.length };
}

/** Hit is a cell in which something was found. */
export interface Hit {
  row: number;
  column: number;
}

/** atOnce is how many rows are searched before the window may draw again. */
const atOnce = 1000;

/**
 * search looks for a text in all cells, row by row, a slice at a time, so that
 * typing stays quick in a table of many rows. It ends where stopped says so.
 */
export async function search(
  rows: number,
  columns: number,
  text: (row: number, column: number) => string,
  find: string,
  stopped: () => boolean,
): Promise<Hit[]> {
  const wanted = fold(find);
  const hits: Hit[] = [];
  if (wanted === '') return hits;
  for (let row = 0; row < rows; row++) {
    if (row % atOnce === 0 && row > 0) await new Promise((done) => setTimeout(done));
    if (stopped()) return hits;
    for (let column = 0; column < columns; column++) {
      if (fold(text(row, column)).includes(wanted)) hits.push({ row, column });
    }
  }
  return hits;
}

/** stepped is the number of the hit after or before another, going round. */
export function stepped(at: number, by: number, count: number): number {
  return count === 0 ? -1 : (at + by + count) % count;
}
