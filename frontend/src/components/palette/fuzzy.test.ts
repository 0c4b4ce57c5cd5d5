import { describe, expect, it } from 'vitest';

import { best, fold, ranked } from './fuzzy';

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

const find = (text: string) => best(text, names, (name) => name, 10).items;

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

  it('puts what begins with a text before what only has its letters, and leaves the latter out', () => {
    const lists = [['Region of figures'], ['Health of accounts'], ['Officine Meccaniche', 'Cost of furniture'], []];
    const answers = lists.map((list) => best('off', list, (name) => name, 6));
    expect(ranked(answers).map(({ items }) => items)).toEqual([['Officine Meccaniche']]);
    expect(ranked(answers.slice(0, 1)).map(({ items }) => items)).toEqual([['Region of figures']]);
  });

  it('leaves the order of lists that answer equally well', () => {
    const answers = [['Reports'], ['Renewals'], ['A report']].map((list) => best('re', list, (name) => name, 6));
    expect(ranked(answers).map(({ items }) => items[0])).toEqual(['Reports', 'Renewals', 'A report']);
  });

  it('offers everything for nothing', () => {
    expect(find('  ')).toEqual(names);
    expect(best('', names, (name) => name, 2).items).toHaveLength(2);
  });

  it('takes signs of patterns for what they are', () => {
    expect(find('(.*)')).toEqual([]);
    expect(fold('Ｈｅａｄ')).toBe('head');
  });

  it('answers 5,000 entries within 50 ms', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `Customer ${i} Süd GmbH & Co. KG`);
    best('x', many, (name) => name, 50);
    const start = performance.now();
    expect(best('4999 sud', many, (name) => name, 50).items).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(50);
  });
});
