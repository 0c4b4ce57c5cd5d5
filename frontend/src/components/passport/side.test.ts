import { beforeEach, expect, it } from 'vitest';

import { currentSide } from './side';

const passport = { query: { metrics: ['licenses_sold'] }, cell: { row: 0, metric: 'licenses_sold' }, title: 'Sold' };

function at(side: unknown) {
  window.location.hash = `#/portfolio?side=${encodeURIComponent(JSON.stringify(side))}`;
  return currentSide();
}

beforeEach(() => {
  window.location.hash = '';
});

it.each([
  { passport },
  { passport: { ...passport, view: { asOf: '2026-11-20', scope: 'own', knownAt: 3 } } },
  { row: 'a' },
])('shows %j', (side) => expect(at(side)).toEqual(side));

it.each([
  { row: {} },
  { passport: null },
  { passport: { ...passport, query: null } },
  { passport: { ...passport, query: { metrics: 'x' } } },
  { passport: { ...passport, cell: { metric: 'licenses_sold' } } },
  { passport: { ...passport, title: {} } },
  { passport: { ...passport, view: { asOf: {}, scope: 5 } } },
])('shows nothing for %j', (side) => expect(at(side)).toBeNull());
