import type { Query, Result } from '../../api/metricTypes';
import type { Asking } from '../../api/reportTypes';
import type { View } from '../../api/types';
import { exactly } from '../../components/filter/exactly';

/** asked is a view's day, state and scope as a query has them. */
function asked(view: View): Query {
  return {
    scope: view.scope,
    ...(view.asOf !== '' && { as_of: view.asOf }),
    ...(view.knownAt !== undefined && { known_at: view.knownAt }),
  };
}

/** factsQuery asks who an account is, whether or not it has entitlements. */
export function factsQuery(key: string, view: View): Query {
  return {
    ...asked(view),
    scope: 'all',
    dataset: 'accounts',
    columns: ['account', 'account_id', 'country', 'region', 'segment', 'owner'],
    filter: exactly({ dimension: 'account_key', op: 'eq', value: key }),
  };
}

/** nextQuery asks for the entitlement of an account that wants a hand first, of those that count and have an end. */
export function nextQuery(key: string, view: View): Query {
  return {
    ...asked(view),
    dataset: 'entitlements',
    counting: true,
    columns: ['entitlement_key', 'product', 'quantity', 'end_date', 'auto_renew', 'act_by'],
    filter: {
      all: [
        exactly({ dimension: 'account_key', op: 'eq', value: key }),
        { dimension: 'days_to_end', op: 'ge', value: 0 },
      ],
    },
    sort: [{ by: 'act_by' }, { by: 'entitlement_key' }],
  };
}

/** accountsAsking asks one row for each account: how much there is, and what ends next. */
export function accountsAsking(title: string, limit: number): Asking {
  const by = ['account_key', 'account', 'account_id', 'country'];
  return {
    limit,
    report: {
      title,
      query: {
        metrics: [
          'licenses_sold',
          'licenses_assigned',
          'deployment_rate',
          'active_users',
          'usage_rate',
          'overage',
          'days_to_next_end',
        ],
        by,
        sort: [{ by: 'days_to_next_end' }, { by: 'account' }],
        totals: true,
      },
      visual: {
        show: 'table',
        columns: [
          { column: 'account_key', hidden: true },
          { column: 'account', pinned: true },
          { column: 'days_to_next_end' },
          { column: 'licenses_sold' },
          { column: 'licenses_assigned' },
          { column: 'deployment_rate', as: 'rate' },
          { column: 'active_users' },
          { column: 'usage_rate', as: 'rate' },
          { column: 'overage' },
          { column: 'country' },
          { column: 'account_id' },
        ],
        rules: [
          { column: 'days_to_next_end', op: 'between', values: [0, 7], tone: 'crit' },
          { column: 'days_to_next_end', op: 'between', values: [8, 30], tone: 'warn' },
          { column: 'overage', op: 'gt', value: 0, tone: 'warn' },
        ],
      },
    },
  };
}

/** textAt is a text of the first row of an answer, "" where nothing is known. */
export function textAt(result: Result | undefined, column: string): string {
  const at = result?.columns.findIndex((one) => one.name === column) ?? -1;
  const value = result?.rows[0]?.[at];
  return value === null || value === undefined ? '' : String(value);
}
