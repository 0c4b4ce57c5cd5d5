import { describe, expect, it } from 'vitest';

import { makeAccounts } from '../../api/fake/data';
import { makeInbox } from '../../api/fake/records';
import type { InboxItem } from '../../api/types';
import { startLanguage } from '../../lib/i18n';
import { foundText, stateText } from './row';

const t = startLanguage('en', 'en-GB').t;
const [some] = makeInbox(makeAccounts(20));
if (!some) throw new Error('no notification was invented');
const base: InboxItem = {
  ...some,
  state: 'open',
  instance: 'x',
  body: 'Render Cloud: 6 licenses end in 9 days (1 Dec)',
  reason: 'days_to_end = 9 ≤ 90',
  end: '2026-12-01',
  due: '2026-11-25',
  dueDays: 3,
  returns: null,
};

describe('foundText', () => {
  it.each<[string, Partial<InboxItem>, string]>([
    ['the last day to act', {}, '; act by Wed 25 Nov'],
    ['that it has passed', { due: '2026-10-02', dueDays: -51 }, '; the last day to act was Fri 2 Oct'],
    ['no day that is the end', { due: '2026-12-01', dueDays: 9 }, ''],
    ['no day that the text names', { reason: 'days_to_act = 3 ≤ 30' }, ''],
    ['no day where none is known', { due: '', dueDays: null }, ''],
    ['no day once it was answered', { state: 'done' }, ''],
  ])('adds %s', (_, more, added) => {
    expect(foundText({ ...base, ...more }, '2026-11-22', t)).toBe(base.body + added);
  });
});

describe('stateText', () => {
  it('is the status, or what brings a snoozed one back', () => {
    expect(stateText(base, t)).toBe('Act now');
    expect(stateText({ ...base, state: 'snoozed', returns: { day: '2026-11-30' } }, t)).toBe('until 30 Nov');
  });
});
