import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';

import type { Runtime } from './client';
import { followChanges } from './events';
import { inspectionQuery, rehearsalQuery, rulesQuery } from './rules';
import type { RuleDocument } from './ruleTypes';

const rule: RuleDocument = { name: 'Mine', watch: 'watched', condition: { kind: 'ends_within', days: 30 } };
const findings = [inspectionQuery(1, rule, 'en').queryKey, rehearsalQuery(rule, '', '', 'en').queryKey];
const list = rulesQuery('en').queryKey;

afterEach(() => {
  delete window.runtime;
});

/** staleAfter says which answers are asked for again after a kind of change. */
async function staleAfter(kind: string, keys: readonly (readonly unknown[])[]): Promise<boolean[]> {
  let tell: ((...data: unknown[]) => void) | undefined;
  window.runtime = {
    EventsOn: (_, handler) => {
      tell = handler;
      return () => {};
    },
  } satisfies Runtime;
  const client = new QueryClient();
  for (const key of keys) client.setQueryData(key, {});
  followChanges(client);
  tell?.([kind]);
  await new Promise((done) => setTimeout(done));
  return keys.map((key) => client.getQueryState(key)?.isInvalidated ?? false);
}

it.each(['facts', 'settings', 'definitions', 'rules', 'watches'])(
  'asks again what rules find after a change of %s',
  async (kind) => {
    expect(await staleAfter(kind, findings)).toEqual([true, true]);
  },
);

it('does not ask for the list of rules again because something is watched, or a report is kept', async () => {
  expect(await staleAfter('watches', [list])).toEqual([false]);
  expect(await staleAfter('documents', [list, ...findings])).toEqual([false, false, false]);
});
