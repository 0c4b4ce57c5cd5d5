import type { Query } from '../../../api/metricTypes';
import type { Show } from '../../../api/reportTypes';
import { keysOf, modeOf } from './parts';

/** Need is what a report lacks for a kind of visual. */
export type Need =
  | 'metric'
  | 'metrics2'
  | 'dimension'
  | 'dimensions2'
  | 'value'
  | 'values2'
  | 'rates2'
  | 'date'
  | 'dates2'
  | 'figures'
  | 'rows';

/** ColumnKind is what the visual picker has to know of a field. */
export type ColumnKind = 'number' | 'rate' | 'date' | 'text';

/** showGroups are the kinds of visual in the order of the picker, by what they are for. */
export const showGroups: {
  name: 'tables' | 'figure' | 'compare' | 'time' | 'parts' | 'spread' | 'dates';
  shows: Show[];
}[] = [
  { name: 'tables', shows: ['table', 'crosstab', 'tree'] },
  { name: 'figure', shows: ['figures', 'indicator', 'gauge', 'bullet'] },
  { name: 'compare', shows: ['bar', 'column', 'combo', 'rates', 'radar', 'heatmap'] },
  { name: 'time', shows: ['line', 'area', 'calendar'] },
  { name: 'parts', shows: ['pie', 'donut', 'treemap', 'funnel', 'sankey'] },
  { name: 'spread', shows: ['box', 'range', 'scatter'] },
  { name: 'dates', shows: ['spans', 'agenda'] },
];

/** Parts counts what a report has to draw. */
interface Parts {
  rows: boolean;
  /** keys are columns that are no values: dimensions, or texts and dates of rows. */
  keys: number;
  dates: number;
  values: number;
  rates: number;
}

function partsOf(query: Query, kindOf: (name: string) => ColumnKind): Parts {
  const rows = modeOf(query) === 'rows';
  const keys = keysOf(query).map(kindOf);
  const metrics = (query.metrics ?? []).map(kindOf);
  const isValue = (kind: ColumnKind) => kind === 'number' || kind === 'rate';
  const values = rows ? keys.filter(isValue) : [...metrics, ...(query.calculations ?? []).map(() => 'number' as const)];
  return {
    rows,
    keys: rows ? keys.length - keys.filter(isValue).length : keys.length,
    dates: keys.filter((kind) => kind === 'date').length,
    values: values.length,
    rates: values.filter((kind) => kind === 'rate').length,
  };
}

/** needOf is what a report lacks to be shown as a kind of visual; null where it fits. */
export function needOf(show: Show, query: Query, kindOf: (name: string) => ColumnKind): Need | null {
  const { rows, keys, dates, values, rates } = partsOf(query, kindOf);
  const value = values > 0 ? null : rows ? 'value' : 'metric';
  const values2 = values > 1 ? null : rows ? 'values2' : 'metrics2';
  const key = keys > 0 ? null : 'dimension';
  const keys2 = keys > 1 ? null : 'dimensions2';
  switch (show) {
    case 'table':
      return null;
    case 'crosstab':
    case 'tree':
      return rows ? 'figures' : (keys2 ?? value);
    case 'figures':
    case 'indicator':
    case 'gauge':
      return rows ? 'figures' : value;
    case 'bullet':
      return value;
    case 'combo':
    case 'range':
      return key ?? values2;
    case 'heatmap':
    case 'sankey':
      return keys2 ?? value;
    case 'rates':
      return key ?? (rates > 1 ? null : 'rates2');
    case 'calendar':
      return dates > 0 ? value : 'date';
    case 'scatter':
      return values2;
    case 'spans':
      return rows ? (dates > 1 ? null : 'dates2') : 'rows';
    case 'agenda':
      return rows ? (dates > 0 ? null : 'date') : 'rows';
    case 'funnel':
      return values > 1 ? null : (value ?? key);
    default:
      return key ?? value;
  }
}
