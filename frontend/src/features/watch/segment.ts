import type { Filter, Query, Relation } from '../../api/metricTypes';
import type { Segment } from '../../api/ruleTypes';
import { isFilter } from '../../api/shapes';

/** SegmentKind is what a segment holds. */
export type SegmentKind = Segment['kind'];

/** kinds are what segments can hold. */
export const kinds: readonly SegmentKind[] = ['account', 'entitlement', 'product'];

/** SegmentDraft is a segment as it is made; without a name it is a new one. */
export type SegmentDraft = Omit<Segment, 'size'>;

/** datasetsOf are the relations whose dimensions can filter a kind. */
export function datasetsOf(kind: SegmentKind): Relation[] {
  return kind === 'account' ? ['accounts', 'every_entitlement'] : ['every_entitlement'];
}

/** isEmpty says that a filter keeps everything. */
export function isEmpty(filter: Filter): boolean {
  return !filter.all?.length && !filter.any?.length && !filter.dimension && !filter.metric;
}

/** membersQuery asks for what a filter keeps, by key, as the program counts a segment. */
export function membersQuery({ kind, filter }: SegmentDraft): Query {
  const kept = isEmpty(filter) ? {} : { filter };
  if (kind === 'entitlement') return { dataset: 'every_entitlement', columns: ['entitlement_key'], ...kept };
  return { metrics: ['entitlements_any_state'], by: [kind === 'product' ? 'product' : 'account_key'], ...kept };
}

/** newSegment stands in an address for a segment that is yet to be made: no name has a plus. */
export const newSegment = '+';

/** draftOf reads from the address which segment is edited: a kept one by its name, or a new one with a kind and a filter. */
export function draftOf(params: URLSearchParams, segments: Segment[]): SegmentDraft | null {
  const name = params.get('segment');
  if (name === null) return null;
  const kept = segments.find((one) => one.name === name);
  if (kept) return { name, title: kept.title, kind: kept.kind, filter: kept.filter };
  if (name !== newSegment) return null;
  const kind = kinds.find((one) => one === params.get('kind')) ?? 'account';
  return { name: '', title: '', kind, filter: filterOf(params.get('filter')) };
}

function filterOf(text: string | null): Filter {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isFilter(value) ? value : {};
  } catch {
    return {};
  }
}
