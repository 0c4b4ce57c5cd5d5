import type { DimensionKind, Filter, Op } from '../../api/metricTypes';
import { isCycle } from './clause';
import { isRelative, operators, valuesOf } from './tree';

const plain: Record<string, Op> = { eq: 'in', ne: 'not_in' };
const lone: Op[] = ['is_null', 'not_null', 'is_empty', 'not_empty'];
const lists: Op[] = ['in', 'not_in'];
const spans: Op[] = ['between', 'not_between'];

/** Subject is what a comparison is about; the rest of it may change. */
interface Subject {
  dimension?: string;
  metric?: string;
}

function subjectOf({ dimension, metric }: Filter): Subject {
  return metric ? { metric } : { dimension: dimension ?? '' };
}

/** begun is a new comparison of a dimension or metric, not complete yet. */
export function begun(subject: Subject, kind: DimensionKind): Filter {
  const [first = 'in'] = operators(kind);
  return withOp({ ...subject }, kind === 'number' || kind === 'days' ? 'ge' : first);
}

/** opened is a comparison as the editor shows it: one value of a text is a list of one. */
export function opened(filter: Filter, kind: DimensionKind): Filter {
  const listed = kind === 'text' || kind === 'flag' || kind === 'scope' || isCycle(filter.grain);
  const op = listed ? plain[filter.op ?? ''] : undefined;
  return op ? { ...withOp(filter, op), values: valuesOf(filter) } : filter;
}

/** withOp changes the operator and keeps what it can of the operands. */
export function withOp(filter: Filter, op: Op): Filter {
  const next: Filter = { ...subjectOf(filter), op };
  if (isRelative(op)) {
    next.unit = filter.unit ?? 'day';
    if (op === 'this') return filter.from ? { ...next, from: filter.from } : next;
    next.n = filter.n ?? (next.unit === 'day' ? 30 : 1);
    if (filter.rolling) next.rolling = true;
    if (filter.excluded) next.excluded = true;
    return filter.from ? { ...next, from: filter.from } : next;
  }
  if (filter.grain) next.grain = filter.grain;
  const values = valuesOf(filter);
  if (lone.includes(op)) return next;
  if (filter.literal) next.literal = true;
  if (lists.includes(op)) return { ...next, values };
  if (spans.includes(op)) return { ...next, values: values.slice(0, 2) };
  return values.length > 0 ? { ...next, value: values[0] } : next;
}

/** withGrain compares the period of a date; the operands of another kind are given up. */
export function withGrain(filter: Filter, grain: string): Filter {
  const { grain: before, ...rest } = filter;
  const cycle = isCycle(grain);
  const kept =
    cycle === isCycle(before) ? rest : { ...subjectOf(filter), op: cycle ? ('in' as const) : ('ge' as const) };
  const next = cycle && !lists.includes(kept.op ?? 'in') && !lone.includes(kept.op ?? 'in') ? withOp(kept, 'in') : kept;
  return grain === '' ? next : { ...next, grain };
}

/** isComplete says whether a comparison can be asked. */
export function isComplete(filter: Filter): boolean {
  const op = filter.op ?? 'eq';
  const values = valuesOf(filter);
  if (lone.includes(op)) return true;
  if (op === 'this') return Boolean(filter.unit);
  if (isRelative(op)) {
    const { n } = filter;
    return Boolean(filter.unit) && (typeof n === 'number' ? Number.isInteger(n) && n >= 1 && n <= 100_000 : Boolean(n));
  }
  if (spans.includes(op)) return values.length === 2 && values.every((value) => value !== null && value !== '');
  if (lists.includes(op)) return values.length > 0;
  return values.length === 1 && values[0] !== '' && values[0] !== null;
}
