import { useEffect, useMemo, useState } from 'react';

import type { Sort } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import type { Words } from '../catalog/useCatalog';
import { type ColumnActions, columnActions } from './actions';
import { printed } from './Cell';
import type { TableColumn } from './columns';
import { type Arranged, arrange, type Layout } from './layout';
import type { DataTableProps } from './types';
import { fit, natural, type Size, sampleOf } from './widths';

/** end is the room after the last column, where the corner is. */
const end = 30;

/** gutter is what the first column has more of at its start than others. */
const gutter = 8;

/** leadWidth is that of what stands before the first cell, such as a star. */
const leadWidth = 30;

/** firstLeast is how narrow the first column becomes. */
const firstLeast = 200;

/** GridLayout is what of a table is shown where. */
export interface GridLayout {
  arranged: Arranged;
  visible: TableColumn[];
  widths: Record<string, number>;
  left: string[];
  pinned: number;
  actions: ColumnActions;
  /** variables are the custom properties of the grid: the widths of columns, and where the fixed ones stay. */
  variables: Record<string, string>;
}

/** useWidth is how wide an element is. */
export function useWidth(): [number, (element: HTMLElement | null) => void] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [width, setElement];
}

function naturalSizes(columns: TableColumn[], answer: Answer, words: Words, sort: Sort[]): Record<string, Size> {
  const rows = sampleOf(answer.result.rows).map((values, index) => ({
    id: '',
    index,
    values,
    query: answer.query,
    part: () => undefined,
  }));
  return Object.fromEntries(
    columns.map((one) => {
      const texts = rows.map((row) => printed(words, one, row, answer.result.columns));
      // A total is longer than its parts, and not cut.
      const total = answer.result.totals?.[one.at];
      if (typeof total === 'number') texts.push(words.cell(one.column, total, one.style));
      return [
        one.id,
        natural(
          one,
          texts,
          sort.some(({ by }) => by === one.id),
        ),
      ];
    }),
  );
}

/** useGridLayout decides which columns are shown, in which order and how wide. */
export function useGridLayout(
  props: Pick<DataTableProps, 'answer' | 'visual' | 'lead'>,
  words: Words,
  columns: TableColumn[],
  layout: Layout,
  change: (part: Layout) => void,
  sort: Sort[],
  width: number,
  isTree: boolean,
): GridLayout {
  const { answer, visual, lead } = props;
  const hasLead = lead !== undefined;
  const sizes = useMemo(() => naturalSizes(columns, answer, words, sort), [columns, answer, words, sort]);
  return useMemo(() => {
    const arranged = arrange(columns, visual, layout);
    const inOrder = arranged.order
      .map((id) => columns.find((one) => one.id === id))
      .filter((one) => one !== undefined && !arranged.hidden.has(one.id)) as TableColumn[];
    const wanted = Object.fromEntries(columns.map((one) => [one.id, sizes[one.id]?.want ?? 0]));
    const least = Object.fromEntries(columns.map((one) => [one.id, sizes[one.id]?.least ?? 0]));
    Object.assign(wanted, arranged.sizes);
    const first = inOrder[0];
    if (first && arranged.sizes[first.id] === undefined) {
      // The first column says what a row is about: it gives way last, and has room for what stands before its text.
      const want = isTree ? 260 : (wanted[first.id] ?? 0) + gutter + (hasLead ? leadWidth : 0);
      wanted[first.id] = want;
      least[first.id] = Math.min(want, Math.max(120, Math.min(firstLeast, width * 0.35)));
    }
    const chosen = new Set(Object.keys(arranged.sizes));
    // What a table is ordered by is seen: without it the order could not be understood.
    const asked = new Set([...arranged.shown, ...sort.map((one) => one.by)]);
    const { widths, left } = fit(inOrder, wanted, least, asked, chosen, width === 0 ? 0 : width - end);
    const visible = inOrder.filter((one) => !left.includes(one.id));
    const pinned = visible.filter((one) => arranged.pinned.includes(one.id)).length;
    const all = visible.reduce((sum, one) => sum + (widths[one.id] ?? 0), 0);
    const variables: Record<string, string> = {
      '--columns': [...visible.map((one) => `${widths[one.id]}px`), '1fr'].join(' '),
      '--width': `${Math.max(all + end, width)}px`,
    };
    let at = 0;
    visible.slice(0, pinned).forEach((one, i) => {
      variables[`--p${i}`] = `${at}px`;
      at += widths[one.id] ?? 0;
    });
    const ids = visible.map((one) => one.id);
    const actions = columnActions(arranged, ids, widths, sort, layout, change);
    return { arranged, visible, widths, left, pinned, actions, variables };
  }, [columns, visual, layout, change, sort, sizes, width, isTree, hasLead]);
}
