import { beforeAll, describe, expect, it } from 'vitest';

import type { Catalog, CellValue, ResultColumn } from '../../api/metricTypes';
import type { ColumnStyle } from '../../api/reportTypes';
import { setRegion } from '../../lib/format';
import { startLanguage } from '../../lib/i18n';
import { type Words, wordsOf } from './words';

const catalog: Catalog = {
  datasets: [
    { name: 'entitlements', label: 'Entitlements', words: '', levels: true, facts: [], dimensions: ['product'] },
  ],
  dimensions: [
    { name: 'product', label: 'Product', words: '', kind: 'text' },
    { name: 'auto_renew', label: 'Renews by itself', words: '', kind: 'flag' },
    { name: 'status', label: 'Status', words: '', kind: 'text' },
    { name: 'end_date', label: 'End date', words: '', kind: 'date' },
    { name: 'value', label: 'Annual value', words: '', kind: 'number', unit: 'minor', unit_column: 'currency' },
  ],
  measures: [],
  metrics: [
    {
      name: 'entitlements',
      label: 'Number of entitlements',
      words: '',
      formula: '',
      measure: '',
      unit: '',
      format: 'integer',
      split_by: [],
    },
    {
      name: 'licenses_sold',
      label: 'Licenses sold',
      words: '',
      formula: '',
      measure: '',
      unit: 'licenses',
      format: 'integer',
      split_by: [],
    },
  ],
  units: { licenses: { one: 'license', other: 'licenses' } },
  values: { flag: { yes: 'yes', no: 'no' }, status: { grace: 'in grace' } },
};

const calendar = (fiscalStart: number) => ({ today: '2026-11-20', weekStart: 1, fiscalStart });

const column = (name: string, more: Partial<ResultColumn> = {}): ResultColumn => ({
  name,
  type: 'number',
  format: 'integer',
  unit: '',
  ...more,
});
const rate = column('rate', { type: 'ratio', format: 'percent' });
const value = column('value', { unit: 'minor' });
const end = (format: string, type: ResultColumn['type'] = 'date') => column('end_date', { type, format });

