import { useRef, useState } from 'react';

import { chosenIds } from '../../api/inbox';
import type { InboxAsking } from '../../api/inboxTypes';
import { toastError } from '../../components/toast';
import type { InboxPages } from './useInboxPages';

/** Marks are the notifications that are chosen to be dealt with at once. */
interface Marks {
  marked: ReadonlySet<number>;
  mark: (ids: number[], on: boolean) => void;
  markAll: (on: boolean) => void;
  clear: () => void;
}

const none: ReadonlySet<number> = new Set();

/** useMarks keeps marks for what is looked at: in another tab, or among others, nothing is marked. */
export function useMarks(asking: InboxAsking, { first }: InboxPages): Marks {
  const of = JSON.stringify(asking);
  const [kept, setKept] = useState({ of, ids: none });
  const wish = useRef(0);
  const marked = kept.of === of ? kept.ids : none;
  const put = (change: (ids: ReadonlySet<number>) => Iterable<number>) => {
    wish.current++;
    setKept((now) => ({ of, ids: new Set(change(now.of === of ? now.ids : none)) }));
  };
  const drop = (ids: number[]) => {
    wish.current++;
    setKept((now) => ({ of: now.of, ids: new Set([...now.ids].filter((one) => !ids.includes(one))) }));
  };
  return {
    marked,
    mark: (ids, on) => (on ? put((now) => [...now, ...ids]) : drop(ids)),
    markAll: (on) => {
      // What is loaded is marked at once; of the others the ids are asked for.
      const loaded = on ? (first?.items ?? []).map((item) => item.id) : [];
      put(() => loaded);
      const mine = wish.current;
      if (!on || loaded.length >= (first?.count ?? 0)) return;
      chosenIds(asking).then((ids) => {
        if (mine === wish.current) setKept({ of, ids: new Set(ids) });
      }, toastError);
    },
    clear: () => put(() => none),
  };
}
