import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

import { type Relative, spanOf } from './span';

interface Case {
  day: string;
  week_start: number;
  fiscal_start: number;
  filter: Omit<Relative, 'n'> & { n?: number };
  from: string;
  to: string;
}

const file = resolve(__dirname, '../../../backend/metric/compile/testdata/relative_dates.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

it('has no day beyond the calendar', () => {
  const calendar = { today: '2026-11-20', weekStart: 1, fiscalStart: 1 };
  for (const n of [1e300, 9e15, 400_000]) {
    expect(spanOf({ op: 'next', n, unit: 'month' }, '2026-11-20', calendar)).toContain('');
  }
});

it('means the days the engine means', () => {
  const wrong = cases.filter(({ day, week_start, fiscal_start, filter, from, to }) => {
    const calendar = { today: day, weekStart: week_start, fiscalStart: fiscal_start };
    const span = spanOf({ ...filter, n: filter.n ?? 1 }, day, calendar);
    return span[0] !== from || span[1] !== to;
  });
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(100);
});
