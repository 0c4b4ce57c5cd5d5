import { describe, expect, it } from 'vitest';

import { cutTo, textWidth, wrapped } from './measure';

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
});
