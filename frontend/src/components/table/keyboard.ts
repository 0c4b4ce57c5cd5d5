/** At is a place in a grid: row -1 is the head, and the number of rows is the foot. */
export interface At {
  row: number;
  column: number;
}

/** GridSize says how far a grid goes. */
export interface GridSize {
  last: number;
  columns: number;
  /** page is how many rows are in sight. */
  page: () => number;
}

interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const rowsBy: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, J: 1, K: -1 };

/** step is where a key leads from a place in a grid; null where it is no key of moving. */
export function step({ key, ctrlKey, metaKey, altKey }: Keys, at: At, size: GridSize): At | null {
  if (altKey) return null;
  const far = ctrlKey || metaKey;
  if (far && key !== 'Home' && key !== 'End') return null;
  const inside = (row: number, column: number): At => ({
    row: Math.max(-1, Math.min(size.last, row)),
    column: Math.max(0, Math.min(size.columns - 1, column)),
  });
  const by = rowsBy[key];
  if (by !== undefined) return inside(at.row + by, at.column);
  switch (key) {
    case 'ArrowRight':
      return inside(at.row, at.column + 1);
    case 'ArrowLeft':
      return inside(at.row, at.column - 1);
    case 'PageDown':
      return inside(at.row + size.page(), at.column);
    case 'PageUp':
      return inside(Math.max(0, at.row - size.page()), at.column);
    case 'Home':
      return far ? inside(0, 0) : inside(at.row, 0);
    case 'End':
      return far ? inside(size.last, size.columns - 1) : inside(at.row, size.columns - 1);
    default:
      return null;
  }
}

/** Range is a block of cells from one corner to the other. */
export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** rangeOf is the block between two places. */
export function rangeOf(a: At, b: At, rows: number): Range {
  const row = (one: At) => Math.max(0, Math.min(rows - 1, one.row));
  return {
    top: Math.min(row(a), row(b)),
    bottom: Math.max(row(a), row(b)),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}
