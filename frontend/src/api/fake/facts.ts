import type { CellValue, Filter, Query, ResultColumn } from '../metricTypes';
import type { Account } from './data';

/** Fact is one invented entitlement. */
export type Fact = Record<string, CellValue>;

/** factsOf are the rows the invented program counts: the lines of its accounts. */
export function factsOf(accounts: Account[]): Fact[] {
  return accounts.flatMap((account) =>
    account.lines.map((line) => ({
      account: account.name,
      account_key: account.key,
      country: account.country,
      product: line.product,
      quantity: line.quantity,
      assigned: line.assigned,
      end_date: line.end,
      act_by: line.end,
      status: line.status,
    })),
  );
}

/** holds says whether a fact fulfils a filter; what it cannot compare holds. */
export function holds(filter: Filter | undefined, of: Fact): boolean {
  if (!filter) return true;
  if (filter.all) return filter.all.every((one) => holds(one, of));
  if (filter.any) return filter.any.some((one) => holds(one, of));
  const value = of[filter.dimension ?? ''] ?? null;
  switch (filter.op) {
    case 'eq':
      return value === filter.value;
    case 'in':
      return (filter.values ?? []).includes(value);
    case 'contains':
      return String(value).includes(String(filter.value));
    case 'is_null':
      return value === null;
    default:
      return true;
  }
}

const sum = (rows: Fact[], name: string) => rows.reduce((all, one) => all + Number(one[name]), 0);

/** measures are what the invented metrics count: a number, or two whose quotient counts. */
const measures: Record<string, (rows: Fact[]) => number | [number, number]> = {
  licenses_sold: (rows) => sum(rows, 'quantity'),
  licenses_assigned: (rows) => sum(rows, 'assigned'),
  deployment_rate: (rows) => [sum(rows, 'assigned'), sum(rows, 'quantity')],
};

/** metricNames are the metrics that can be asked for. */
export const metricNames = Object.keys(measures);

/** Figure is a figure with what it was divided of. */
export interface Figure {
  value: number;
  parts?: [number, number];
}

/** figureOf is a metric of some facts. */
export function figureOf(metric: string, rows: Fact[]): Figure {
  const counted = measures[metric]?.(rows) ?? 0;
  if (typeof counted === 'number') return { value: counted };
  return { value: counted[0] / counted[1], parts: counted };
}

/** columnOf describes a column of an answer. */
export function columnOf(name: string, query: Query): ResultColumn {
  if (query.metrics?.includes(name)) {
    const rate = name === 'deployment_rate';
    return {
      name,
      type: rate ? 'ratio' : 'number',
      format: rate ? 'percent' : 'integer',
      unit: rate ? '' : 'licenses',
    };
  }
  if (name === 'quantity' || name === 'assigned') return { name, type: 'number', format: 'integer', unit: 'licenses' };
  if (name === 'end_date' || name === 'act_by') return { name, type: 'date', format: 'day', unit: '' };
  return { name, type: 'text', format: 'text', unit: '' };
}
