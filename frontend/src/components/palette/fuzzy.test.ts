import { describe, expect, it } from 'vitest';

import { best, fold } from './fuzzy';

const names = [
  'Go to the renewals',
  'Renewals',
  'Süddeutsche Präzisionstechnik',
  'Ødegård & Łódź',
  '株式会社みなと精機',
  'ﾐﾅﾄ精機',
  'Colour scheme: dark',
  'Data freshness by source',
];

const find = (text: string) => best(text, names, (name) => name, 10);

describe('the search of the palette', () => {
  it.each([
    ['renew', ['Renewals', 'Go to the renewals']],
    ['suddeutsche', ['Süddeutsche Präzisionstechnik']],
    ['PRÄZISION sud', ['Süddeutsche Präzisionstechnik']],
    ['odegard lodz', ['Ødegård & Łódź']],
    ['みなと', ['株式会社みなと精機']],
    ['ミナト', ['ﾐﾅﾄ精機']],
    ['dfbs', ['Data freshness by source']],
    ['dark', ['Colour scheme: dark']],
    ['renewals dark', []],
    ['xyz', []],
  ])('finds by %s', (text, want) => expect(find(text)).toEqual(want));

  it('offers everything for nothing', () => {
    expect(find('  ')).toEqual(names);
    expect(best('', names, (name) => name, 2)).toHaveLength(2);
  });

  it('takes signs of patterns for what they are', () => {
    expect(find('(.*)')).toEqual([]);
    expect(fold('Ｈｅａｄ')).toBe('head');
  });

  it('answers 5,000 entries within 50 ms', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `Customer ${i} Süd GmbH & Co. KG`);
    best('x', many, (name) => name, 50);
    const start = performance.now();
    expect(best('4999 sud', many, (name) => name, 50)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(50);
  });
});
