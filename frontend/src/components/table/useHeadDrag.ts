import type { PointerEvent } from 'react';

import { magnification } from '../../lib/magnified';
import type { ColumnActions } from './actions';
import type { TableColumn } from './columns';
import css from './Grid.module.css';
import { maxWidth, minWidth } from './widths';

/** slack is how far the pointer moves before a press becomes a drag. */
const slack = 6;

/** useHeadDrag sorts by a press on a head, moves its column by a drag, and resizes it by its edge. */
export function useHeadDrag(
  column: TableColumn,
  columns: TableColumn[],
  width: number,
  actions: ColumnActions,
  mark: (className: string | undefined) => void,
) {
  const movable = column.groups.length === 0;

  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const head = event.currentTarget;
    const from = event.clientX;
    let target: HTMLElement | null = null;
    let dragged = false;
    const over = (x: number) => {
      target?.classList.remove(css.dropBefore ?? '', css.dropAfter ?? '');
      target = movable ? headAt(head, x) : null;
      const to = columns.findIndex((one) => one.id === target?.dataset.head);
      if (to < 0 || target === head) target = null;
      const after = to > columns.indexOf(column);
      target?.classList.add((after ? css.dropAfter : css.dropBefore) ?? '');
    };
    follow(
      head,
      event,
      (x) => {
        dragged ||= Math.abs(x - from) > slack;
        if (dragged) over(x);
      },
      (shift) => {
        target?.classList.remove(css.dropBefore ?? '', css.dropAfter ?? '');
        const to = target?.dataset.head;
        if (to !== undefined) actions.moveTo(column.id, to);
        else if (!dragged && !column.points) actions.sort(column.id, shift);
      },
    );
  };

  const edge = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.button !== 0) return;
    const from = event.clientX;
    const scale = magnification();
    const grid = event.currentTarget.closest<HTMLElement>('[role="grid"], [role="treegrid"]');
    const at = columns.indexOf(column);
    const before = grid?.style.getPropertyValue('--columns') ?? '';
    const sizes = before.split(' ');
    let size = width;
    mark(css.resizing);
    follow(
      event.currentTarget,
      event,
      (x) => {
        size = Math.max(minWidth, Math.min(maxWidth, width + (x - from) / scale));
        // The width of all cells is one property of the grid, so that no row is drawn again while the edge moves.
        grid?.style.setProperty('--columns', sizes.with(at, `${size}px`).join(' '));
      },
      () => {
        mark(undefined);
        if (size !== width) actions.resize(column.id, size);
      },
    );
  };
  return {
    head: { onPointerDown: press },
    edge: { onPointerDown: edge, onDoubleClick: () => actions.natural(column.id) },
  };
}

/** headAt is the head under the pointer. */
function headAt(head: HTMLElement, x: number): HTMLElement | null {
  const heads = head.parentElement?.querySelectorAll<HTMLElement>('[data-head]') ?? [];
  for (const one of heads) {
    const { left, right } = one.getBoundingClientRect();
    if (x >= left && x < right) return one;
  }
  return null;
}

/** follow tells where the pointer goes until it is let go; Escape ends it as if nothing had been. */
function follow(
  element: HTMLElement,
  event: PointerEvent<HTMLElement>,
  to: (x: number) => void,
  done: (shift: boolean) => void,
): void {
  element.setPointerCapture(event.pointerId);
  const move = (at: globalThis.PointerEvent) => to(at.clientX);
  const end = (at: globalThis.PointerEvent) => {
    stop();
    done(at.shiftKey);
  };
  const stop = () => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', end);
    element.removeEventListener('pointercancel', stop);
  };
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', stop);
}
