import { measureElement, observeElementRect, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

import type { Lines } from './inbox';

const headingHeight = 33;
const itemHeight = 52;

/** unmeasured is the size of a list as long as nobody knows it. */
const unmeasured = { width: 0, height: 640 };

interface DrawnLines {
  drawn: VirtualItem[];
  height: number;
  /** measure takes what a line is drawn in: a long name or text makes it higher. */
  measure: (line: Element | null) => void;
  scrollTo: (line: number) => void;
}

/** useDrawnLines draws only the lines in sight; idAt is the item at a place, as far as it is known. */
export function useDrawnLines(
  box: RefObject<HTMLElement | null>,
  lines: Lines,
  idAt: (place: number) => number | undefined,
): DrawnLines {
  const usual = (line: number) => ('heading' in lines.at(line) ? headingHeight : itemHeight);
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: lines.count,
    getScrollElement: () => box.current,
    estimateSize: usual,
    // An item that is still on its way has no height.
    measureElement: (line, entry, instance) =>
      measureElement(line, entry, instance) || usual(instance.indexFromElement(line)),
    getItemKey: (line) => {
      const of = lines.at(line);
      // How high an item is goes with it when others before it are answered.
      return 'heading' in of ? of.heading : (idAt(of.item) ?? `place-${of.item}`);
    },
    overscan: 8,
    useFlushSync: false,
    initialRect: unmeasured,
    // A box that is not laid out yet has no height; without one nothing would be drawn.
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => tell(rect.height > 0 ? rect : unmeasured)),
  });
  return {
    drawn: virtual.getVirtualItems(),
    height: virtual.getTotalSize(),
    measure: virtual.measureElement,
    scrollTo: (line) => virtual.scrollToIndex(line, { align: 'auto' }),
  };
}
