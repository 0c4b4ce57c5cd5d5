import { describe, expect, it } from 'vitest';

import type { Explanation } from '../../api/metricTypes';
import { evidenceColumns, filesOf, isSign, linesOf, waterfall } from './evidence';

const text = (name: string) => ({ name, type: 'text' as const, format: 'text', unit: '' });
const number = (name: string) => ({ name, type: 'number' as const, format: 'integer', unit: 'users' });

const explanation: Explanation = {
  metric: 'usage_rate',
  words: '',
  formula: '',
  substituted: '',
  value: 1.12,
  unit: '',
  format: 'percent',
  conditions: [],
  keys: { account: 'Nord' },
  parts: [],
  columns: [text('account'), text('product'), text('workload'), text('file'), number('active'), number('total')],
  rows: [
    { account: 'Nord', product: null, workload: 'Mail', file: 'a.csv', import_id: 3, active: 96, total: 80, line: 4 },
    { account: 'Nord', product: 'Suite', workload: 'Meetings', file: 'b.csv', active: 81, total: 80, line: null },
  ],
  count: 2,
  check: { holds: true, value: 1.12, words: '' },
  excluded: [],
  data_as_of: '2026-11-20',
  as_of_by_dataset: {},
  last_updated: '',
};

describe('the passport', () => {
  it('shows the column that tells the rows apart, and the amounts', () => {
    expect(evidenceColumns(explanation).map((one) => one.name)).toEqual(['workload', 'active', 'total']);
  });

  it('leaves out the signs of what it names in words, and only those', () => {
    const keys = { account_key: 'tenant:1', account_id: '1', account: 'Nord', country: 'Japan' };
    expect(Object.keys(keys).filter((name) => !isSign(name, keys))).toEqual(['account', 'country']);
    expect(isSign('account_key', { account_key: 'tenant:1' })).toBe(false);
    expect(isSign('account_key', { account_key: 'tenant:1', account: '' })).toBe(false);
  });

  it('names files with their imports, and lines where they are known', () => {
    expect(filesOf(explanation)).toEqual([
      { file: 'a.csv', importId: 3 },
      { file: 'b.csv', importId: null },
    ]);
    expect(explanation.rows.map(linesOf)).toEqual([[4], []]);
  });

  it('takes causes off a rate down to 100 %, and leaves what none explains', () => {
    const causes = [
      { name: 'trial activity', words: '', confidence: 'confirmed' as const, points: 0.07 },
      { name: 'users changed', words: '', confidence: 'possible' as const },
    ];
    const steps = waterfall({ ...explanation, causes });
    expect(steps.map((step) => [step.kind, Number(step.points.toFixed(3))])).toEqual([
      ['raw', 1.12],
      ['explained', 0.07],
      ['unknown', 0.05],
    ]);
    const more = waterfall({ ...explanation, causes: [{ ...causes[0], points: 0.5 } as (typeof causes)[0]] });
    expect(more.map((step) => [step.kind, Number(step.to.toFixed(2))])).toEqual([
      ['raw', 1.12],
      ['explained', 1.12],
    ]);
    expect(waterfall({ ...explanation, value: 0.9, causes })).toEqual([]);
  });
});
