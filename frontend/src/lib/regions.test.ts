import { expect, it } from 'vitest';

import { regions, weekStartOf } from './regions';

it('names regions in the language, by country first', () => {
  const names = new Map(regions('de').map(({ tag, name }) => [tag, name]));
  expect([names.get('it-IT'), names.get('de-CH'), names.get('ja-JP')]).toEqual([
    'Italien',
    'Schweiz (Deutsch)',
    'Japan',
  ]);
});

it('knows when weeks begin', () => {
  expect([weekStartOf('de-DE'), weekStartOf('en-US'), weekStartOf('ja-JP')]).toEqual(['monday', 'sunday', 'sunday']);
});
