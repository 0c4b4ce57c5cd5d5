import { describe, expect, it } from 'vitest';

import type { Query } from '../../../api/metricTypes';
import type { Show } from '../../../api/reportTypes';
import { type ColumnKind, needOf, showGroups } from './fits';

const kinds: Record<string, ColumnKind> = { rate: 'rate', rate2: 'rate', sold: 'number', end: 'date', start: 'date' };
const kindOf = (name: string): ColumnKind => kinds[name] ?? 'text';
const need = (show: Show, query: Query) => needOf(show, query, kindOf);

describe('what a kind of visual needs', () => {
  it.each<[Show, Query, string | null]>([
    ['table', {}, null],
    ['crosstab', { metrics: ['sold'], by: ['account'] }, 'dimensions2'],
    ['crosstab', { metrics: ['sold'], by: ['account', 'product'] }, null],
    ['tree', { dataset: 'entitlements', columns: ['account', 'product'] }, 'figures'],
    ['indicator', { metrics: ['sold'] }, null],
    ['bar', { metrics: ['sold'] }, 'dimension'],
    ['bar', { metrics: ['sold'], by: ['account'] }, null],
    ['combo', { metrics: ['sold'], by: ['account'] }, 'metrics2'],
    ['rates', { metrics: ['sold', 'rate'], by: ['account'] }, 'rates2'],
    ['rates', { metrics: ['rate', 'rate2'], by: ['account'] }, null],
    ['calendar', { metrics: ['sold'], by: ['account'] }, 'date'],
    ['calendar', { metrics: ['sold'], by: [{ dimension: 'end', grain: 'day' }] }, null],
    ['spans', { metrics: ['sold'], by: ['account'] }, 'rows'],
    ['spans', { dataset: 'entitlements', columns: ['account', 'start', 'end'] }, null],
    ['agenda', { dataset: 'entitlements', columns: ['account'] }, 'date'],
    ['scatter', { dataset: 'entitlements', columns: ['account', 'sold'] }, 'values2'],
    ['funnel', { metrics: ['sold', 'rate'] }, null],
  ])('%s of %j: %s', (show, query, want) => expect(need(show, query)).toBe(want));

  it('is said for every kind once', () => {
    const all = showGroups.flatMap((one) => one.shows);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(26);
  });
});
