import { describe, expect, it } from 'vitest';

import type { Catalog, Dimension, Metric, Query } from '../../../api/metricTypes';
import { bestOf, datasetsOf, type Field, found, kindsIn, sectionsOf } from './fields';

const dimension = (name: string, kind: Dimension['kind'], more: Partial<Dimension> = {}): Dimension => ({
  name,
  label: name,
  words: `The ${name}`,
  kind,
  ...more,
});
const metric = (name: string, split_by: string[], more: Partial<Metric> = {}): Metric => ({
  name,
  label: name,
  words: '',
  formula: '',
  measure: name,
  unit: '',
  format: 'integer',
  split_by,
  ...more,
});
const catalog: Catalog = {
  datasets: [
    {
      name: 'entitlements',
      label: 'Entitlements',
      words: '',
      levels: true,
      facts: [],
      dimensions: ['account', 'end_date', 'file'],
    },
    { name: 'imports', label: 'Imports', words: '', levels: false, facts: [], dimensions: ['source'] },
  ],
  dimensions: [
    dimension('account', 'text'),
    dimension('end_date', 'date'),
    dimension('file', 'text', { listed: true }),
    dimension('source', 'text'),
    dimension('spare', 'number', { expression: '[a]' }),
  ],
  measures: [
    { name: 'sold', words: '', dataset: 'entitlements' },
    { name: 'files', words: '', dataset: 'imports' },
  ],
  metrics: [
    metric('sold', ['account', 'end_date']),
    metric('files', ['source']),
    metric('share', ['account'], { measure: 'sold', format: 'percent' }),
  ],
};
const sections = (query: Query, dataset = '') =>
  sectionsOf(
    { catalog, kept: { columns: [{ name: 'spare', expression: '[a]' }] }, query, label: (name) => name },
    dataset,
  );
const names = (fields: Field[]) => fields.map((one) => one.name);

describe('the fields', () => {
  it('are in sections, what is in the report first in its order', () => {
    const { chosen, metrics, dimensions, own } = sections({
      metrics: ['sold'],
      by: [{ dimension: 'end_date', grain: 'month' }],
    });
    expect(names(chosen)).toEqual(['end_date', 'sold']);
    expect(names(metrics)).toEqual(['sold', 'files', 'share']);
    expect(names(dimensions)).toEqual(['account', 'end_date', 'source']);
    expect(own[0]).toMatchObject({ name: 'spare', look: 'column', own: 'column', home: 'kept' });
  });

  it('that do not go with the report say so', () => {
    const { metrics, dimensions } = sections({ metrics: ['sold'], by: ['end_date'] });
    expect(names(dimensions.filter((one) => one.unfit))).toEqual(['source']);
    expect(names(metrics.filter((one) => one.unfit))).toEqual(['files', 'share']);
  });

  it('of rows are the columns of their dataset, listed ones too', () => {
    const { metrics, dimensions } = sections({ dataset: 'entitlements', columns: ['account'] });
    expect(metrics).toEqual([]);
    expect(names(dimensions)).toEqual(['account', 'end_date', 'file']);
  });

  it('of one dataset are only its own', () => {
    const { metrics, dimensions } = sections({}, 'imports');
    expect([names(metrics), names(dimensions)]).toEqual([['files'], ['source']]);
  });

  it('that a report defines go before those kept under the same name', () => {
    const { own } = sections({ define: { columns: [{ name: 'spare', expression: '[b]' }] } });
    expect(own).toHaveLength(1);
    expect(own[0]?.home).toBe('report');
  });

  it('tell which datasets are asked', () => {
    expect(datasetsOf(catalog, { metrics: ['sold', 'files'] })).toEqual(['entitlements', 'imports']);
    expect(datasetsOf(catalog, { columns: ['account'] })).toEqual(['entitlements']);
    const define = { metrics: [{ name: 'mine', metric: 'files' }] };
    expect(datasetsOf(catalog, { metrics: ['mine'], define })).toEqual(['imports']);
  });

  it('tell the visual picker what they are', () => {
    const kindOf = kindsIn(catalog, { metrics: ['share', 'sold'] });
    expect(['share', 'sold', 'end_date', 'spare', 'account'].map(kindOf)).toEqual([
      'rate',
      'number',
      'date',
      'number',
      'text',
    ]);
  });
});

describe('searching fields', () => {
  const field = (label: string, words = ''): Field => ({
    name: label,
    label,
    words,
    field: 'metric',
    look: 'number',
    unit: '',
  });
  const fields = [field('Licenses sold'), field('Sold value'), field('Überhang', 'More than sold'), field('Account')];
  it.each([
    ['', ['Licenses sold', 'Sold value', 'Überhang', 'Account']],
    ['sold', ['Sold value', 'Licenses sold', 'Überhang']],
    ['SOLD lic', ['Licenses sold']],
    ['uberhang', ['Überhang']],
    ['nothing', []],
  ])('%j', (text, want) => expect(found(fields, text).map((one) => one.label)).toEqual(want));

  it.each([
    ['', undefined],
    ['account', 'Account'],
    ['acc', 'Accounts active'],
    ['nothing', undefined],
  ])('Enter takes the best of %j', (text, want) => {
    const listed = found([field('Accounts active'), ...fields], text);
    expect(bestOf(listed, text)?.label).toBe(want);
  });
});
