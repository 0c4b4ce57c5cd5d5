import { describe, expect, it } from 'vitest';

import type { Filter } from '../../api/metricTypes';
import { add, comparisons, flip, moveBy, moveIn, moveOut, others, replace, rooted } from './tree';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((value): Filter => ({ dimension: 'x', op: 'eq', value })) as [
  Filter,
  Filter,
  Filter,
  Filter,
];

/** written is a filter in short: all(a b), any(a b). */
function written(filter: Filter | undefined): string {
  if (!filter) return '';
  if (filter.all) return `all(${filter.all.map(written).join(' ')})`;
  if (filter.any) return `any(${filter.any.map(written).join(' ')})`;
  return String(filter.value);
}

describe('the tree of a filter', () => {
  const nested: Filter = { all: [a, { any: [b, c] }, d] };

  it.each<[string, Filter | undefined, string]>([
    ['roots one', rooted(a), 'all(a)'],
    ['roots none', rooted(undefined), 'all()'],
    ['adds to none', add(undefined, a), 'a'],
    ['adds to one', add(a, b), 'all(a b)'],
    ['adds to an any', add({ any: [a, b] }, c), 'all(any(a b) c)'],
    ['takes out', replace(nested, [0], null), 'all(any(b c) d)'],
    ['takes the last out', replace(rooted(a), [0], null), ''],
    ['dissolves a group of one', replace(nested, [1, 0], null), 'all(a c d)'],
    ['replaces deep inside', replace(nested, [1, 1], a), 'all(a any(b a) d)'],
    ['turns and into or', flip(nested, []), 'any(a any(b c) d)'],
    ['turns or into and', flip(nested, [1]), 'all(a all(b c) d)'],
    ['moves into the group behind', moveIn(nested, [0]), 'all(any(a b c) d)'],
    ['moves into the group before', moveIn(nested, [2]), 'all(a any(b c d))'],
    ['makes a group with a neighbour', moveIn({ all: [a, b, c] }, [0]), 'all(any(a b) c)'],
    ['moves out behind its group', moveOut(nested, [1, 0]), 'all(a c b d)'],
    ['leaves what is outside where it is', moveOut(nested, [0]), 'all(a any(b c) d)'],
    ['moves on', moveBy(nested, [0], 1), 'all(any(b c) a d)'],
    ['moves no further than the end', moveBy(nested, [2], 1), 'all(a any(b c) d)'],
    ['knows what else must hold', others(nested, [1, 0]), 'all(a d)'],
    ['knows that nothing else must hold in an any', others({ any: [a, b] }, [0]), ''],
  ])('%s', (_, got, want) => expect(written(got)).toBe(want));

  it('lists its comparisons', () => {
    expect(comparisons(nested).map(written)).toEqual(['a', 'b', 'c', 'd']);
  });
});
