import { describe, expect, it } from 'vitest';

import { cutTo, halved, linesOf, textWidth, wrapped } from './measure';

const of = (letters: number) => textWidth('x'.repeat(letters), 12);

describe('a text', () => {
  it('stays whole where it fits', () => {
    expect(wrapped('Licenses assigned', of(17), 12, 2)).toEqual(['Licenses assigned']);
  });

  it('breaks where words, and Japanese letters, end', () => {
    expect(wrapped('Licenses assigned', of(10), 12, 2)).toEqual(['Licenses', 'assigned']);
    expect(wrapped('Bereitstellungs- und Nutzungsquote', of(20), 12, 2)).toEqual([
      'Bereitstellungs- und',
      'Nutzungsquote',
    ]);
    expect(wrapped('株式会社みなと精機', of(5), 12, 2)).toEqual(['株式会社み', 'なと精機']);
  });

  it('is cut at its end where its lines are too few', () => {
    expect(wrapped('Süddeutsche Präzisionstechnik Verwaltungsgesellschaft', of(14), 12, 2)).toEqual([
      'Süddeutsche',
      'Präzisionstec…',
    ]);
    expect(wrapped('Microsoft 365 Business Premium', of(14), 12, 1)).toEqual(['Microsoft 365…']);
    expect(cutTo('abc', 0, 12)).toBe('a…');
  });

  it('is told on how many lines it stands, a word that is too long on several', () => {
    expect(linesOf('Licenses assigned', of(17), 12, 3)).toBe(1);
    expect(linesOf('Licenses assigned', of(10), 12, 3)).toBe(2);
    expect(linesOf('Verwaltungsgesellschaft', of(10), 12, 9)).toBe(3);
    expect(linesOf('Verwaltungsgesellschaft', of(10), 12, 2)).toBe(2);
    expect(linesOf('', 0, 12, 3)).toBe(1);
  });

  it('is broken in two where its longer line is shortest', () => {
    expect(halved('Microsoft 365 Business Premium', 12)).toBe(of('Business Premium'.length));
    expect(halved('Verwaltungsgesellschaft', 12)).toBe(of(23));
    const japanese = '東海メディカル機器株式会社';
    expect(linesOf(japanese, halved(japanese, 12), 12, 9)).toBe(2);
    // No line begins with what belongs to the letter before.
    expect(halved('サーバー株式', 12)).toBe(of(4));
  });
});
