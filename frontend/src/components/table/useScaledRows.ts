import { elementScroll, observeElementOffset, observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';

import type { RowPlaces } from './rowPlaces';

/** tallest is the height up to which a browser's scrolling is exact to a pixel; a taller table scrolls in larger steps. */
const tallest = 15_000_000;

interface ScaledRows {
  /** placed are the rows to be drawn. */
  placed: number[];
  /** base is the row from which their places are counted; it stays while the rows near it are scrolled, so that they are not drawn again. */
  base: number;
  /** shift is how far down base is drawn. */
  shift: number;
  /** height is that of the body. */
  height: number;
  first: number;
  last: number;
  scrollTo: (index: number) => void;
}

/** unmeasured is the size of a table as long as nobody knows it. */
const unmeasured = { width: 0, height: 480 };

/** near is how many rows share a base. */
const near = 256;

/** scaleOf is how many px of rows a px of the scroll bar stands for. */
export function scaleOf(content: number, inSight: number): number {
  return content <= tallest ? 1 : (content - inSight) / (tallest - inSight);
}

/** useScaledRows draws only the rows in sight, of a million as of a hundred. head and foot stay over the rows. */
export function useScaledRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  places: RowPlaces,
  head: number,
  foot: number,
): ScaledRows {
  const content = places.total;
  const inSight = (element: HTMLElement | null) => Math.max(places.height, (element?.clientHeight ?? 0) - head - foot);
  // Places are worked out again when the keys change, and not when the sizes do.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other places are other keys.
  const keyOf = useCallback((index: number) => index, [places]);
  const scale = scaleOf(content, inSight(scroller.current));
  const virtual = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: places.heightAt,
    getItemKey: keyOf,
    overscan: 6,
    // The rows follow the scrolling; waiting for them would hold it up.
    useFlushSync: false,
    scrollPaddingEnd: head + foot,
    // A box that is not laid out yet has no height; without one there would be no row but that of the focus.
    initialRect: unmeasured,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => tell(rect.height > 0 ? rect : unmeasured)),
    observeElementOffset: (instance, tell) =>
      observeElementOffset(instance, (offset, scrolling) => tell(offset * scale, scrolling)),
    scrollToFn: (offset, options, instance) => elementScroll(offset / scale, options, instance),
  });
  const placed = virtual.getVirtualItems().map((item) => item.index);
  const offset = virtual.scrollOffset ?? 0;
  const first = virtual.range?.startIndex ?? 0;
  const base = Math.floor(first / near) * near;
  return {
    placed,
    base,
    shift: places.startOf(base) + offset / scale - offset,
    height: Math.min(content, tallest),
    first,
    last: virtual.range?.endIndex ?? 0,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
