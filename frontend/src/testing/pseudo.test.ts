import { expect, it } from 'vitest';

import { pseudo, pseudoText } from './pseudo';

it.each([
  ['Add filter', '[Áðð ƒíļţéŕ~~~~]'],
  ['{{count}} rows', '[{{count}} ŕóŵš~~]'],
  ['', '[]'],
])('%s becomes %s', (text, want) => expect(pseudoText(text)).toBe(want));

it('keeps the keys', () => {
  expect(pseudo({ a: { b: 'x' } })).toEqual({ a: { b: '[ẋ~]' } });
});
