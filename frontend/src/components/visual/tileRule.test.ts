import { expect, it } from 'vitest';

import type { Query, ResultColumn } from '../../api/metricTypes';
import type { Answer, Report } from '../../api/reportTypes';
import { canHaveRule, ruleAbout } from './tileRule';

const column = (name: string, format: string): ResultColumn => ({ name, type: 'number', format, unit: '' });

/** answerTo is an answer with figures of one metric. */
function answerTo(query: Query, format = 'integer', values: number[] = []): Answer {
  const columns = [column('account', 'text'), column(query.metrics?.[0] ?? 'product', format)];
  return {
    query,
    title: 'A tile',
    result: {
      columns,
      rows: values.map((value) => ['Rossi', value]),
      row_count: values.length,
      data_as_of: '2026-11-20',
      as_of_by_dataset: {},
      last_updated: '',
      parts: [],
    },
    not_applied: [],
    milliseconds: 1,
  };
}

const report = (query: Query): Report => ({ title: 'A tile', query, visual: { show: 'bar' } });

it('is about the figure of a tile, for the same instances and within its filters', () => {
  const italy = { dimension: 'country', op: 'in' as const, values: ['Italy'] };
  const watched = { dimension: 'segment', op: 'in' as const, values: ['Gold'] };
  const query: Query = {
    metrics: ['consumption_rate', 'overage'],
    by: ['account', 'product', { dimension: 'date', grain: 'month' }],
    filter: italy,
    dashboard_filter: watched,
    as_of: '2026-10-31',
    limit: 10,
    sort: [{ by: 'overage', desc: true }],
  };
  expect(ruleAbout(answerTo(query, 'percent', [0.8, 1.2]), report(query))).toEqual({
    name: 'A tile',
    watch: 'all',
    query: { metrics: ['consumption_rate'], filter: { all: [italy, watched] } },
    per: ['account_key', 'product'],
    condition: { kind: 'threshold', metric: 'consumption_rate', op: 'ge', value: 1 },
  });
});

it('begins at the goal of the tile, else at the most it shows', () => {
  const query: Query = { metrics: ['overage'], by: ['account'] };
  expect(ruleAbout(answerTo(query, 'decimal', [3, 40, 7]), report(query)).condition.value).toBe(40);
  const withGoal = { ...report(query), visual: { show: 'bar' as const, goal: { value: 25 } } };
  expect(ruleAbout(answerTo(query, 'decimal', [3]), withGoal).condition.value).toBe(25);
  expect(ruleAbout(answerTo(query, 'decimal'), report(query)).condition.value).toBe(1);
});

it('watches the days of what a tile lists as ending soon', () => {
  const soon = { dimension: 'end_date', op: 'next' as const, n: 90, unit: 'day' };
  const query: Query = {
    columns: ['account', 'end_date'],
    filter: { all: [soon, { dimension: 'trial', op: 'eq', value: false }] },
  };
  const rule = ruleAbout(answerTo(query), report(query));
  expect(rule.condition).toEqual({ kind: 'ends_within', days: 90 });
  expect(rule.query).toEqual({ filter: { dimension: 'trial', op: 'eq', value: false } });
  expect(rule.per).toEqual(['entitlement_key']);
});

it('is offered where instances can be told apart', () => {
  expect(canHaveRule({ metrics: ['accounts'] })).toBe(true);
  expect(canHaveRule({ columns: ['account'], dataset: 'accounts' })).toBe(true);
  expect(canHaveRule({ columns: ['file'], dataset: 'imports' })).toBe(false);
});
