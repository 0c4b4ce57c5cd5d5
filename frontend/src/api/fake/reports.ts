import type { Catalog, CellValue, Filter, Part, Query, Result } from '../metricTypes';
import type { Answer, Asking, Dashboard, Report } from '../reportTypes';
import { columnOf, type Fact, figureOf, holds, metricNames } from './facts';

const dimensions = ['account', 'product', 'country', 'status'];

/** catalog is what the invented program can be asked. */
export const catalog: Catalog = {
  datasets: [
    {
      name: 'entitlements',
      label: 'Entitlements',
      words: '',
      levels: true,
      facts: ['entitlements'],
      dimensions: [...dimensions, 'end_date'],
    },
  ],
  dimensions: [
    { name: 'account', label: 'Account', words: '', kind: 'text' },
    { name: 'product', label: 'Product', words: '', kind: 'text' },
    { name: 'country', label: 'Country', words: '', kind: 'text' },
    { name: 'status', label: 'Status', words: '', kind: 'text' },
    { name: 'end_date', label: 'End date', words: '', kind: 'date' },
    { name: 'quantity', label: 'Licenses', words: '', kind: 'number', unit: 'licenses' },
  ],
  measures: metricNames.map((name) => ({ name, words: '', dataset: 'entitlements' })),
  metrics: [
    metric('licenses_sold', 'Licenses sold', 'integer'),
    metric('licenses_assigned', 'Licenses assigned', 'integer'),
    metric('deployment_rate', 'Deployment rate', 'percent'),
  ],
  units: { licenses: { one: 'license', other: 'licenses' } },
};

function metric(name: string, label: string, format: string): Catalog['metrics'][number] {
  const measure = name === 'deployment_rate' ? 'licenses_assigned' : name;
  return { name, label, words: '', formula: '', measure, unit: '', format, split_by: dimensions };
}

const report = (title: string, query: Query, visual: Report['visual']): Report => ({ title, query, visual });

/** makeReports are the invented reports. */
export function makeReports(): Report[] {
  return [
    {
      ...report('Licenses by product', { metrics: ['licenses_sold'], by: ['product'] }, { show: 'bar' }),
      name: 'products',
      words: 'What was sold',
    },
    {
      ...report('Entitlements', { dataset: 'entitlements', columns: ['account', 'product'] }, { show: 'table' }),
      name: 'entitlements',
      words: 'One row each',
    },
  ];
}

/** makeDashboards are the invented dashboards. */
export function makeDashboards(): Dashboard[] {
  const figures = report('Figures', { metrics: metricNames }, { show: 'figures' });
  const due = report(
    'Act by',
    { columns: ['act_by', 'account', 'product', 'quantity', 'end_date', 'status', 'account_key'], limit: 20 },
    { show: 'agenda', category: 'act_by', columns: [{ column: 'account_key', hidden: true }] },
  );
  const products = report('Licenses by product', { metrics: ['licenses_sold'], by: ['product'] }, { show: 'bar' });
  const accounts = report('Licenses by account', { metrics: ['licenses_sold'], by: ['account'] }, { show: 'bar' });
  const tile = (id: string, y: number, one: Report) => ({ id, x: 0, y, w: 12, h: 6, report: one });
  return [
    {
      name: 'portfolio',
      title: 'Overview',
      words: 'What to do and how much there is',
      controls: [{ id: 'country', show: 'list', dimension: 'country' }],
      tokens: [{ name: 'WINDOW', title: 'Days ahead', type: 'number', value: 90 }],
      tabs: [
        {
          id: 'overview',
          tiles: [
            { ...tile('figures', 0, figures), h: 2 },
            { ...tile('act_by', 2, due), sub: 'next {{WINDOW}} days' },
            tile('products', 8, products),
            tile('accounts', 14, accounts),
            { id: 'note', x: 0, y: 20, w: 12, h: 2, title: 'Note', text: 'Looks {{WINDOW}} days ahead.' },
          ],
        },
      ],
    },
    {
      name: 'account',
      title: 'Account',
      about: 'account',
      tabs: [{ id: 'account', tiles: [tile('products', 0, products)] }],
    },
    {
      name: 'renewals',
      title: 'Renewals',
      words: 'What ends',
      tabs: [{ id: 'ahead', tiles: [tile('act_by', 0, due)] }],
    },
  ];
}

/** answer is what the invented program says to a report as it is looked at. */
export function answer(asking: Asking, all: Fact[]): Answer {
  const account: Filter[] = asking.account ? [{ dimension: 'account_key', op: 'eq', value: asking.account }] : [];
  const filters = [...(asking.filters ?? []), ...account];
  const query: Query = {
    ...asking.report.query,
    ...(filters.length > 0 && { dashboard_filter: { all: filters } }),
    ...(asking.limit !== undefined && { limit: asking.limit }),
  };
  const result = resultOf(query, all);
  return {
    query,
    title: asking.report.title,
    result,
    ...(asking.report.visual.show === 'bar' && { chart: drawing(asking.report.title, query, result) }),
    not_applied: [],
    milliseconds: 1,
  };
}

/** resultOf answers a query: a list of rows, or figures by groups. */
export function resultOf(query: Query, all: Fact[]): Result {
  const both = [query.filter, query.dashboard_filter].filter((one): one is Filter => one !== undefined);
  const rows = all.filter((one) => both.every((filter) => holds(filter, one)));
  const by = (query.by ?? []).map((one) => (typeof one === 'string' ? one : one.dimension));
  const names = query.columns ?? [...by, ...(query.metrics ?? [])];
  const groups = query.columns ? rows.map((one) => [one]) : grouped(rows, by);
  const parts: Part[] = [];
  const cells = groups.map((group, row) =>
    names.map((name): CellValue => {
      if (!query.metrics?.includes(name)) return group[0]?.[name] ?? null;
      const figure = figureOf(name, group);
      if (figure.parts) parts.push({ row, metric: name, numerator: figure.parts[0], denominator: figure.parts[1] });
      return figure.value;
    }),
  );
  return {
    columns: names.map((name) => columnOf(name, query)),
    rows: cells.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? cells.length)),
    row_count: cells.length,
    data_as_of: '2026-10-31',
    as_of_by_dataset: { entitlements: '2026-10-31' },
    last_updated: '2026-11-20T08:42:00Z',
    parts,
  };
}

function grouped(rows: Fact[], by: string[]): Fact[][] {
  if (by.length === 0) return [rows];
  const groups = new Map<string, Fact[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => row[name]));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** drawing is the least that can be drawn of an answer. */
function drawing(title: string, query: Query, { rows, columns }: Result): Answer['chart'] {
  const metricName = query.metrics?.[0] ?? '';
  const [category] = columns;
  const option = {
    xAxis: { type: 'value' },
    yAxis: { type: 'category', data: rows.map((row) => row[0]) },
    series: [{ type: 'bar', data: rows.map((row) => row[1]) }],
  };
  return {
    option: rows.length === 0 ? '' : JSON.stringify(option),
    text: title,
    ...(rows.length === 0 && { empty: 'no_rows' }),
    cells: [rows.map((row, at) => ({ row: at, metric: metricName, keys: { [category?.name ?? '']: row[0] ?? null } }))],
  };
}
