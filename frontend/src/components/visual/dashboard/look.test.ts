import { describe, expect, it } from 'vitest';

import type { Dashboard, Tile } from '../../../api/reportTypes';
import { appliedTo, filled, selectedFilter, withTokens } from './applied';
import { type Look, readLook, select, writeLook } from './look';

const look = (more: Partial<Look> = {}): Look => ({ tab: '', controls: {}, selections: [], tokens: {}, ...more });

function params(of: Look): URLSearchParams {
  const pairs = Object.entries(writeLook(of)).filter((pair): pair is [string, string] => pair[1] !== null);
  return new URLSearchParams(pairs);
}

describe('a look in the address', () => {
  it.each([
    look(),
    look({
      tab: 'usage',
      controls: { country: { dimension: 'country', op: 'in', values: ['Italy', '"&=#?'] }, end: null },
      selections: [{ tile: 'a', keys: { product: '<img onerror>', month: null } }],
      tokens: { WINDOW: 30 },
      filter: { dimension: 'product', op: 'contains', value: '?a=b#' },
    }),
  ])('comes back as it was: %j', (one) => {
    expect(readLook(new URLSearchParams(params(one).toString()))).toEqual(one);
  });

  it('is empty where nothing was changed', () => {
    expect(params(look()).toString()).toBe('');
  });

  it.each(['[', '5', '[1]', '{"a":', 'null', '[["a"]]', '[["a",[]]]'])('ignores what cannot be read: %s', (text) => {
    const read = readLook(new URLSearchParams({ f: text, s: text, p: text, w: text === '{"a":' ? text : '[' }));
    expect(read).toEqual(look());
  });
});

describe('a look that was written by hand', () => {
  const written: Record<string, string>[] = [
    { w: '{"op":5}' },
    { w: '{"all":[null]}' },
    { f: '{"c":{"dimension":"country","op":"in","values":"x"}}' },
    { f: '{"c":[1],"d":5}' },
    { s: '[["a",{"country":{}}]]' },
    { p: '{"WINDOW":{}}' },
  ];
  it.each(written)('is ignored where no page could show it: %j', (given) => {
    expect(readLook(new URLSearchParams(given))).toEqual(look());
  });
});

describe('a click on a mark', () => {
  const a = { tile: 't', keys: { product: 'A' } };
  const b = { tile: 't', keys: { product: 'B' } };
  const c = { tile: 'u', keys: { month: '2026-11-01' } };
  it.each([
    ['selects', [], a, false, [a]],
    ['goes before what was selected', [a, c], b, false, [b]],
    ['takes back what is selected alone', [a], a, false, []],
    ['leaves only itself of many', [a, b], a, false, [a]],
    ['is added', [a], b, true, [a, b]],
    ['is added beside that of another tile', [a], c, true, [a, c]],
    ['is taken back from many', [a, b], a, true, [b]],
  ])('%s', (_, before, clicked, add, after) => {
    expect(select(before, clicked, add)).toEqual(after);
  });
});

const tile = (id: string, more: Partial<Tile> = {}): Tile => ({ id, x: 0, y: 0, w: 1, h: 1, ...more });
const dashboard: Dashboard = {
  title: '',
  controls: [
    { id: 'c', show: 'list', dimension: 'country', filter: { dimension: 'country', op: 'eq', value: 'Italy' } },
    { id: 'd', show: 'date', dimension: 'end' },
  ],
  tabs: [{ id: '1', tiles: [tile('a'), tile('b', { ignores: ['c'] })] }],
};

describe('what filters a tile', () => {
  it('is what the controls say, unless the tile ignores them', () => {
    expect(appliedTo(tile('a'), dashboard, look(), {})).toEqual([
      { from: 'control', id: 'c', filter: { dimension: 'country', op: 'eq', value: 'Italy' } },
    ]);
    expect(appliedTo(tile('b', { ignores: ['c'] }), dashboard, look(), {})).toEqual([]);
    expect(appliedTo(tile('a'), dashboard, look({ controls: { c: null } }), {})).toEqual([]);
  });

  it('is what is selected in other tiles, by the periods of their question', () => {
    const selections = [
      { tile: 'a', keys: { end: '2026-11-01' } },
      { tile: 'a', keys: { end: '2026-12-01' } },
    ];
    const reports = {
      a: { title: '', query: { by: [{ dimension: 'end', grain: 'month' }] }, visual: { show: 'bar' } },
    } as const;
    const looked = look({ selections, controls: { c: null } });
    expect(appliedTo(tile('b'), dashboard, looked, reports as never)).toEqual([
      {
        from: 'selection',
        id: 'a',
        filter: { dimension: 'end', op: 'in', values: ['2026-11-01', '2026-12-01'], grain: 'month' },
      },
    ]);
    expect(appliedTo(tile('a'), dashboard, looked, reports as never)).toEqual([]);
  });

  it.each([
    [[{ p: 'A' }], { dimension: 'p', op: 'eq', value: 'A' }],
    [[{ p: null }], { dimension: 'p', op: 'is_null' }],
    [
      [{ p: 'A' }, { p: null }],
      {
        any: [
          { dimension: 'p', op: 'eq', value: 'A' },
          { dimension: 'p', op: 'is_null' },
        ],
      },
    ],
    [
      [{ p: 'A', q: 'B' }],
      {
        all: [
          { dimension: 'p', op: 'eq', value: 'A' },
          { dimension: 'q', op: 'eq', value: 'B' },
        ],
      },
    ],
  ])('of marks %j', (marks, filter) => {
    expect(selectedFilter(marks.map((keys) => ({ tile: 't', keys: keys as never })))).toEqual(filter);
  });

  it('is read with the values of tokens in place', () => {
    const filter = { dimension: 'end_date', op: 'next', n: '{{WINDOW}}', unit: 'day' } as const;
    expect(filled({ all: [filter] }, { WINDOW: 30 })).toEqual({ all: [{ ...filter, n: 30 }] });
    expect(filled(filter, {})).toEqual(filter);
  });

  it('is not said by a token that is not there', () => {
    expect(withTokens('next {{WINDOW}} days of {{TODAY}}', { WINDOW: 30 })).toBe('next 30 days of {{TODAY}}');
  });
});
