import { describe, expect, it } from 'vitest';

import { makeAccounts } from '../api/fake/data';
import { makeInbox } from '../api/fake/records';
import type { InboxItem } from '../api/types';
import { urgency } from '../lib/urgency';
import { itemStatus } from './inboxItem';

const [some] = makeInbox(makeAccounts(20));
if (!some) throw new Error('no notification was invented');
const item = (more: Partial<InboxItem>): InboxItem => ({ ...some, state: 'open', instance: 'x', ...more });

describe('itemStatus', () => {
  it.each([-1, 0, 1, 3, 7, 8, 30])(
    'words an item that is due in %i days as an end of that day elsewhere',
    (dueDays) => {
      expect(itemStatus(item({ dueDays }))).toBe(urgency(dueDays));
    },
  );

  it('says that it fires where nothing hurries', () => {
    expect(itemStatus(item({ dueDays: 31 }))).toBe('firing');
  });

  it('says what it is about where there is no day', () => {
    expect(itemStatus(item({ dueDays: null, template: 'overage' }))).toBe('over');
    expect(itemStatus(item({ dueDays: null, template: '' }))).toBe('firing');
  });

  it('says what became of it once it is not open', () => {
    expect(itemStatus(item({ dueDays: 3, state: 'snoozed' }))).toBe('snoozed');
  });
});
