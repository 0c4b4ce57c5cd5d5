import { describe, expect, it } from 'vitest';

import type { Group, Result } from '../../../api/metricTypes';
import type { Report } from '../../../api/reportTypes';
import { withTile } from '../builder/tile';
import { chosen } from '../gallery/gallery';
import { freeName, nameFrom, tokenNameFrom } from '../names';
import { countsOf as usesCounted } from './EditorFrame';
import { binsOf, countQuery, countsOf, isWhole, newGroup, waysFor } from './group';

describe('names', () => {
  it.each([
    ['Proposal', 'proposal'],
    ['Süd-Anteil (%)', 'sud_anteil'],
    ['余り', 'column'],
    ['2024 size', 'column_2024_size'],
    ['  ', 'column'],
  ])('%j becomes %s', (title, want) => expect(nameFrom(title, 'column')).toBe(want));

  it('of tokens are capitals, and what is taken gets a number', () => {
    expect(tokenNameFrom('Window of days')).toBe('WINDOW_OF_DAYS');
    expect(freeName('a', (name) => ['a', 'a_2'].includes(name))).toBe('a_3');
  });
});

describe('a group', () => {
  it('is gathered by what its column is', () => {
    expect(waysFor('number')[0]).toBe('numbers');
    expect(waysFor('date')).toEqual(['conditions']);
    expect(waysFor('text')[0]).toBe('lists');
  });

  it.each<[Group, boolean]>([
    [newGroup('', 'lists'), false],
    [newGroup('country', 'lists'), false],
    [{ name: '', column: 'country', lists: [{ name: 'South', values: [] }] }, false],
    [{ name: '', column: 'country', lists: [{ name: 'South', values: ['Italy'] }] }, true],
    [newGroup('quantity', 'numbers'), true],
    [{ name: '', column: 'quantity', numbers: { kind: 'fixed', count: 2, min: 5, max: 5 } }, false],
    [{ name: '', column: 'quantity', numbers: binsOf('custom', undefined) }, true],
    [{ name: '', column: 'end_date', conditions: [{ name: 'soon', filter: { dimension: 'end_date' } }] }, false],
    [{ name: '', column: 'end_date', conditions: [{ name: 'soon', filter: { op: 'next', n: 1, unit: 'day' } }] }, true],
  ])('%j is whole: %s', (group, want) => expect(isWhole(group)).toBe(want));

  it('is counted beside what the report defines', () => {
    const local = { columns: [{ name: 'spare', expression: '[a]' }] };
    const query = countQuery(
      { name: 'size', column: 'spare', numbers: { kind: 'dynamic', count: 2 } },
      'entitlements',
      local,
    );
    expect(query.define?.columns).toEqual(local.columns);
    expect(query.by).toEqual([query.define?.groups?.[0]?.name]);
    const result = {
      rows: [
        ['few', 3],
        [null, 2],
      ],
    } as Partial<Result> as Result;
    expect(countsOf(result)).toEqual([
      { item: 'few', rows: 3 },
      { item: null, rows: 2 },
    ]);
  });

  it('is used by so many of each kind', () => {
    const uses = [
      { kind: 'rule', name: 'a' },
      { kind: 'report', name: 'b' },
      { kind: 'rule', name: 'c' },
    ];
    expect(usesCounted(uses)).toEqual([
      ['report', 1],
      ['rule', 2],
    ]);
  });
});

describe('a report on a dashboard', () => {
  const report: Report = { name: 'mine', title: 'Mine', query: { metrics: ['a'] }, visual: { show: 'bar' } };
  it('stands below what is there, with an id of its own', () => {
    const board = withTile({ title: 'New', tabs: [] }, report);
    const twice = withTile(board, report);
    const tiles = twice.tabs[0]?.tiles ?? [];
    expect(tiles.map((one) => one.y)).toEqual([0, 8]);
    expect(new Set(tiles.map((one) => one.id)).size).toBe(2);
    expect(tiles[0]?.report).not.toHaveProperty('name');
  });
});

describe('the gallery', () => {
  const entry = (name: string, more = {}) => ({
    kind: 'report' as const,
    name,
    title: name,
    words: '',
    origin: 'shipped' as const,
    favourite: false,
    datasets: ['usage'],
    changed_at: '',
    ...more,
  });
  const all = [
    entry('Beta'),
    entry('Alpha', { origin: 'own', words: 'Über alles' }),
    entry('Gamma', { favourite: true, datasets: ['imports'] }),
  ];
  const names = (choice: object) =>
    chosen(all, { text: '', which: 'all', dataset: '', ...choice }).map((one) => one.name);
  it('has favourites first, then goes by title', () => expect(names({})).toEqual(['Gamma', 'Alpha', 'Beta']));
  it('is limited by text, origin and dataset', () => {
    expect(names({ text: 'uber' })).toEqual(['Alpha']);
    expect(names({ which: 'own' })).toEqual(['Alpha']);
    expect(names({ which: 'shipped', dataset: 'usage' })).toEqual(['Beta']);
  });
});
