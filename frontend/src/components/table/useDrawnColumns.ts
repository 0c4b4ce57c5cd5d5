import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useMemo } from 'react';

import type { TableColumn } from './columns';

/** few is how many columns are drawn whether they are in sight or not. */
const few = 24;

/** useDrawnColumns are the places of the columns in sight, with the fixed ones and the one that has the focus. */
export function useDrawnColumns(
  scroller: RefObject<HTMLElement | null>,
  columns: TableColumn[],
  widths: Record<string, number>,
  pinned: number,
  active: number,
): number[] {
  const virtual = useVirtualizer<HTMLElement, Element>({
    horizontal: true,
    enabled: columns.length > few,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => widths[columns[at]?.id ?? ''] ?? 0,
    overscan: 2,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const fixed = Array.from({ length: pinned }, (_, at) => at);
      return [...new Set([...fixed, active, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
    },
  });
  const drawn = columns.length > few ? virtual.getVirtualItems().map((one) => one.index) : columns.map((_, at) => at);
  const text = drawn.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same places are the same list, so that rows need not be drawn again.
  return useMemo(() => drawn, [text]);
}
