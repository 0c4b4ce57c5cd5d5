import { describe, expect, it } from 'vitest';

import { isFilter, isQuery, isReport, isTile } from './shapes';

const comparison = { dimension: 'country', op: 'in', values: ['Italy', null, 3] };
const nested = (depth: number): unknown => (depth === 0 ? comparison : { all: [nested(depth - 1)] });

describe('what comes from outside has the shape of', () => {
  it.each([comparison, { any: [comparison, { all: [] }] }, { dimension: 'end_date', op: 'next', n: '{{WINDOW}}' }, {}])(
    'a filter: %j',
    (value) => expect(isFilter(value)).toBe(true),
  );

  it.each([
    null,
    5,
    [1],
    { all: 5 },
    { all: [null] },
    { op: 5 },
    { dimension: {}, op: 'eq' },
    { dimension: 'country', op: 'in', values: 'x' },
    { dimension: 'country', op: 'in', values: [{}] },
    { dimension: 'country', op: 'eq', value: {} },
    nested(5000),
  ])('no filter', (value) => expect(isFilter(value)).toBe(false));

  it.each([
    { metrics: ['licenses_sold'], by: ['country', { dimension: 'end_date', grain: 'month' }], having: comparison },
    { dataset: 'accounts', columns: ['account'], sort: [{ by: 'account', desc: true }], limit: 10 },
  ])('a question: %j', (value) => expect(isQuery(value)).toBe(true));

  it.each([
    null,
    [],
    { metrics: 'x' },
    { metrics: [null] },
    { by: [5] },
    { by: [{ dimension: {} }] },
    { sort: [null] },
  ])('no question: %j', (value) => expect(isQuery(value)).toBe(false));

  const query = { metrics: ['licenses_sold'] };
  it('a report, with or without a title', () => {
    expect(isReport({ query, visual: { show: 'bar' } })).toBe(true);
    expect(
      isReport({ title: 'x', query, visual: { show: 'table', rules: [], columns: [{ column: 'a' }] }, off: [] }),
    ).toBe(true);
  });

  it.each([
    {},
    { query, visual: { show: 'nope' } },
    { query, visual: { show: 'toString' } },
    { title: {}, query, visual: { show: 'bar' } },
    { query, visual: { show: 'bar', columns: [null] } },
    { query, visual: { show: 'bar', values: 5 } },
    { query, off: 5, visual: { show: 'bar' } },
  ])('no report: %j', (value) => expect(isReport(value)).toBe(false));

  it('a tile, or none', () => {
    expect(isTile({ w: 4, h: 3, text: 'x' })).toBe(true);
    expect(isTile({ w: 4, h: 3, ref: 'own-1' })).toBe(true);
    for (const wrong of [
      null,
      { w: 'x', h: {} },
      { w: 0, h: 1 },
      { w: 4, h: 3, text: 5 },
      { w: 4, h: 3, report: {} },
    ]) {
      expect(isTile(wrong)).toBe(false);
    }
  });
});
