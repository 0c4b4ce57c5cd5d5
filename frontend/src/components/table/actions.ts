import type { Sort } from '../../api/metricTypes';
import type { Arranged, Layout } from './layout';
import { moved } from './layout';
import { maxWidth, minWidth } from './widths';

/** sortedBy is the order after a column's head was pressed: ascending, descending, as it was. add keeps the other columns. */
export function sortedBy(sort: Sort[], by: string, add: boolean): Sort[] {
  const now = sort.find((one) => one.by === by);
  const next: Sort[] = !now ? [{ by }] : now.desc ? [] : [{ by, desc: true }];
  if (!add) return next;
  if (!now) return [...sort, ...next];
  return sort.flatMap((one) => (one.by === by ? next : [one]));
}

/** sortedTo orders by a column in one direction; add keeps the other columns. */
export function sortedTo(sort: Sort[], by: string, desc: boolean, add: boolean): Sort[] {
  const one: Sort = desc ? { by, desc } : { by };
  if (!add) return [one];
  return sort.some((old) => old.by === by) ? sort.map((old) => (old.by === by ? one : old)) : [...sort, one];
}

/** ColumnActions are what can be done to the columns of a table. */
export interface ColumnActions {
  sort(id: string, add: boolean): void;
  sortTo(id: string, desc: boolean, add: boolean): void;
  unsort(id: string): void;
  /** move puts a column so many places further; by dropping, before or after another. */
  move(id: string, by: number): void;
  moveTo(id: string, to: string): void;
  pin(id: string, on: boolean): void;
  hide(id: string, on: boolean): void;
  resize(id: string, width: number): void;
  /** natural gives a column the width of its content again. */
  natural(id: string): void;
}

/** columnActions change a layout. widths are those shown, in the order shown. */
export function columnActions(
  arranged: Arranged,
  visible: string[],
  widths: Record<string, number>,
  sort: Sort[],
  layout: Layout,
  change: (part: Layout) => void,
): ColumnActions {
  const put = (id: string, to: string | undefined) => {
    if (to === undefined) return;
    const order = moved(arranged.order, id, to);
    const pinnedNow = new Set(arranged.pinned);
    // A column that crosses the edge of the fixed ones becomes one of them, or leaves them.
    if (pinnedNow.has(to)) pinnedNow.add(id);
    else pinnedNow.delete(id);
    change({ order, pinned: order.filter((one) => pinnedNow.has(one)) });
  };
  return {
    sort: (id, add) => change({ sort: sortedBy(sort, id, add) }),
    sortTo: (id, desc, add) => change({ sort: sortedTo(sort, id, desc, add) }),
    unsort: (id) => change({ sort: sort.filter((one) => one.by !== id) }),
    move: (id, by) => put(id, visible[visible.indexOf(id) + by]),
    moveTo: put,
    pin: (id, on) => {
      const pinned = arranged.pinned.filter((one) => one !== id);
      change({ pinned: on ? [...pinned, id] : pinned });
    },
    hide: (id, on) => {
      const hidden = new Set(arranged.hidden);
      const shown = new Set(arranged.shown);
      if (on) hidden.add(id);
      else hidden.delete(id);
      if (on) shown.delete(id);
      else shown.add(id);
      change({ hidden: [...hidden], shown: [...shown] });
    },
    resize: (id, width) => {
      const size = Math.round(Math.max(minWidth, Math.min(maxWidth, width)));
      if (size !== widths[id]) change({ sizes: { ...layout.sizes, [id]: size } });
    },
    natural: (id) => {
      const { [id]: _, ...sizes } = layout.sizes ?? {};
      change({ sizes });
    },
  };
}