describe('the words of the catalog', () => {
  let words: Words;
  beforeAll(() => {
    words = wordsOf(catalog, startLanguage('en', 'en-GB').t, calendar(1));
    setRegion('en-GB', 'en');
  });

  it('tells a dataset from a metric of its name', () => {
    expect(words.label('entitlements')).toBe('Number of entitlements');
    expect(words.datasetLabel('entitlements')).toBe('Entitlements');
  });

  it.each<[ResultColumn, CellValue, string, ColumnStyle?, string?]>([
    [column('licenses_sold'), 12430, '12,430'],
    [column('licenses_sold'), 0, '0'],
    [column('licenses_sold'), null, '–'],
    [column('x', { format: 'decimal' }), 3.1234, '3.1'],
    [rate, 1.124, '112.4%'],
    [{ ...rate, role: 'delta' }, 0.0196, '+2 pts'],
    [{ ...rate, role: 'delta_rate' }, -0.105, '−10.5%'],
    [column('x', { role: 'delta' }), 1432, '+1,432'],
    [column('x', { role: 'delta' }), 0, '0'],
    [column('change', { type: 'text', format: 'text', role: 'change' }), 'removed', 'Removed'],
    [value, 123456, '€1,234.56', undefined, 'EUR'],
    [value, 123456, 'JP¥123,456', undefined, 'JPY'],
    [value, 123456, '1,234.56'],
    [value, 123456, '1,234.56 CREDITS', undefined, 'CREDITS'],
    [column('x'), 12430, '12.4k', { column: 'x', format: { style: 'abbreviated' } }],
    [column('x'), 0.5, '50%', { column: 'x', format: { style: 'percentage', digits: 0 } }],
    [column('auto_renew', { type: 'text', format: 'text' }), 'yes', 'yes'],
    [column('status', { type: 'text', format: 'text' }), 'grace', 'in grace'],
    [column('product', { type: 'text', format: 'text' }), 'grace', 'grace'],
    [column('product', { type: 'text', format: 'text' }), '', '(empty)'],
    [end('day'), '2026-11-20', '20 Nov 2026'],
    [end('month'), '2026-11-01', 'Nov 2026'],
    [end('quarter'), '2026-10-01', 'Q4 2026'],
    [end('year'), '2026-01-01', '2026'],
    [end('month_of_year', 'number'), 3, 'March'],
    [end('day_of_week', 'number'), 1, 'Monday'],
    [end('time', 'time'), '2026-11-20 08:42:11.000', '20 Nov 2026, 08:42'],
  ])('print %o %s as %s', (of, raw, want, style, currency) => {
    expect(words.cell(of, raw, style, currency)).toBe(want);
  });

  it('print periods of a fiscal year as the months they are', () => {
    const fiscal = wordsOf(catalog, startLanguage('en', 'en-GB').t, calendar(4));
    setRegion('en-GB', 'en');
    expect(fiscal.cell(end('quarter'), '2026-10-01')).toMatch(/^Oct\s?–\s?Dec 2026$/);
    expect(fiscal.cell(end('year'), '2026-04-01')).toMatch(/^Apr 2026\s?–\s?Mar 2027$/);
  });

  it('say one license and two licenses', () => {
    expect([words.quantity(1, 'licenses'), words.quantity(2, 'licenses'), words.quantity(3, 'parsecs')]).toEqual([
      '1 license',
      '2 licenses',
      '3',
    ]);
    expect(words.figure(column('licenses_sold', { unit: 'licenses' }), 12430)).toBe('12,430 licenses');
  });

  it('say the base of a rate that stands on few', () => {
    const part = (numerator: number, denominator: number) => ({ row: 0, metric: 'rate', numerator, denominator });
    expect([words.base(part(2, 3)), words.base(part(5, 5)), words.base(undefined)]).toEqual(['2 of 3', '', '']);
  });

  it.each<[ResultColumn, string]>([
    [column('licenses_sold'), 'Licenses sold'],
    [column('licenses_sold.before', { role: 'before', metric: 'licenses_sold' }), 'Licenses sold, before'],
    [column('licenses_sold.delta', { role: 'delta', metric: 'licenses_sold' }), 'Licenses sold, change'],
    [column('licenses_sold.delta_rate', { role: 'delta_rate', metric: 'licenses_sold' }), 'Licenses sold, change in %'],
    [column('change', { role: 'change' }), 'Change'],
    [column('licenses_sold[a]', { metric: 'licenses_sold', pivot: ['Suite', null] }), 'Licenses sold, Suite, –'],
    [column('licenses_sold[]', { metric: 'licenses_sold', pivot: [null], other: true }), 'Licenses sold, Other'],
    [column('running', { role: 'calculation', metric: 'licenses_sold' }), 'running'],
    [column('custom.Cost centre'), 'Cost centre'],
  ])('head %o with %s', (of, want) => expect(words.columnLabel(of)).toBe(want));

  it('put the values of a pivot into words', () => {
    const of = column('licenses_sold[yes]', { metric: 'licenses_sold', pivot: ['2026-10-01'] });
    const query = { by: [{ dimension: 'end_date', grain: 'quarter' }], pivot: ['end_date'] };
    expect(words.columnLabel(of, undefined, query)).toBe('Licenses sold, Q4 2026');
    expect(words.columnLabel(of, { column: of.name, title: 'Mine' }, query)).toBe('Mine');
  });

  it('find the currency of an amount in its row', () => {
    const columns = [value, column('currency', { type: 'text' })];
    expect(words.currencyOf(columns, [100, 'USD'], value)).toBe('USD');
    expect(words.currencyOf([value], [100], value)).toBe('');
  });
});
