import { expect, it } from 'vitest';

import { readCompare, writeCompare } from './compare';

it.each(['2026-10-31', 'import-12', '3-month', '1-year'])('%s is what it says', (text) => {
  expect(writeCompare(readCompare(text))).toBe(text);
});

it.each([null, '', 'x', 'import-', 'import-x', '0-month', '3-eon', '-1-day', '2026-1-1', '2026-02-30', '0000-01-01'])(
  '%s is nothing',
  (text) => {
    expect(readCompare(text)).toBeUndefined();
  },
);

it('compares with nothing where there is nothing', () => {
  expect(writeCompare(undefined)).toBeNull();
});
