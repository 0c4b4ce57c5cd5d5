import { describe, expect, it } from 'vitest';

import type { CellValue, Query, Result, ResultColumn } from '../../api/metricTypes';
import type { TableColumn } from './columns';
import type { SourceRow } from './source';
import { courseQuery, courses } from './sparks';

const query: Query = {
  metrics: ['sold', 'active'],
  by: ['account_key', 'account'],
  filter: { dimension: 'country', op: 'eq', value: 'Italy' },
  sort: [{ by: 'sold' }],
  limit: 10,
  totals: true,
};

describe('the course of figures', () => {
  it('is asked for by month, of the same rows and of nothing else', () => {
    expect(courseQuery(query, ['active'])).toEqual({
      metrics: ['active'],
      by: ['account_key', 'account', { dimension: 'date', grain: 'month' }],
      pivot: ['date'],
      filter: { all: [query.filter, { dimension: 'date', op: 'last', n: 12, unit: 'month' }] },
    });
  });

  it.each([
    ['of nothing', query, []],
    ['of a figure of everything', { metrics: ['active'] }, ['active']],
    ['of what is split by date', { ...query, by: [{ dimension: 'date', grain: 'year' }] }, ['active']],
    ['of a crosstab', { ...query, pivot: ['account'] }, ['active']],
  ])('is not asked for %s', (_, asked, metrics) => {
    expect(courseQuery(asked as Query, metrics)).toBeUndefined();
  });

  const column = (name: string, more: Partial<ResultColumn> = {}): ResultColumn => ({
    name,
    type: 'number',
    format: 'integer',
    unit: '',
    ...more,
  });
  const result = (columns: ResultColumn[], rows: CellValue[][]) => ({ columns, rows }) as Result;

  it('stands beside the row it is of, whatever the order of columns and rows', () => {
    const month = (day: string) => column(`active ${day}`, { metric: 'active', pivot: [day] });
    const course = result(
      [column('account'), column('account_key'), month('2026-10-01'), month('2026-11-01'), column('active')],
      [
        ['B', 'b', 1, 2, 2],
        ['A', 'a', null, 5, 5],
      ],
    );
    const answer = result([column('account_key'), column('account'), column('active')], [['a', 'A', 5]]);
    const of = courses(course, query.by ?? [], { result: answer });
    const active = { metric: 'active' } as TableColumn;
    expect(of(active, { values: ['a', 'A', 5] } as SourceRow)).toEqual([null, 5]);
    expect(of(active, { values: ['c', 'C', 5] } as SourceRow)).toBeUndefined();
    expect(of({ metric: 'sold' } as TableColumn, { values: ['a', 'A', 5] } as SourceRow)).toBeUndefined();
  });
});
