import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { inboxPageQuery, inboxPageSize } from '../../api/inbox';
import type { InboxAsking, InboxPage } from '../../api/inboxTypes';
import type { InboxItem } from '../../api/types';

/** InboxPages is the list that an asking finds; its items come by pages, as they are scrolled to. */
export interface InboxPages {
  first: InboxPage | undefined;
  error: unknown;
  /** stale says that what is shown answers an older asking. */
  stale: boolean;
  at: (place: number) => InboxItem | undefined;
  /** placeOf is where an item stands among those that are loaded; -1 for none. */
  placeOf: (id: number) => number;
  /** want loads what comes into sight. */
  want: (first: number, last: number) => void;
  /** fetchAt brings the item at a place, when it is not there yet. */
  fetchAt: (place: number) => Promise<InboxItem | undefined>;
  again: () => void;
}

const pageOf = (place: number) => Math.max(0, Math.floor(place / inboxPageSize));

/** useInboxPages asks for the first page, for those in sight, and for the one that holds the item of the address. */
export function useInboxPages(asking: InboxAsking, id: number | null): InboxPages {
  const client = useQueryClient();
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const [around, setAround] = useState(id);
  const pageQuery = (page: number) => inboxPageQuery({ ...asking, offset: page * inboxPageSize, limit: inboxPageSize });
  const head = useQuery(pageQuery(0));
  const stale = head.isPlaceholderData;

  const seen = Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i).filter((page) => page > 0);
  const more = seen.map(pageQuery);
  if (around !== null) more.push(inboxPageQuery({ ...asking, around, limit: inboxPageSize }));
  const others = useQueries({
    queries: more.map((query) => ({ ...query, enabled: !stale && head.data !== undefined })),
  });
  // What answers an older asking has no place in this list.
  const loaded = others.map(({ data, isPlaceholderData }) => (stale || isPlaceholderData ? undefined : data));
  const pages = [head.data, ...loaded].filter((page) => page !== undefined);

  const placeOf = (item: number) => {
    for (const page of pages) {
      const within = page.items.findIndex((one) => one.id === item);
      if (within >= 0) return page.offset + within;
    }
    return -1;
  };
  const lost = id !== null && head.data !== undefined && !stale && placeOf(id) < 0;
  useEffect(() => {
    if (lost) setAround(id);
  }, [lost, id]);

  const at = (place: number) => {
    const page = pages.find(({ offset, items }) => place >= offset && place < offset + items.length);
    return page?.items[place - page.offset];
  };
  return {
    first: head.data,
    error: head.data ? null : head.error,
    stale,
    at,
    placeOf,
    want: (from, to) => {
      const next: [number, number] = [pageOf(from), pageOf(to)];
      if (next[0] !== range[0] || next[1] !== range[1]) setRange(next);
    },
    fetchAt: async (place) => {
      const held = at(place);
      if (held || place < 0) return held;
      const page = await client.fetchQuery(pageQuery(pageOf(place)));
      return page.items[place - page.offset];
    },
    again: () => {
      head.refetch();
    },
  };
}
