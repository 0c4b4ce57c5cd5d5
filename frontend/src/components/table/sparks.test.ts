import { describe, expect, it } from 'vitest';

import type { CellValue, Query, Result, ResultColumn } from '../../api/metricTypes';
import type { TablePage } from './source';
import { courseQuery, coursesOf } from './sparks';

const query: Query = {
  metrics: ['sold', 'active'],
  by: ['account_key', 'account'],
  filter: { dimension: 'country', op: 'eq', value: 'Italy' },
  sort: [{ by: 'sold' }],
  limit: 10,
  totals: true,
};

const column = (name: string, more: Partial<ResultColumn> = {}): ResultColumn => ({
  name,
  type: 'number',
  format: 'integer',
  unit: '',
  ...more,
});
const pageOf = (...rows: CellValue[][]): TablePage => ({
  columns: [column('account_key'), column('account'), column('active')],
  rows,
});

describe('the course of figures', () => {
  const last = { dimension: 'date', op: 'last', n: 12, unit: 'month' };

  it('is asked for by month, of the rows of the page and of nothing else', () => {
    expect(courseQuery(query, ['active'], pageOf(['a', 'A', 5], ['b', '{{B}}', 5], ['c', 'A', null]))).toEqual({
      metrics: ['active'],
      by: ['account_key', 'account', { dimension: 'date', grain: 'month' }],
      pivot: ['date'],
      filter: {
        all: [
          query.filter,
          { dimension: 'account_key', op: 'in', values: ['a', 'b', 'c'] },
          { dimension: 'account', op: 'in', values: ['A', '{{B}}'], literal: true },
          last,
        ],
      },
    });
  });

  it('is asked for whole where a row has no value, or where there are very many', () => {
    const many = Array.from({ length: 501 }, (_, i): CellValue[] => [`a${i}`, null, 5]);
    expect(courseQuery(query, ['active'], pageOf(...many))?.filter).toEqual({ all: [query.filter, last] });
  });

  it.each([
    ['of nothing', query, []],
    ['of a figure of everything', { metrics: ['active'] }, ['active']],
    ['of what is split by date', { ...query, by: [{ dimension: 'date', grain: 'year' }] }, ['active']],
    ['of a crosstab', { ...query, pivot: ['account'] }, ['active']],
  ])('is not asked for %s', (_, asked, metrics) => {
    expect(courseQuery(asked as Query, metrics, pageOf())).toBeUndefined();
  });

  const result = (columns: ResultColumn[], rows: CellValue[][]) => ({ columns, rows }) as Result;

  it('stands beside the row it is of, whatever the order of columns and rows', () => {
    const month = (day: string) => column(`active ${day}`, { metric: 'active', pivot: [day] });
    const answer = result(
      [column('account'), column('account_key'), month('2026-10-01'), month('2026-11-01'), column('active')],
      [
        ['B', 'b', 1, 2, 2],
        ['A', 'a', null, 5, 5],
      ],
    );
    const of = coursesOf(answer, query.by ?? [], pageOf(['a', 'A', 5]));
    expect(of('active', ['a', 'A', 5])).toEqual([null, 5]);
    expect(of('active', ['c', 'C', 5])).toBeUndefined();
    expect(of('sold', ['a', 'A', 5])).toBeUndefined();
  });
});
