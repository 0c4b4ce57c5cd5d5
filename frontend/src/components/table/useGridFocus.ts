import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react';

import { magnification } from '../../lib/magnified';
import { type At, type GridSize, type Range, rangeOf, step } from './keyboard';
import { end } from './useGridLayout';

interface GridFocus {
  at: At;
  range: Range | null;
  /** go moves the focus to a cell; extend chooses what is between. */
  go: (to: At, extend?: boolean) => void;
  set: (to: At, extend?: boolean) => void;
  choose: (range: Range | null) => void;
  /** move follows the keys of moving, and says whether the key was one. */
  move: (event: KeyboardEvent) => boolean;
}

/** useGridFocus gives the one cell that Tab reaches, and moves it: a grid is one stop of Tab. */
export function useGridFocus(
  scroller: RefObject<HTMLElement | null>,
  size: GridSize,
  rows: number,
  scrollTo: (row: number) => void,
): GridFocus {
  const [state, setState] = useState<{ at: At; from: At; chosen: boolean }>({
    at: { row: 0, column: 0 },
    from: { row: 0, column: 0 },
    chosen: false,
  });
  const at = {
    row: Math.min(state.at.row, size.last),
    column: Math.max(0, Math.min(state.at.column, size.columns - 1)),
  };
  const set = useCallback(
    (to: At, extend = false) => setState((old) => ({ at: to, from: extend ? old.from : to, chosen: extend })),
    [],
  );
  const go = (to: At, extend = false) => {
    set(to, extend);
    if (to.row >= 0 && to.row < rows) scrollTo(to.row);
    const focus = () => {
      const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${to.row}:${to.column}"]`);
      cell?.focus({ preventScroll: true });
      if (cell) intoSight(scroller.current, cell);
      return cell;
    };
    // A row far away is drawn only after the scrolling.
    requestAnimationFrame(() => focus() ?? requestAnimationFrame(focus));
  };
  const choose = (range: Range | null) =>
    setState((old) => {
      if (!range) return { ...old, from: old.at, chosen: false };
      const from = { row: range.top, column: range.left };
      return { at: { row: range.bottom, column: range.right }, from, chosen: true };
    });
  const move = (event: KeyboardEvent): boolean => {
    const to = step(event, at, size);
    if (!to) return false;
    go(to, event.shiftKey && event.key.length > 1);
    return true;
  };
  return { at, range: state.chosen && rows > 0 ? rangeOf(state.from, at, rows) : null, go, set, choose, move };
}

/** intoSight scrolls sideways until a cell is not under the fixed columns, nor under what covers the end. */
function intoSight(scroller: HTMLElement | null, cell: HTMLElement): void {
  if (!scroller || getComputedStyle(cell).position === 'sticky') return;
  const fixed = [...(cell.parentElement?.children ?? [])].filter((one) => getComputedStyle(one).position === 'sticky');
  const start =
    Math.max(0, ...fixed.map((one) => one.getBoundingClientRect().right)) || scroller.getBoundingClientRect().left;
  const { left, right } = cell.getBoundingClientRect();
  const scale = magnification();
  const edge = scroller.getBoundingClientRect().left + (scroller.clientWidth - end) * scale;
  if (left < start) scroller.scrollLeft -= (start - left) / scale;
  else if (right > edge) scroller.scrollLeft += Math.min(right - edge, left - start) / scale;
}
