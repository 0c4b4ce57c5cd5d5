import type { AccountPage, Figure, Freshness, InboxItem, PortfolioPage, View } from '../types';
import { activeTrend, byProduct, endingMonths, noChart, spans, workloads } from './charts';
import { type Account, endingsOf, today, toRow } from './data';

/** freshness of the invented sources; usage is late. */
export const freshness: Freshness = {
  dataAsOf: '2026-10-31',
  lastUpdated: '2026-11-20T08:42:00Z',
  sources: [
    {
      source: 'Partner Center',
      dataset: 'entitlements',
      asOf: '2026-11-20',
      importedAt: '2026-11-20T08:42:00Z',
      late: false,
    },
    { source: 'Partner Center', dataset: 'usage', asOf: '2026-10-31', importedAt: '2026-11-02T07:10:00Z', late: true },
    { source: 'FlexNet', dataset: 'usage', asOf: '2026-11-18', importedAt: '2026-11-19T06:30:00Z', late: false },
  ],
};

const figure = (name: string, value: number | null, more: Partial<Figure> = {}): Figure => ({
  name,
  value,
  of: null,
  part: null,
  note: '',
  count: null,
  ...more,
});

const sum = (values: (number | null)[]) => values.reduce<number>((all, v) => all + (v ?? 0), 0);

function figures(accounts: Account[], days: number): Figure[] {
  const lines = accounts.flatMap((a) => a.lines).filter((l) => l.counts);
  const known = lines.filter((l) => l.assigned !== null);
  const ending = endingsOf(accounts, days).filter((e) => e.status === 'active');
  const assigned = sum(known.map((l) => l.assigned));
  const base = sum(known.map((l) => l.quantity));
  const told = accounts.filter((a) => a.active !== null && a.total !== null);
  const active = sum(told.map((a) => a.active));
  const total = sum(told.map((a) => a.total));
  const over = accounts.filter((a) => (a.overage ?? 0) > 0);
  return [
    figure('licenses_ending', sum(ending.map((e) => e.quantity)), { count: ending.length }),
    figure('licenses_sold', sum(lines.map((l) => l.quantity)), { count: lines.length }),
    figure('deployment_rate', base === 0 ? null : assigned / base, {
      part: assigned,
      of: base,
      note: known.length < lines.length ? 'unknown_some' : '',
    }),
    figure('usage_rate', total === 0 ? null : active / total, {
      part: active,
      of: total,
      note: active > total ? 'above_100' : '',
    }),
    figure('active_users', told.length === 0 ? null : active, { of: told.length === 0 ? null : total }),
    figure('overage', told.length === 0 ? null : sum(over.map((a) => a.overage)), { count: over.length }),
  ];
}

/** portfolioPage is the first page. */
export function portfolioPage(accounts: Account[], view: View, days: number): PortfolioPage {
  const endings = endingsOf(accounts, days);
  const empty = accounts.length === 0;
  return {
    asOf: view.asOf || today,
    freshness: empty ? { dataAsOf: '', lastUpdated: '', sources: [] } : freshness,
    accounts: accounts.length,
    entitlements: accounts.flatMap((a) => a.lines).filter((l) => l.counts).length,
    figures: figures(accounts, days),
    endingMonths: empty ? noChart('no_entitlements') : endingMonths(view.dark),
    products: empty ? noChart('no_entitlements') : byProduct(view.dark),
    active: empty ? noChart('no_usage') : activeTrend(view.dark),
    endings: endings.slice(0, 500),
    endingsTotal: endings.length,
    days,
    table: accounts.map(toRow),
  };
}

/** accountPage is the page of one account. */
export function accountPage(a: Account, view: View, inbox: InboxItem[]): AccountPage {
  const [ending, ...rest] = figures([a], 90);
  const multiples = a.active === null ? { charts: [noChart('no_usage')], names: [''] } : workloads(a.months, view.dark);
  return {
    asOf: view.asOf || today,
    freshness,
    key: a.key,
    id: a.id,
    account: a.name,
    country: a.country,
    region: a.region,
    segment: a.segment,
    owner: a.owner,
    domain: a.domain,
    watched: a.watched,
    figures: ending ? [...rest, ending] : rest,
    lines: a.lines,
    spans: spans(a.lines, view.dark),
    products: a.active === null ? noChart('no_usage') : byProduct(view.dark, true),
    workloads: a.active === null ? [] : multiples.charts,
    names: a.active === null ? [] : multiples.names,
    unused: [
      { kind: 'workload', name: 'Telephony', total: 80, lastUse: '2026-04-30' },
      { kind: 'feature', name: 'Structural solver', total: 12, lastUse: '' },
      { kind: 'product', name: 'Data Vault', total: 60, lastUse: '2026-08-14' },
    ],
    inbox: inbox.filter((item) => item.accountKey === a.key),
  };
}
