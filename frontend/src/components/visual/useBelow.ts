import { type RefObject, useLayoutEffect, useState } from 'react';

import { type Below, belowOf } from './below';

/** useBelow follows a box that scrolls a table: what of its rows is below what is seen whole. */
export function useBelow(ref: RefObject<HTMLElement | null>, rows: number): Below {
  const [below, setBelow] = useState<Below>({ count: 0, cover: 0 });
  useLayoutEffect(() => {
    const box = ref.current;
    const table = box?.querySelector('table');
    if (!box || !table || rows === 0) return;
    const measure = () => {
      const ends = [...table.querySelectorAll<HTMLElement>('tbody tr')].map(
        (row) => table.offsetTop + row.offsetTop + row.offsetHeight,
      );
      const next = belowOf(ends, box.clientHeight, box.scrollTop);
      setBelow((was) => (was.count === next.count && was.cover === next.cover ? was : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(table);
    box.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
    };
  }, [ref, rows]);
  return below;
}
