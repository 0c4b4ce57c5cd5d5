import type { Catalog, Dimension, DimensionKind, Metric } from '../api/metricTypes';

const dimension = (name: string, label: string, kind: DimensionKind, more: Partial<Dimension> = {}): Dimension => ({
  name,
  label,
  words: '',
  kind,
  ...more,
});

const metric = (name: string, label: string, format: string, unit = '', more: Partial<Metric> = {}): Metric => ({
  name,
  label,
  words: '',
  formula: '',
  measure: name,
  unit,
  format,
  split_by: [],
  ...more,
});

const names = [
  'account',
  'product',
  'country',
  'quantity',
  'days_to_end',
  'end_date',
  'auto_renew',
  'imported_at',
  'deployed_share',
];

/** catalog is a small one, for tests of what puts it into words. */
export const catalog: Catalog = {
  datasets: [
    { name: 'entitlements', label: 'Entitlements', words: '', levels: true, facts: [], dimensions: names },
    { name: 'accounts', label: 'Accounts', words: '', levels: false, facts: [], dimensions: ['account', 'country'] },
  ],
  dimensions: [
    dimension('account', 'Account', 'text'),
    dimension('product', 'Product', 'text'),
    dimension('country', 'Country', 'text'),
    dimension('quantity', 'Licenses', 'number', { unit: 'licenses' }),
    dimension('deployed_share', 'Licenses assigned, share', 'number', { format: 'percent' }),
    dimension('days_to_end', 'Days to end', 'days', { unit: 'days' }),
    dimension('end_date', 'End date', 'date'),
    dimension('auto_renew', 'Renews by itself', 'flag'),
    dimension('imported_at', 'Imported at', 'time'),
  ],
  measures: [{ name: 'licenses_sold', words: '', dataset: 'entitlements' }],
  metrics: [
    metric('licenses_sold', 'Licenses sold', 'integer', 'licenses'),
    metric('licenses_unassigned', 'Licenses unassigned', 'integer', 'licenses', { measure: 'licenses_sold' }),
    metric('deployment_rate', 'Deployment rate', 'percent', '', { measure: 'licenses_sold' }),
  ],
  units: { licenses: { one: 'license', other: 'licenses' }, days: { one: 'day', other: 'days' } },
  values: { flag: { yes: 'yes', no: 'no' } },
};
