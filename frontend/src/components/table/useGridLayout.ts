import { useEffect, useMemo, useState } from 'react';

import type { CellValue, Sort } from '../../api/metricTypes';
import type { Answer, Visual } from '../../api/reportTypes';
import type { Words } from '../catalog/useCatalog';
import { type ColumnActions, columnActions } from './actions';
import { printed } from './Cell';
import type { TableColumn } from './columns';
import { type Arranged, arrange, type Layout } from './layout';
import type { DataTableProps } from './types';
import { easy, fit, fixed, inset, isMarked, isName, mark, natural, type Size, sampleOf } from './widths';

/** end is the room after the last column, where the corner is. */
export const end = 30;

/** gutter is what the first column has more of at its start than others. */
const gutter = 8;

/** leadWidth is that of what stands before the first cell, such as a star. */
const leadWidth = 24;

/** treeWidth is that of the first column of a tree, whose lower levels are not known before they open. */
const treeWidth = 260;

/** sampled is of how many rows the texts are measured, and measuredNames of how many the names, which are never cut. */
const sampled = 60;
const measuredNames = 500;

/** TightName is a column of names that may stand on several lines. */
export interface TightName {
  column: TableColumn;
  room: number;
  /** often is set where that is so of many of its names. */
  often: boolean;
}

/** GridLayout is what of a table is shown where. */
export interface GridLayout {
  arranged: Arranged;
  visible: TableColumn[];
  widths: Record<string, number>;
  left: string[];
  pinned: number;
  actions: ColumnActions;
  /** scrolls is set where the columns shown are wider than the table. */
  scrolls: boolean;
  /** tight are the columns of names of which some have no room on one line, with the room that their texts have. */
  tight: TightName[];
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

function naturalSizes(
  columns: TableColumn[],
  answer: Answer,
  rules: Visual['rules'],
  words: Words,
  sort: Sort[],
): Record<string, Size> {
  const { result, query } = answer;
  const asRow = (values: CellValue[], index: number) => ({ id: '', index, values, query, part: () => undefined });
  const some = sampleOf(result.rows, sampled).map(asRow);
  const many = sampleOf(result.rows, measuredNames).map(asRow);
  const sizeOf = (one: TableColumn) => {
    const texts = (isName(one) ? many : some).map((row) => printed(words, one, row, result.columns));
    // A total is longer than its parts, and not cut.
    const total = result.totals?.[one.at];
    const sum = typeof total === 'number' ? words.cell(one.column, total, one.style) : '';
    const sorts = sort.some(({ by }) => by === one.id);
    return natural(one, texts, sorts, isMarked(one, rules), sum);
  };
  return Object.fromEntries(columns.map((one) => [one.id, sizeOf(one)]));
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
  const { rules } = visual;
  const sizes = useMemo(() => naturalSizes(columns, answer, rules, words, sort), [columns, answer, rules, words, sort]);
  return useMemo(() => {
    const arranged = arrange(columns, visual, layout);
    const inOrder = arranged.order
      .map((id) => columns.find((one) => one.id === id))
      .filter((one) => one !== undefined && !arranged.hidden.has(one.id)) as TableColumn[];
    const first = inOrder[0];
    // The first column has room for what stands before its text.
    const before = gutter + (hasLead ? leadWidth : 0);
    const sizeIn = (one: TableColumn): Size => {
      const size = sizes[one.id] ?? fixed(0);
      const width = arranged.sizes[one.id];
      if (width !== undefined) return { ...size, want: width };
      if (one !== first) return size;
      if (isTree) return fixed(treeWidth);
      const { want, steps, least } = size;
      return { ...size, want: want + before, steps: steps.map((step) => step + before), least: least + before };
    };
    const sized = Object.fromEntries(columns.map((one) => [one.id, sizeIn(one)]));
    const chosen = new Set(Object.keys(arranged.sizes));
    // What a table is ordered by is seen: without it the order could not be understood.
    const asked = new Set([...arranged.shown, ...sort.map((one) => one.by)]);
    const { widths, left } = fit(inOrder, sized, asked, chosen, width === 0 ? 0 : width - end);
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
    const scrolls = width > 0 && all + end > width;
    const tight = visible.flatMap((column): TightName[] => {
      const size = sizes[column.id];
      if (!size || !isName(column)) return [];
      const beside = inset + (isMarked(column, rules) ? mark : 0);
      const room = (widths[column.id] ?? 0) - beside - (column === first ? before : 0);
      const grows = isTree && column === first;
      const often = (widths[column.id] ?? 0) < easy(sized[column.id] ?? size);
      return grows || room < size.text ? [{ column, room, often }] : [];
    });
    return { arranged, visible, widths, left, pinned, actions, scrolls, tight, variables };
  }, [columns, visual, rules, layout, change, sort, sizes, width, isTree, hasLead]);
}
