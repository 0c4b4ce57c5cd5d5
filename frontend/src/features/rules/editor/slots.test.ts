import { expect, it } from 'vitest';

import { unitsOf } from './Slots';

it('keeps a field with the words before it, and punctuation with the field it follows', () => {
  expect(unitsOf('Tell me above [level] of it, clear at [clear], for [who]')).toEqual([
    { before: 'Tell me above', field: 'level', after: '' },
    { before: 'of it, clear at', field: 'clear', after: ',' },
    { before: 'for', field: 'who', after: '' },
  ]);
  expect(unitsOf('値が [value] [op] で発生')).toEqual([
    { before: '値が', field: 'value', after: '' },
    { before: '', field: 'op', after: '' },
    { before: 'で発生', field: '', after: '' },
  ]);
  expect(unitsOf('')).toEqual([]);
});
