import { describe, expect, it } from 'vitest';

import { makeAccounts, toRow } from '../api/fake/data';
import { accountStatus, searchAccounts } from './accounts';

const rows = makeAccounts(48).map(toRow);
const [first] = rows;

describe('accounts', () => {
  it('finds without case and accents, by every word', () => {
    expect(searchAccounts(rows, 'sud PRAZ').map((row) => row.id)).toEqual(['GE-004443']);
    expect(searchAccounts(rows, 'poland')).toHaveLength(1);
    expect(searchAccounts(rows, 'nobody')).toEqual([]);
  });

  it('gives the same rows back when nothing is searched, so that nothing is sorted again', () => {
    expect(searchAccounts(rows, '  ')).toBe(rows);
  });

  it('searches fifty thousand rows without making the person wait', () => {
    const many = makeAccounts(50_000).map(toRow);
    searchAccounts(many, 'a');
    const started = performance.now();
    expect(searchAccounts(many, 'haarlem 49').length).toBeGreaterThan(10);
    expect(performance.now() - started).toBeLessThan(250);
  });

  it.each([
    [{ nextDays: -1 }, 'passed'],
    [{ nextDays: 7, overage: 5 }, 'act_now'],
    [{ nextDays: 8 }, 'act_soon'],
    [{ nextDays: 31, overage: 5 }, 'over'],
    [{ nextDays: null, overage: 0, usageRate: null, active: null }, 'no_data'],
    [{ nextDays: null, overage: 0, usageRate: 0, active: 0 }, 'on_track'],
  ])('%o is %s', (part, want) => {
    if (!first) throw new Error('no row');
    expect(accountStatus({ ...first, ...part })).toBe(want);
  });
});
