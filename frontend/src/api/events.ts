import type { QueryClient } from '@tanstack/react-query';

import { on } from './client';
import { keys } from './queries';
import { reportKeys } from './reports';
import { ruleKeys } from './rules';

/** affected says which answers a kind of change makes stale. */
const affected: Record<string, readonly (readonly string[])[]> = {
  facts: [keys.status, keys.watched, keys.account, keys.imports, keys.inbox, keys.rules, reportKeys.reports],
  files: [keys.imports],
  settings: [keys.settings, keys.status, keys.account, keys.inbox, keys.rules, reportKeys.reports],
  definitions: [reportKeys.reports, reportKeys.library, keys.inbox, keys.rules],
  documents: [reportKeys.library],
  rules: [keys.rules, keys.inbox, keys.status],
  inbox: [keys.inbox, keys.status, keys.account, keys.rules],
  // The window changes by itself what it shows as watched; rules that watch only that find something else.
  watches: [ruleKeys.inspections, ruleKeys.rehearsals],
};

/** followChanges asks again for what has changed; the result stops following. */
export function followChanges(client: QueryClient): () => void {
  return on<string[]>('changed', (kinds) => {
    const stale = new Set(kinds.flatMap((kind) => affected[kind] ?? Object.values(keys)));
    for (const queryKey of stale) askAgain(client, queryKey);
  });
}

/** askAgain drops an answer that is still on its way, because it may be from before the change. */
async function askAgain(client: QueryClient, queryKey: readonly string[]): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}

/** onOpen tells which address a notification or a second start asked for. */
export function onOpen(handler: (address: string) => void): () => void {
  return on<string>('open', handler);
}

/** onFilesDropped tells the paths of files dropped on the window. */
export function onFilesDropped(handler: (paths: string[]) => void): () => void {
  return on<string[]>('files:dropped', handler);
}
