import type { DimensionKind, Filter, Op } from '../../api/metricTypes';

/** Path leads from the root of a filter to one of its parts: the places in the lists on the way. */
export type Path = readonly number[];

/** Joint says how the parts of a group are joined. */
export type Joint = 'all' | 'any';

/** jointOf is how a filter joins its parts; undefined of one comparison. */
export function jointOf(filter: Filter): Joint | undefined {
  return filter.any ? 'any' : filter.all ? 'all' : undefined;
}

/** partsOf are the parts of a group. */
export function partsOf(filter: Filter): Filter[] {
  return filter.any ?? filter.all ?? [];
}

/** group joins parts: one alone is no group, and none is no filter. */
export function group(joint: Joint, parts: Filter[]): Filter | undefined {
  if (parts.length < 2) return parts[0];
  return joint === 'any' ? { any: parts } : { all: parts };
}

/** at returns the part a path leads to. */
export function at(filter: Filter | undefined, path: Path): Filter | undefined {
  const [first, ...rest] = path;
  if (!filter || first === undefined) return filter;
  return at(partsOf(filter)[first], rest);
}

/** rooted makes a group of a filter, so that paths into it are the same for one part and for many. */
export function rooted(filter: Filter | undefined): Filter {
  if (!filter) return { all: [] };
  return jointOf(filter) ? filter : { all: [filter] };
}

/** changed puts others in the place of a part; what then is no group any more is dissolved. */
function changed(filter: Filter, path: Path, put: (part: Filter) => Filter[]): Filter[] {
  const [first, ...rest] = path;
  if (first === undefined) return put(filter);
  const parts = partsOf(filter).flatMap((part, i) => (i === first ? changed(part, rest, put) : [part]));
  const made = group(jointOf(filter) ?? 'all', parts);
  return made ? [made] : [];
}

/** replace puts another filter in the place of a part of a rooted filter; null takes it out. */
export function replace(root: Filter, path: Path, by: Filter | null): Filter | undefined {
  return changed(root, path, () => (by ? [by] : []))[0];
}

/** add appends a comparison to a filter: it must hold, too. */
export function add(filter: Filter | undefined, more: Filter): Filter {
  if (!filter) return more;
  return filter.all ? { all: [...filter.all, more] } : { all: [filter, more] };
}

/** flip turns and into or and back, in the group a path leads to. */
export function flip(root: Filter, path: Path): Filter | undefined {
  const of = at(root, path);
  if (!of) return root;
  return replace(root, path, jointOf(of) === 'any' ? { all: partsOf(of) } : { any: partsOf(of) });
}

/** moveIn puts a part into a group with its neighbour: the next one, or that before the last. */
export function moveIn(root: Filter, path: Path): Filter | undefined {
  const above = path.slice(0, -1);
  const parent = at(root, above);
  const place = path[path.length - 1] ?? 0;
  const parts = parent ? partsOf(parent) : [];
  const other = place + 1 < parts.length ? place + 1 : place - 1;
  const part = parts[place];
  const neighbour = parts[other];
  if (!parent || !part || !neighbour) return root;
  const inner: Joint = jointOf(neighbour) ?? (jointOf(parent) === 'any' ? 'all' : 'any');
  const members = jointOf(neighbour) ? partsOf(neighbour) : [neighbour];
  const made = group(inner, other > place ? [part, ...members] : [...members, part]);
  const rest = parts.flatMap((one, i) => (i === place ? [] : i === other && made ? [made] : [one]));
  return replace(root, above, group(jointOf(parent) ?? 'all', rest) ?? null);
}

/** moveOut puts a part behind the group it is in. */
export function moveOut(root: Filter, path: Path): Filter | undefined {
  if (path.length < 2) return root;
  const above = path.slice(0, -1);
  const place = path[path.length - 1];
  const part = at(root, path);
  const parent = at(root, above);
  if (!part || !parent) return root;
  const left = group(
    jointOf(parent) ?? 'all',
    partsOf(parent).filter((_, i) => i !== place),
  );
  return changed(root, above, () => (left ? [left, part] : [part]))[0];
}

/** moveBy puts a part so many places on among its neighbours. */
export function moveBy(root: Filter, path: Path, by: number): Filter | undefined {
  const above = path.slice(0, -1);
  const place = path[path.length - 1] ?? 0;
  const parent = at(root, above);
  const part = at(root, path);
  if (!parent || !part) return root;
  const parts = partsOf(parent).filter((_, i) => i !== place);
  parts.splice(Math.max(0, Math.min(parts.length, place + by)), 0, part);
  return replace(root, above, group(jointOf(parent) ?? 'all', parts) ?? null);
}

/** comparisons are the leaves of a filter. */
export function comparisons(filter: Filter | undefined): Filter[] {
  if (!filter) return [];
  return jointOf(filter) ? partsOf(filter).flatMap(comparisons) : [filter];
}

/** others is a filter without one of its parts, as far as it must hold whatever that part is. */
export function others(root: Filter, path: Path): Filter | undefined {
  if (jointOf(root) !== 'all') return undefined;
  const [first] = path;
  return group(
    'all',
    partsOf(root).filter((_, i) => i !== first),
  );
}

const likeness: Op[] = ['in', 'not_in'];
const size: Op[] = ['eq', 'ne', 'ge', 'le', 'gt', 'lt', 'between', 'not_between'];
const spelling: Op[] = ['contains', 'not_contains', 'starts_with', 'not_starts_with', 'ends_with', 'not_ends_with'];
const nearness: Op[] = ['next', 'last', 'this'];
const missingness: Op[] = ['is_null', 'not_null'];

/** operators are what can be chosen for a kind of dimension; eq and ne of texts are in and not_in of one. */
export function operators(kind: DimensionKind): Op[] {
  switch (kind) {
    case 'number':
    case 'days':
      return [...size, ...missingness];
    case 'date':
    case 'time':
      return [...nearness, ...size, ...missingness];
    case 'text':
      return [...likeness, ...spelling, 'is_empty', 'not_empty', ...missingness];
    default:
      return [...likeness, ...missingness];
  }
}

/** isRelative says whether an operator is of dates that move with the day. */
export function isRelative(op: Op | undefined): op is 'this' | 'next' | 'last' {
  return op === 'this' || op === 'next' || op === 'last';
}

/** valuesOf are the operands of a comparison. */
export function valuesOf(filter: Filter): unknown[] {
  if (filter.values) return filter.values;
  return filter.value === undefined || filter.value === null ? [] : [filter.value];
}

/** isToken says whether a value stands for another: "{{NAME}}". */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^\{\{[^{}]+\}\}$/.test(value);
}
