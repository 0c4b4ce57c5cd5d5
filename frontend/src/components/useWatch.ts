import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { watch } from '../api/actions';
import { keys } from '../api/queries';
import type { AccountPage, PortfolioPage } from '../api/types';
import { toastError } from './toast';

type Kind = 'account' | 'entitlement';

/** Watch turns the watching of one record on or off. */
export type Watch = (kind: Kind, key: string, on: boolean) => void;

/** useWatch changes the pages at hand at once, and back where the program refuses. */
export function useWatch(): Watch {
  const client = useQueryClient();
  return useCallback(
    (kind, key, on) => {
      patch(client, kind, key, on);
      watch(kind, key, on).catch((cause) => {
        patch(client, kind, key, !on);
        toastError(cause);
      });
    },
    [client],
  );
}

function patch(client: QueryClient, kind: Kind, key: string, watched: boolean): void {
  if (kind === 'account') {
    client.setQueriesData<PortfolioPage>({ queryKey: keys.portfolio }, (page) => {
      return page && { ...page, table: mark(page.table, key, watched) };
    });
  }
  client.setQueriesData<AccountPage>({ queryKey: keys.account }, (page) => {
    if (!page) return page;
    if (kind === 'entitlement') return { ...page, lines: mark(page.lines, key, watched) };
    return page.key === key ? { ...page, watched } : page;
  });
}

function mark<T extends { key: string; watched: boolean }>(rows: T[], key: string, watched: boolean): T[] {
  return rows.map((row) => (row.key === key ? { ...row, watched } : row));
}
