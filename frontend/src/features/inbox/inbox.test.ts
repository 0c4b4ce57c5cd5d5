import { describe, expect, it } from 'vitest';

import { makeAccounts } from '../../api/fake/data';
import { makeInbox } from '../../api/fake/records';
import { groupsOf, inTab } from './inbox';

const items = makeInbox(makeAccounts(48));
const open = items.filter((item) => inTab(item, 'open'));

describe('groupsOf', () => {
  it('puts every open item into exactly one group', () => {
    const grouped = groupsOf(open, 'open', '2026-11-20').flatMap((group) => group.items);
    expect(grouped.map((item) => item.id).sort()).toEqual(open.map((item) => item.id).sort());
  });

  it('begins with what ends within a week, soonest first', () => {
    const [now] = groupsOf(open, 'open', '2026-11-20');
    expect(now?.name).toBe('now');
    expect(now?.items.every((item) => item.days !== null && item.days <= 7)).toBe(true);
  });

  it('keeps what was superseded with the resolved', () => {
    const [first] = items;
    if (!first) throw new Error('no item');
    expect(inTab({ ...first, state: 'superseded' }, 'resolved')).toBe(true);
  });
});
