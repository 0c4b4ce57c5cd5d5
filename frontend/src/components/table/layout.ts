import { useCallback, useMemo, useState } from 'react';

import type { Sort } from '../../api/metricTypes';
import type { ColumnStyle, Visual } from '../../api/reportTypes';
import type { TableColumn } from './columns';

/** Density is the height of rows. */
export type Density = 'dense' | 'normal' | 'relaxed';

/** rowHeights are those of the densities in px. */
export const rowHeights: Record<Density, number> = { dense: 28, normal: 32, relaxed: 40 };

/** Layout is what a person changed about a table; what is not set follows the visual. */
export interface Layout {
  order?: string[];
  hidden?: string[];
  /** shown are columns asked for, though there may be little room. */
  shown?: string[];
  pinned?: string[];
  sizes?: Record<string, number>;
  density?: Density;
  sort?: Sort[];
}

/** Arranged is a layout with everything decided. */
export interface Arranged {
  order: string[];
  hidden: ReadonlySet<string>;
  shown: ReadonlySet<string>;
  pinned: string[];
  sizes: Record<string, number>;
  /** density is undefined where neither the person nor the visual chose one for this table. */
  density: Density | undefined;
}

/** arrange decides the layout of columns: the person's, then the visual's, then the order of the answer. */
export function arrange(columns: TableColumn[], visual: Visual, layout: Layout): Arranged {
  const known = new Set(columns.map((one) => one.id));
  const styled = columns
    .filter((one) => one.style && placeOf(one, visual) >= 0 && !one.groups.length)
    .sort((a, b) => placeOf(a, visual) - placeOf(b, visual))
    .map((one) => one.id);
  const wanted = (layout.order ?? styled).filter((id) => known.has(id));
  const inOrder = [...wanted, ...columns.map((one) => one.id).filter((id) => !wanted.includes(id))];
  const byStyle = (has: (style: ColumnStyle) => boolean | undefined) =>
    columns.filter((one) => one.style && has(one.style)).map((one) => one.id);
  const hidden = new Set(layout.hidden ?? byStyle((style) => style.hidden));
  const visible = inOrder.filter((id) => !hidden.has(id));
  const pinned = layout.pinned ?? byStyle((style) => style.pinned);
  const heads = columns.some((one) => one.groups.length) ? columns.filter((one) => one.key).map((one) => one.id) : [];
  const first = heads.length ? heads : visible.slice(0, 1);
  const all = layout.pinned ? pinned : [...new Set([...first, ...pinned])];
  const fixed = all.filter((id) => known.has(id) && !hidden.has(id));
  const sizes = Object.fromEntries(
    columns.filter((one) => one.style?.width).map((one) => [one.id, one.style?.width ?? 0]),
  );
  return {
    order: [...fixed, ...inOrder.filter((id) => !fixed.includes(id))],
    hidden,
    shown: new Set(layout.shown),
    pinned: fixed,
    sizes: { ...sizes, ...layout.sizes },
    density: layout.density ?? visual.density,
  };
}

function placeOf(column: TableColumn, visual: Visual): number {
  return visual.columns?.findIndex((one) => one.column === column.style?.column) ?? -1;
}

/** moved puts a column before another one, or after it where it comes from the left. */
export function moved(order: string[], id: string, to: string): string[] {
  const from = order.indexOf(id);
  const at = order.indexOf(to);
  if (from < 0 || at < 0 || from === at) return order;
  const rest = order.filter((one) => one !== id);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** intoVisual writes a layout into a visual, to be kept with the report. */
export function intoVisual(columns: TableColumn[], visual: Visual, layout: Layout): Visual {
  const arranged = arrange(columns, visual, layout);
  const styles = arranged.order.flatMap((id): ColumnStyle[] => {
    const column = columns.find((one) => one.id === id);
    if (!column || column.groups.length > 0) return [];
    const style: ColumnStyle = { ...column.style, column: column.style?.column ?? column.column.name };
    delete style.hidden;
    delete style.pinned;
    delete style.width;
    if (arranged.hidden.has(id)) style.hidden = true;
    if (arranged.pinned.includes(id)) style.pinned = true;
    const width = arranged.sizes[id];
    if (width !== undefined) style.width = Math.round(width);
    return [style];
  });
  const named = new Set(styles.map((one) => one.column));
  const next: Visual = {
    ...visual,
    columns: [...styles, ...(visual.columns ?? []).filter((one) => !named.has(one.column))],
  };
  delete next.density;
  if (arranged.density && arranged.density !== 'normal') next.density = arranged.density;
  return next;
}

const prefix = 'headroom.table.';

function remembered(viewKey: string): Layout {
  try {
    const layout: unknown = JSON.parse(localStorage.getItem(prefix + viewKey) ?? '{}');
    return typeof layout === 'object' && layout !== null ? (layout as Layout) : {};
  } catch {
    return {};
  }
}

function remember(viewKey: string, layout: Layout): void {
  if (Object.keys(layout).length === 0) localStorage.removeItem(prefix + viewKey);
  else localStorage.setItem(prefix + viewKey, JSON.stringify(layout));
}

interface UseLayout {
  layout: Layout;
  change: (part: Layout) => void;
  /** reset is undefined where nothing was changed. */
  reset: (() => void) | undefined;
}

/** useLayout keeps a person's layout of a table: on this computer by viewKey, or in the visual where onVisual takes it. */
export function useLayout(
  viewKey: string,
  columns: TableColumn[],
  visual: Visual,
  onVisual: ((visual: Visual) => void) | undefined,
): UseLayout {
  const [state, setState] = useState(() => ({ viewKey, layout: onVisual ? {} : remembered(viewKey) }));
  const layout = useMemo(
    () => (state.viewKey === viewKey ? state.layout : onVisual ? {} : remembered(viewKey)),
    [state, viewKey, onVisual],
  );
  const keep = useCallback(
    (next: Layout) => {
      setState({ viewKey, layout: next });
      if (!onVisual) remember(viewKey, next);
    },
    [viewKey, onVisual],
  );
  const change = useCallback(
    (part: Layout) => {
      const { sort, ...shape } = part;
      if (onVisual && Object.keys(shape).length > 0) onVisual(intoVisual(columns, visual, shape));
      if (!onVisual) keep({ ...layout, ...part });
      else if (sort) keep({ sort });
    },
    [onVisual, columns, visual, layout, keep],
  );
  const reset = Object.keys(layout).length === 0 ? undefined : () => keep({});
  return { layout, change, reset };
}
