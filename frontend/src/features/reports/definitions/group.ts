import type { Bins, DimensionKind, Group, Query, Relation, Result } from '../../../api/metricTypes';
import { isComplete } from '../../../components/filter/draft';
import { compact } from '../draft/parts';

/** Way is how a group gathers values. */
export type Way = 'lists' | 'numbers' | 'conditions';

/** wayOf tells how a group gathers. */
export function wayOf(group: Group): Way {
  if (group.numbers) return 'numbers';
  return group.conditions ? 'conditions' : 'lists';
}

/** waysFor are those a kind of column can be gathered by: the first is usual. */
export function waysFor(kind: DimensionKind | undefined): Way[] {
  switch (kind) {
    case 'number':
    case 'days':
      return ['numbers', 'conditions'];
    case 'date':
    case 'time':
      return ['conditions'];
    default:
      return ['lists', 'conditions'];
  }
}

/** newGroup is an empty group of a column. */
export function newGroup(column: string, way: Way, before?: Group): Group {
  const { name = '', words, other } = before ?? {};
  const empty: Record<Way, Partial<Group>> = {
    lists: { lists: [] },
    numbers: { numbers: { kind: 'dynamic', count: 5 } },
    conditions: { conditions: [] },
  };
  return compact({ name, words, column, other, ...empty[way] });
}

/** binsOf is an empty kind of bins, with the bounds there are. */
export function binsOf(kind: Bins['kind'], before: Bins | undefined): Bins {
  const count = before?.count ?? 5;
  if (kind === 'dynamic') return { kind, count };
  if (kind === 'fixed') return { kind, count, min: before?.min ?? 0, max: before?.max ?? 100 };
  return {
    kind,
    bins: [
      { from: null, to: 10 },
      { from: 10, to: 100 },
      { from: 100, to: null },
    ],
  };
}

/** isWhole says that a group can be counted: nothing of it is missing. */
export function isWhole(group: Group): boolean {
  if (group.column === '') return false;
  switch (wayOf(group)) {
    case 'numbers':
      return isWholeBins(group.numbers);
    case 'lists':
      return someNamed(group.lists) && (group.lists ?? []).every((one) => one.values.length > 0);
    default:
      return someNamed(group.conditions) && (group.conditions ?? []).every((one) => isComplete(one.filter));
  }
}

function someNamed(items: { name: string }[] | undefined): boolean {
  return (items?.length ?? 0) > 0 && (items ?? []).every((one) => one.name.trim() !== '');
}

function isWholeBins(bins: Bins | undefined): boolean {
  if (!bins) return false;
  if (bins.kind === 'custom') return (bins.bins?.length ?? 0) > 0;
  const count = (bins.count ?? 0) > 0;
  return bins.kind === 'dynamic' ? count : count && (bins.min ?? 0) < (bins.max ?? 0);
}

/** Count is how many rows an item holds; item null is what is in none. */
export interface Count {
  item: string | null;
  rows: number;
}

const rowsName = 'rows_of_group';
const groupName = 'group_being_made';

/** countQuery asks how many rows each item of a group holds. */
export function countQuery(group: Group, dataset: Relation, local: Query['define']): Query {
  return {
    metrics: [rowsName],
    by: [groupName],
    define: {
      ...local,
      groups: [...(local?.groups ?? []), { ...group, name: groupName }],
      metrics: [...(local?.metrics ?? []), { name: rowsName, aggregate: 'count', dataset }],
    },
  };
}

/** countsOf reads the answer to countQuery. */
export function countsOf(result: Result): Count[] {
  return result.rows.map(([item, rows]) => ({
    item: item === null || item === undefined ? null : String(item),
    rows: typeof rows === 'number' ? rows : 0,
  }));
}
