import { observeElementRect, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

import type { Lines } from './inbox';

const headingHeight = 33;
const itemHeight = 52;

/** unmeasured is the size of a list as long as nobody knows it. */
const unmeasured = { width: 0, height: 640 };

interface DrawnLines {
  drawn: VirtualItem[];
  height: number;
  scrollTo: (line: number) => void;
}

/** useDrawnLines draws only the lines in sight. */
export function useDrawnLines(box: RefObject<HTMLElement | null>, lines: Lines): DrawnLines {
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: lines.count,
    getScrollElement: () => box.current,
    estimateSize: (line) => ('heading' in lines.at(line) ? headingHeight : itemHeight),
    getItemKey: (line) => {
      const of = lines.at(line);
      return 'heading' in of ? of.heading : of.item;
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
    scrollTo: (line) => virtual.scrollToIndex(line, { align: 'auto' }),
  };
}
