import { elementScroll, observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** tallest is the height up to which a browser's scrolling is exact to a pixel; a taller table scrolls in larger steps. */
const tallest = 15_000_000;

/** Placed is a row to be drawn, with its distance from the top of the body. */
export interface Placed {
  index: number;
  top: number;
}

interface ScaledRows {
  placed: Placed[];
  /** height is that of the body. */
  height: number;
  first: number;
  last: number;
  scrollTo: (index: number) => void;
}

/** scaleOf is how many px of rows a px of the scroll bar stands for. */
export function scaleOf(content: number, inSight: number): number {
  return content <= tallest ? 1 : (content - inSight) / (tallest - inSight);
}

/** useScaledRows draws only the rows in sight, of a million as of a hundred. head and foot stay over the rows. */
export function useScaledRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  head: number,
  foot: number,
): ScaledRows {
  const content = count * rowHeight;
  const inSight = (element: HTMLElement | null) => Math.max(rowHeight, (element?.clientHeight ?? 0) - head - foot);
  const scale = scaleOf(content, inSight(scroller.current));
  const virtual: Virtualizer<HTMLElement, Element> = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollPaddingEnd: head + foot,
    observeElementOffset: (instance, tell) =>
      observeElementOffset(instance, (offset, scrolling) => tell(offset * scale, scrolling)),
    scrollToFn: (offset, options, instance) => elementScroll(offset / scale, options, instance),
  });
  const items = virtual.getVirtualItems();
  const offset = virtual.scrollOffset ?? 0;
  const shift = offset / scale - offset;
  return {
    placed: items.map((item) => ({ index: item.index, top: item.start + shift })),
    height: Math.min(content, tallest),
    first: virtual.range?.startIndex ?? 0,
    last: virtual.range?.endIndex ?? 0,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
