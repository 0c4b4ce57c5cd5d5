import { beforeEach, describe, expect, it } from 'vitest';

import {
  ahead,
  day,
  dayLong,
  dayNear,
  dayShort,
  daysBetween,
  fold,
  inDays,
  int,
  moment,
  momentNear,
  month,
  monthYearLong,
  pct,
  percentSuffix,
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
    [dayNear('2027-01-05', '2026-11-20'), '5 Jan'],
    [dayNear('2025-11-20', '2026-11-20'), '20 Nov 2025'],
    [dayNear('2026-11-05', ''), '5 Nov 2026'],
    [momentNear('2026-11-03T08:42:00', '2026-11-20'), '3 Nov, 08:42'],
    [momentNear('2025-11-03T08:42:00', '2026-11-20'), '3 Nov 2025, 08:42'],
    [month('2026-11'), 'Nov'],
    [month('2027-01'), 'Jan\n2027'],
    [month(Date.UTC(2027, 0, 1)), 'Jan\n2027'],
    [month('2026-11', true), 'Nov\n2026'],
    [inDays(0), 'today'],
    [inDays(3), 'in 3 days'],
    [inDays(-3), '3 days ago'],
    [seconds(0.08), '0.08\u00a0s'],
    [seconds(0.31), '0.3\u00a0s'],
    [seconds(200), '3\u00a0min 20\u00a0s'],
    [seconds(119.7), '2\u00a0min 0\u00a0s'],
  ])('prints %s', (got, want) => expect(got).toBe(want));

  it('follows the region', () => {
    setRegion('de-DE');
    expect(int(12430)).toBe('12.430');
    expect(pct(0.826)).toBe('82,6\u00a0%');
    expect(percentSuffix()).toBe('\u00a0%');
    expect(day('2026-11-20')).toBe('20. Nov. 2026');
    expect(moment('2026-11-20T08:42:00')).toBe('20. Nov. 2026, 08:42');
    expect(seconds(1.52)).toBe('1,5\u00a0s');
    setRegion('ja-JP', 'ja');
    expect(moment('2026-11-20T08:42:00')).toBe('2026年11月20日 08:42');
    expect(monthYearLong('2026-11-01')).toBe('2026年11月');
    expect(percentSuffix()).toBe('%');
  });

  it.each([
    ['2026-11-20T08:42:00', 'today 08:42'],
    ['2026-11-21T08:42:00', 'tomorrow 08:42'],
    ['2026-11-26T08:42:00', 'Thu 08:42'],
    ['2026-12-03T08:42:00', '3 Dec, 08:42'],
    ['2028-12-03T08:42:00', '3 Dec 2028, 08:42'],
    ['2026-11-19T08:42:00', '19 Nov 2026, 08:42'],
  ])('prints the coming %s as %s', (instant, want) => {
    setRegion('en-GB');
    expect(ahead(instant, '2026-11-20')).toBe(want);
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
