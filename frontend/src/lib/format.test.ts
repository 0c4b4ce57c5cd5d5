import { beforeEach, describe, expect, it } from 'vitest';

import {
  day,
  dayLong,
  dayShort,
  daysBetween,
  fold,
  inDays,
  int,
  moment,
  month,
  monthYearLong,
  pct,
  seconds,
  setRegion,
  shiftDay,
  sortKey,
} from './format';

describe('format', () => {
  beforeEach(() => setRegion('en-GB'));

  it.each([
    [int(12430), '12,430'],
    [int(0), '0'],
    [int(null), '–'],
    [int(Number.NaN), '–'],
    [int(-18), '−18'],
    [pct(0.8264), '82.6%'],
    [pct(1.12), '112.0%'],
    [pct(null), '–'],
    [day('2026-11-20'), '20 Nov 2026'],
    [day(''), '–'],
    [dayLong('2026-11-20'), 'Fri 20 Nov 2026'],
    [dayShort('2026-12-05', '2026-11-20'), 'Sat 5 Dec'],
    [dayShort('2028-02-29', '2026-11-20'), '29 Feb 2028'],
    [month('2026-11'), 'Nov'],
    [month('2027-01'), 'Jan 27'],
    [month(Date.UTC(2027, 0, 1)), 'Jan 27'],
    [inDays(0), 'today'],
    [inDays(3), 'in 3 days'],
    [inDays(-3), '3 days ago'],
    [seconds(200), '3m 20s'],
  ])('prints %s', (got, want) => expect(got).toBe(want));

  it('follows the region', () => {
    setRegion('de-DE');
    expect(int(12430)).toBe('12.430');
    expect(pct(0.826)).toBe('82,6\u00a0%');
    expect(day('2026-11-20')).toBe('20. Nov. 2026');
    expect(moment('2026-11-20T08:42:00')).toBe('20. Nov. 2026, 08:42');
    setRegion('ja-JP', 'ja');
    expect(moment('2026-11-20T08:42:00')).toBe('2026年11月20日 08:42');
    expect(monthYearLong('2026-11-01')).toBe('2026年11月');
  });

  it('counts days across the change of the clock and a leap day', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(shiftDay('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('folds what searching should not distinguish', () => {
    expect(fold('Süßwaren ÉTÉ ﬁ')).toBe('susswaren ete fi');
  });

  it('orders names as people do', () => {
    expect(['Zeta', 'Ärzte', 'Account 10', 'Account 9'].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      'Account 9',
      'Account 10',
      'Ärzte',
      'Zeta',
    ]);
  });
});
