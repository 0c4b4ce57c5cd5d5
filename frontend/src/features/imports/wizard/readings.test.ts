import { describe, expect, it } from 'vitest';

import { isDay, readDay, readNumber } from './readings';

describe('a date', () => {
  it.each([
    ['03/04/2026', 'dmy', '2026-04-03'],
    ['03/04/2026', 'mdy', '2026-03-04'],
    ['2026-04-03', 'ymd', '2026-04-03'],
    ['3.4.26', 'dmy', '2026-04-03'],
    ['31/12/2026', 'mdy', ''],
    ['30/02/2026', 'dmy', ''],
    ['soon', 'dmy', ''],
  ])('%s in the order %s is %s', (text, order, day) => {
    expect(readDay(text, order)).toBe(day);
  });

  it('that is typed must be a real day', () => {
    expect(isDay('2026-02-28')).toBe(true);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('26-02-01')).toBe(false);
  });
});

describe('a number', () => {
  it.each([
    ['1.234', ',', 1234],
    ['1.234', '.', 1.234],
    ['€ 1,5', ',', 1.5],
    ['-', ',', null],
    ['n/a', '.', null],
  ])('%s with the sign %s', (text, sign, number) => {
    expect(readNumber(text, sign)).toBe(number);
  });
});
