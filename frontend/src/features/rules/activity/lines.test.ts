import { expect, it } from 'vitest';

import type { Activity } from '../../../api/ruleTypes';
import type { T } from '../../../lib/i18n';
import { gathered } from './lines';

const t = ((key: string) => key) as unknown as T;

const entry = (id: number, changes: Partial<Activity> = {}): Activity => ({
  id,
  at: '2026-11-22T12:37:00Z',
  rule: 1,
  kind: 'undelivered',
  instance: `account ${id}`,
  detail: { destination: 'desktop', error: 'nobody is there' },
  ...changes,
});

const ids = (entries: Activity[]) =>
  gathered(entries, undefined, t).map(({ one, more }) => [one.id, ...more.map(({ id }) => id)]);

it('makes one line of what one message told of', () => {
  expect(ids([entry(5), entry(4), entry(3)])).toEqual([[5, 4, 3]]);
});

it('keeps apart another rule, another time, another reason and what was no delivery', () => {
  expect(ids([entry(5), entry(4, { rule: 2 }), entry(3)])).toEqual([[5], [4], [3]]);
  expect(ids([entry(5), entry(4, { at: '2026-11-22T12:36:00Z' })])).toEqual([[5], [4]]);
  expect(ids([entry(5), entry(4, { detail: { destination: 'desktop', error: 'busy' } })])).toEqual([[5], [4]]);
  const fired = { kind: 'fired' as const, detail: {} };
  expect(ids([entry(5, fired), entry(4, fired)])).toEqual([[5], [4]]);
});
