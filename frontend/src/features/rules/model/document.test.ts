import { expect, it } from 'vitest';

import { type Scope, scopeOf, watchOf } from './document';

const nothing = { accounts: [], products: [], skus: [], free: false };
const scope = (part: Partial<Scope>): Scope => ({ who: 'all', accounts: [], segment: '', exclude: nothing, ...part });

it.each([
  ['everything', scope({})],
  ['what is watched', scope({ who: 'watched', exclude: { ...nothing, free: true } })],
  ['named accounts', scope({ who: 'accounts', accounts: ['Rossi'] })],
  ['named accounts before one is named, or after the last was taken off', scope({ who: 'accounts' })],
  ['a segment', scope({ who: 'segment', segment: 'south' })],
  ['a segment before it is chosen', scope({ who: 'segment' })],
])('a rule watches %s, and still does when it is read again', (_, one) => {
  expect(scopeOf(watchOf(one))).toEqual(one);
});

it('is kept as shortly as can be', () => {
  expect(watchOf(scope({ who: 'watched' }))).toBe('watched');
  expect(scopeOf(undefined).who).toBe('all');
});
