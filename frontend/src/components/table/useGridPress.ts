import type { FocusEvent, MouseEvent } from 'react';

import type { At } from './keyboard';
import type { RowActs } from './useRowActs';

interface Focused {
  at: At;
  set: (to: At, extend?: boolean) => void;
}

interface GridPress {
  onClick: (event: MouseEvent<HTMLElement>) => void;
  onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
}

/** useGridPress lets the focus follow the pointer, and does what a press on a cell does. */
export function useGridPress(focus: Focused, acts: RowActs): GridPress {
  const press = (event: MouseEvent<HTMLElement>, twice: boolean) => {
    const at = placeOf(event.target);
    if (!at || at.row < 0) return;
    focus.set(at, event.shiftKey);
    // A double press opens what it hits: the word it would mark is nothing to be seen.
    if (twice) window.getSelection()?.removeAllRanges();
    acts.press(event, at.row, at.column, twice);
  };
  return {
    onClick: (event) => press(event, false),
    onDoubleClick: (event) => press(event, true),
    onFocus: (event) => {
      const at = placeOf(event.target);
      if (at && (at.row !== focus.at.row || at.column !== focus.at.column)) focus.set(at);
    },
  };
}

/** placeOf is the cell an event is about. */
function placeOf(target: EventTarget): At | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  const [row, column] = (cell?.dataset.cell ?? '').split(':').map(Number);
  return cell && row !== undefined && column !== undefined ? { row, column } : null;
}
