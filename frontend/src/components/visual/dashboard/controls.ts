import type { Filter, Relation } from '../../../api/metricTypes';
import type { Control, Dashboard } from '../../../api/reportTypes';
import type { Words } from '../../catalog/useCatalog';
import { group } from '../../filter/tree';
import { filterOf } from './applied';
import { type Look, tabOf } from './look';

/** Context is from which rows a control offers its values. */
export interface Context {
  dataset: Relation | undefined;
  /** context is what the controls before it leave. */
  context: Filter | undefined;
}

/** contextOf makes a list cascade: it offers the values of rows that the controls before it leave. */
export function contextOf(control: Control, controls: Control[], look: Look, words: Words): Context {
  const before = controls.slice(0, controls.indexOf(control)).filter((one) => filterOf(one, look));
  const having = words.catalog.datasets.filter((one) => one.dimensions.includes(control.dimension));
  const rank = (dimensions: string[]) => before.filter((one) => dimensions.includes(one.dimension)).length;
  const [dataset] = having.toSorted((a, b) => rank(b.dimensions) - rank(a.dimensions));
  const filters = before
    .filter((one) => dataset?.dimensions.includes(one.dimension))
    .flatMap((one) => filterOf(one, look) ?? []);
  return { dataset: dataset?.name, context: group('all', filters) };
}

/** heeded are the controls that a tile of the open tab is filtered by; others would change nothing that is seen. */
export function heeded(dashboard: Dashboard, look: Look): Control[] {
  const asking = (tabOf(dashboard, look)?.tiles ?? []).filter(({ report, ref }) => report || ref);
  const controls = dashboard.controls ?? [];
  return asking.length === 0
    ? controls
    : controls.filter(({ id }) => asking.some((tile) => !tile.ignores?.includes(id)));
}

/** PresetName has words in the catalogue. */
export type PresetName =
  | 'thisMonth'
  | 'thisQuarter'
  | 'thisYear'
  | 'next30'
  | 'next90'
  | 'next12'
  | 'last30'
  | 'last90'
  | 'last12';

/** presets are spans of a date by name; they move with the day. */
export function presets(dimension: string): { name: PresetName; filter: Filter }[] {
  const days = (op: 'next' | 'last', n: number): Filter => ({ dimension, op, n, unit: 'day' });
  return [
    { name: 'thisMonth', filter: { dimension, op: 'this', unit: 'month' } },
    { name: 'thisQuarter', filter: { dimension, op: 'this', unit: 'quarter' } },
    { name: 'thisYear', filter: { dimension, op: 'this', unit: 'year' } },
    { name: 'next30', filter: days('next', 30) },
    { name: 'next90', filter: days('next', 90) },
    { name: 'next12', filter: { dimension, op: 'next', n: 12, unit: 'month' } },
    { name: 'last30', filter: days('last', 30) },
    { name: 'last90', filter: days('last', 90) },
    { name: 'last12', filter: { dimension, op: 'last', n: 12, unit: 'month' } },
  ];
}
