import { expect, it } from 'vitest';

import { belowOf } from './below';

const ends = [46, 92, 138, 184, 230];

it.each([
  ['all rows fit', 230, 0, { count: 0, cover: 0 }],
  ['the last would be cut', 220, 0, { count: 1, cover: 36 }],
  ['the line itself needs room', 190, 0, { count: 2, cover: 52 }],
  ['in the middle of the list', 100, 92, { count: 2, cover: 54 }],
  ['at the end of the list', 100, 130, { count: 0, cover: 0 }],
  ['no whole row fits', 40, 0, { count: 0, cover: 0 }],
])('says what is below: %s', (_, height, scrolled, below) => {
  expect(belowOf(ends, height, scrolled)).toEqual(below);
});

it('says nothing of an empty list', () => {
  expect(belowOf([], 100, 0)).toEqual({ count: 0, cover: 0 });
});
