import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { type WatchKind, watch } from '../api/actions';
import { askPermission, channelsQuery } from '../api/channels';
import { keys, watchedQuery } from '../api/queries';
import type { Watched } from '../api/types';
import { toastError } from './toast';

/** Watch turns the watching of one record on or off. */
export type Watch = (kind: WatchKind, key: string, on: boolean) => void;

const lists = { account: 'accounts', entitlement: 'entitlements', product: 'products', segment: 'segments' } as const;

/** useWatch changes what is watched at once, and back where the program refuses. */
export function useWatch(): Watch {
  const client = useQueryClient();
  return useCallback(
    (kind, key, on) => {
      const put = (isOn: boolean) =>
        client.setQueryData<Watched>(keys.watched, (known) => known && withKey(known, lists[kind], key, isOn));
      put(on);
      watch(kind, key, on).then(
        () => (on ? askOnce(client) : undefined),
        (cause) => {
          put(!on);
          toastError(cause);
        },
      );
    },
    [client],
  );
}

/** askOnce asks the system whether notifications may be shown, where it was never asked: now the person knows what for. */
async function askOnce(client: QueryClient): Promise<void> {
  try {
    const channels = await client.fetchQuery(channelsQuery());
    if (!channels.some(({ name, state }) => name === 'desktop' && state === 'unasked')) return;
    await askPermission();
    await client.invalidateQueries({ queryKey: channelsQuery().queryKey });
  } catch (cause) {
    toastError(cause);
  }
}

function withKey(known: Watched, list: keyof Watched, key: string, on: boolean): Watched {
  const rest = known[list].filter((one) => one !== key);
  return { ...known, [list]: on ? [...rest, key] : rest };
}

/** useWatched says which records of a kind are watched; undefined until it is known. */
export function useWatched(kind: WatchKind): ReadonlySet<string> | undefined {
  const { data } = useQuery({ ...watchedQuery(), select: (known) => known[lists[kind]] });
  return data && new Set(data);
}
