import { afterAll, describe, expect, it } from 'vitest';

import { setRegion } from './format';
import { parseDay, parseNumber, writeNumber } from './parse';

describe('what a person types', () => {
  afterAll(() => setRegion('en-GB'));

  it.each<[string, string, number | null]>([
    ['en-GB', '1,234.56', 1234.56],
    ['en-GB', '1234.56', 1234.56],
    ['en-GB', '−5', -5],
    ['en-GB', '0,5', 0.5],
    ['en-GB', 'abc', null],
    ['en-GB', '', null],
    ['en-GB', '12abc', null],
    ['de-DE', '1.234,56', 1234.56],
    ['de-DE', '1.234', 1234],
    ['de-DE', '1.5', 1.5],
    ['de-DE', '-0,05', -0.05],
    ['fr-FR', '1\u00a0234,56', 1234.56],
    ['fr-FR', '1\u202f234,56', 1234.56],
    ['fr-FR', '1 234,56', 1234.56],
    ['de-CH', '1’234.56', 1234.56],
    ['de-CH', "1'234.56", 1234.56],
    ['ja-JP', '１，２３４．５', 1234.5],
    ['en-IN', '12,34,567', 1234567],
  ])('in %s, %s is %s', (tag, text, want) => {
    setRegion(tag);
    expect(parseNumber(text)).toBe(want);
  });

  it('is written as it is read', () => {
    setRegion('de-DE');
    expect(writeNumber(1234.56)).toBe('1234,56');
    expect(parseNumber(writeNumber(0.1234567))).toBe(0.1234567);
  });

  it.each([
    ['de-DE', '20.11.2026', '2026-11-20'],
    ['de-DE', '1.2.26', '2026-02-01'],
    ['en-US', '11/20/2026', '2026-11-20'],
    ['en-GB', '20/11/2026', '2026-11-20'],
    ['ja-JP', '2026年11月20日', '2026-11-20'],
    ['en-GB', '2026-11-20', '2026-11-20'],
    ['en-GB', '31/2/2026', null],
    ['en-GB', 'soon', null],
  ])('in %s, %s is the day %s', (tag, text, want) => {
    setRegion(tag);
    expect(parseDay(text)).toBe(want);
  });
});
