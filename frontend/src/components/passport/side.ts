import type { Cell, Query } from '../../api/metricTypes';
import { isObject, isQuery } from '../../api/shapes';
import type { View } from '../../api/types';
import { parseRoute, setParam, useRoute } from '../../lib/route';

/** PassportOf names the figure whose passport is shown. */
export interface PassportOf {
  /** query is that of the answer (Answer.query) in which cell is. */
  query: Query;
  cell: Cell;
  /** title says where the figure stands: that of its report. */
  title: string;
  /** view goes before the page's own point of view. */
  view?: Pick<View, 'asOf' | 'knownAt' | 'scope'>;
}

/**
 * Side is what the one panel beside the page shows: the passport of a figure, or
 * the current row of the table with that key. It lives in the address, so going
 * back closes it.
 */
export type Side = { passport: PassportOf } | { row: string };

const name = 'side';

function read(text: string | null): Side | null {
  if (text === null) return null;
  try {
    const side: unknown = JSON.parse(text);
    return isSide(side) ? side : null;
  } catch {
    return null;
  }
}

function isSide(side: unknown): side is Side {
  if (typeof side !== 'object' || side === null) return false;
  if ('row' in side) return typeof side.row === 'string';
  if (!('passport' in side)) return false;
  const of = side.passport;
  return isObject(of) && isQuery(of.query) && isCell(of.cell) && typeof of.title === 'string' && isView(of.view);
}

/** isCell says whether a value names a figure. */
export function isCell(value: unknown): value is Cell {
  return isObject(value) && Number.isSafeInteger(value.row) && typeof value.metric === 'string';
}

function isView(view: unknown): boolean {
  if (view === undefined) return true;
  if (!isObject(view)) return false;
  const { asOf, scope, knownAt } = view;
  return (
    typeof asOf === 'string' && typeof scope === 'string' && (knownAt === undefined || Number.isSafeInteger(knownAt))
  );
}

/** useSide follows what the side panel shows; null is nothing. */
export function useSide(): Side | null {
  return read(useRoute().params.get(name));
}

/** currentSide is what the side panel shows now. */
export function currentSide(): Side | null {
  return read(parseRoute(window.location.hash).params.get(name));
}

/** origin is what had the focus when the panel opened; it gets it back. */
let origin: Element | null = null;

/** openSide shows something in the side panel, in place of what is there. */
export function openSide(side: Side): void {
  if (currentSide() === null) origin = document.activeElement;
  setParam(name, JSON.stringify(side));
}

/** closeSide empties the side panel and gives the focus back. */
export function closeSide(): void {
  if (currentSide() === null) return;
  setParam(name, null);
  returnFocus();
}

/** returnFocus gives the focus back to what had it before the panel opened. */
export function returnFocus(): void {
  const to = origin;
  origin = null;
  if (to instanceof HTMLElement || to instanceof SVGElement) to.focus();
}
