import type { CellValue, Filter, Query, Result } from '../../api/metricTypes';
import { exactly } from '../../components/filter/exactly';
import { day } from '../../lib/format';

/** WatchedKind is what can be watched one by one. */
export type WatchedKind = 'account' | 'entitlement' | 'product';

/** Choice is one that can be watched, by its key. */
interface Choice {
  value: string;
  label: string;
}

interface Candidates {
  query: Query;
  choices: (found: Result) => Choice[];
}

/** candidates asks for those of a kind whose names contain what is typed. */
export function candidates(kind: WatchedKind, typed: string): Candidates {
  if (kind === 'account') {
    const query: Query = { dataset: 'accounts', columns: ['account_key', 'account'], sort: [{ by: 'account' }] };
    return { query: { ...query, ...containing(['account'], typed) }, choices: (found) => chosen(found, plain) };
  }
  if (kind === 'product') {
    const query: Query = { metrics: ['entitlements_any_state'], by: ['product'], sort: [{ by: 'product' }] };
    return { query: { ...query, ...containing(['product'], typed) }, choices: (found) => chosen(found, itself) };
  }
  return {
    query: {
      dataset: 'every_entitlement',
      columns: ['entitlement_key', 'account', 'product', 'end_date'],
      sort: [{ by: 'account' }, { by: 'end_date' }],
      ...containing(['account', 'product'], typed),
    },
    choices: (found) => chosen(found, lineItem),
  };
}

/** containing keeps what has a text in one of some columns; what is typed is no token. */
function containing(columns: string[], typed: string): { filter?: Filter } {
  if (typed === '') return {};
  return { filter: { any: columns.map((dimension) => exactly({ dimension, op: 'contains', value: typed })) } };
}

type Row = CellValue[];

const textOf = (value: CellValue | undefined): string => (typeof value === 'string' ? value : '');

function plain([key, name]: Row): Choice {
  return { value: textOf(key), label: textOf(name) || textOf(key) };
}

function itself([name]: Row): Choice {
  return { value: textOf(name), label: textOf(name) };
}

function lineItem([key, account, product, end]: Row): Choice {
  const parts = [textOf(account), textOf(product), textOf(end) && day(textOf(end))];
  return { value: textOf(key), label: parts.filter(Boolean).join(' · ') || textOf(key) };
}

/** chosen reads choices of an answer; keys that come twice, or not at all, cannot be chosen. */
function chosen({ rows }: Result, read: (row: Row) => Choice): Choice[] {
  const all = rows.map(read).filter(({ value }) => value !== '');
  return [...new Map(all.map((one) => [one.value, one])).values()];
}
