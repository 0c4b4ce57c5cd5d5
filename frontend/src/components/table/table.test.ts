import { describe, expect, it } from 'vitest';

import type { CellValue, Query, Result, ResultColumn } from '../../api/metricTypes';
import type { StyleRule, Visual } from '../../api/reportTypes';
import { setRegion } from '../../lib/format';
import { linesOf } from '../../lib/measure';
import type { Words } from '../catalog/useCatalog';
import { sortedBy, sortedTo } from './actions';
import { askedOf } from './asked';
import { cellOf, columnsOf, partsOf, type TableColumn } from './columns';
import { sparkPath } from './drawn';
import { aggregate } from './Foot';
import { hitOf, search, stepped } from './find';
import { groupsAt } from './Head';
import { rangeOf, step } from './keyboard';
import { arrange, intoVisual, moved } from './layout';
import { Loader } from './loader';
import { PageCache, pageSize } from './pages';
import { evenPlaces, unevenPlaces } from './rowPlaces';
import { scaleOf } from './useScaledRows';
import { flatten, levelQuery } from './useTreeRows';
import { type ColumnFilter, compare, holds, passes, plain, tsv } from './values';
import { fit, inset, natural, type Size } from './widths';

const number = (name: string, more: Partial<ResultColumn> = {}): ResultColumn => ({
  name,
  type: 'number',
  format: 'integer',
  unit: '',
  ...more,
});
const text = (name: string): ResultColumn => ({ name, type: 'text', format: 'text', unit: '' });

const words = {
  columnLabel: (column: ResultColumn) => column.name || 'Other',
  label: (name: string) => name,
  value: (_: string, value: unknown) => String(value),
  dimension: (name: string) => (name === 'sold' ? undefined : { kind: 'text' }),
} as unknown as Words;

function resultOf(columns: ResultColumn[], rows: CellValue[][], rowCount = rows.length): Result {
  return {
    columns,
    rows,
    row_count: rowCount,
    data_as_of: '2026-11-20',
    as_of_by_dataset: {},
    last_updated: '',
    parts: [],
  };
}

function columnsFor(columns: ResultColumn[], query: Query, visual: Visual = { show: 'table' }): TableColumn[] {
  return columnsOf({ query, result: resultOf(columns, []) }, visual, words);
}

describe('values', () => {
  it.each<[CellValue, CellValue, boolean, number]>([
    [2, 10, false, -1],
    [2, 10, true, 1],
    ['Änderung', 'anfang', false, -1],
    ['Suite 9', 'suite 10', false, -1],
    [null, 3, false, 1],
    [null, 3, true, 1],
    [3, null, true, -1],
    [null, null, false, 0],
  ])('order %o and %o (descending: %s) as %i', (a, b, desc, want) => {
    expect(Math.sign(compare(a, b, desc))).toBe(want);
  });

  it.each<[CellValue, ColumnFilter, boolean]>([
    ['Nørd', { contains: 'nø' }, true],
    ['Übung', { contains: 'ubu' }, true],
    ['Nord', { contains: 'süd' }, false],
    ['IT', { values: ['IT', null] }, true],
    [null, { values: ['IT', null] }, true],
    ['DE', { values: ['IT', null] }, false],
    [5, { from: 5, to: 5 }, true],
    [4.99, { from: 5 }, false],
    [null, { from: 0 }, false],
    ['2026-11-20 23:59:00.000', { to: '2026-11-20' }, true],
    ['2026-11-21', { to: '2026-11-20' }, false],
    [null, {}, true],
  ])('%o fits %o: %s', (value, filter, want) => expect(passes(value, filter)).toBe(want));

  it.each<[Partial<StyleRule>, CellValue, boolean]>([
    [{ op: 'lt', value: 30 }, 29, true],
    [{ op: 'lt', value: 30 }, null, false],
    [{ op: 'is_null' }, null, true],
    [{ op: 'eq', value: 'grace' }, 'grace', true],
    [{ op: 'between', values: [1, 3] }, 3, true],
    [{ op: 'ge', value: '2026-01-01' }, '2025-12-31', false],
    [{ op: 'contains', value: 'RISK' }, 'at risk', true],
  ])('rule %o holds for %o: %s', (rule, value, want) => {
    expect(holds({ column: 'x', tone: 'warn', ...rule } as StyleRule, value)).toBe(want);
  });
});

describe('copying', () => {
  it('writes heads and full figures with the decimal sign of the region', () => {
    setRegion('de-DE', 'de');
    expect(
      tsv(
        ['Konto', 'Rate'],
        [
          ['A\tB', 0.12345],
          ['=1+1', null],
        ],
      ),
    ).toBe("Konto\tRate\nA B\t0,12345\n'=1+1\t");
    setRegion('en-GB', 'en');
    expect(plain(12430.5)).toBe('12430.5');
    expect(plain(-3)).toBe('-3');
  });
});

describe('sorting', () => {
  it('goes from ascending to descending to none, and keeps others with Shift', () => {
    const once = sortedBy([], 'a', false);
    expect(once).toEqual([{ by: 'a' }]);
    expect(sortedBy(once, 'a', false)).toEqual([{ by: 'a', desc: true }]);
    expect(sortedBy([{ by: 'a', desc: true }], 'a', false)).toEqual([]);
    const both = sortedBy(once, 'b', true);
    expect(both).toEqual([{ by: 'a' }, { by: 'b' }]);
    expect(sortedBy(both, 'a', true)).toEqual([{ by: 'a', desc: true }, { by: 'b' }]);
    expect(sortedTo(both, 'b', true, true)).toEqual([{ by: 'a' }, { by: 'b', desc: true }]);
  });
});

describe('columns', () => {
  const query: Query = { metrics: ['sold'], by: ['account', 'product'], pivot: ['product'], totals: true };
  const pivoted = [
    text('account'),
    number('sold[A]', { metric: 'sold', pivot: ['A'] }),
    number('sold[B]', { metric: 'sold', pivot: ['B'] }),
    number('sold', { metric: 'sold' }),
  ];

  it('stand under the values of a pivot, and those of a line are one', () => {
    const columns = columnsFor(pivoted, query);
    expect(columns.map((one) => [one.title, one.groups, one.key])).toEqual([
      ['account', [], true],
      ['sold', ['A'], false],
      ['sold', ['B'], false],
      ['sold', [''], false],
    ]);
    expect(groupsAt(columns, 0).map(({ title, from, to }) => [title, from, to])).toEqual([
      ['', 0, 0],
      ['A', 1, 1],
      ['B', 2, 2],
      ['', 3, 3],
    ]);
    const lines = columnsFor(pivoted, query, { show: 'table', columns: [{ column: 'sold', as: 'spark' }] });
    expect(lines.map((one) => one.points)).toEqual([undefined, [1, 2], undefined]);
    expect(lines.every((one) => one.groups.length === 0)).toBe(true);
  });

  it('name the figure that is explained', () => {
    const [account, a] = columnsFor(pivoted, query);
    expect(account && cellOf(account, 3)).toBeUndefined();
    expect(a && cellOf(a, 3)).toEqual({ row: 3, metric: 'sold', pivot: ['A'] });
    const [before] = columnsFor([number('sold.before', { metric: 'sold', role: 'before' })], { metrics: ['sold'] });
    expect(before && cellOf(before, -1)).toEqual({ row: -1, metric: 'sold', role: 'before' });
  });

  it('find their numerators and denominators', () => {
    const parts = [
      { row: 0, metric: 'rate', numerator: 2, denominator: 3 },
      { row: 0, metric: 'rate', numerator: 1, denominator: 4, pivot: ['A'] },
    ];
    const part = partsOf(parts);
    expect(part(0, number('rate'))?.denominator).toBe(3);
    expect(part(0, number('rate[A]', { metric: 'rate', pivot: ['A'] }))?.denominator).toBe(4);
    expect(part(1, number('rate'))).toBeUndefined();
  });
});

describe('the layout', () => {
  const visual: Visual = {
    show: 'table',
    columns: [
      { column: 'sold', width: 90 },
      { column: 'b', hidden: true },
    ],
  };

  const columns = columnsFor([text('a'), text('b'), number('sold')], { metrics: ['sold'], by: ['a', 'b'] }, visual);

  it('follows the visual until the person changes it', () => {
    const given = arrange(columns, visual, {});
    expect([given.order, [...given.hidden], given.pinned, given.sizes]).toEqual([
      ['sold', 'b', 'a'],
      ['b'],
      ['sold'],
      { sold: 90 },
    ]);
    const own = arrange(columns, visual, { order: ['a', 'sold'], hidden: [], pinned: ['a'], sizes: { a: 200 } });
    expect([own.order, [...own.hidden], own.pinned, own.sizes]).toEqual([
      ['a', 'sold', 'b'],
      [],
      ['a'],
      { sold: 90, a: 200 },
    ]);
  });

  it('is written into the visual as it is seen', () => {
    const next = intoVisual(columns, visual, { order: ['a', 'sold', 'b'], hidden: ['sold'], density: 'dense' });
    expect(next.density).toBe('dense');
    expect(next.columns?.map((one) => [one.column, one.hidden ?? false])).toEqual([
      ['a', false],
      ['sold', true],
      ['b', false],
    ]);
  });

  it('moves a column to the place of another', () => {
    expect(moved(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  });

  const sized = (want: number, least = want, steps = [want, want, want]): Size => ({ want, steps, least, text: want });
  const none = new Set<string>();

  it('lets columns of high rank leave before many texts break, and then gives room to texts', () => {
    const some = [text('a'), number('sold'), number('sold.before', { metric: 'sold', role: 'before' })];
    const ranked = columnsFor(some, { metrics: ['sold'], by: ['a'] });
    const sizes = { a: sized(300, 120, [240, 200, 150]), sold: sized(100), 'sold.before': sized(100) };
    const narrow = fit(ranked, sizes, none, none, 420);
    expect([narrow.left, narrow.widths]).toEqual([['sold.before'], { a: 315, sold: 105 }]);
    const asked = fit(ranked, sizes, new Set(['sold.before']), none, 420);
    expect([asked.left, asked.widths.a]).toEqual([[], 220]);
    const wide = fit(ranked, sizes, none, new Set(['a']), 700);
    expect([wide.widths.a, Object.values(wide.widths).reduce((x, y) => x + y)]).toEqual([300, 700]);
  });

  it('takes room from the longest texts first, and from where few are broken for it', () => {
    const some = columnsFor([text('a'), text('b'), number('sold')], { metrics: ['sold'], by: ['a', 'b'] });
    const last = sized(80);
    const long = fit(some, { a: sized(300, 120), b: sized(140, 120), sold: last }, none, none, 440);
    expect(long.widths).toEqual({ a: 220, b: 140, sold: 80 });
    const few = fit(some, { a: sized(260, 120), b: sized(200, 110, [200, 130, 110]), sold: last }, none, none, 480);
    expect(few.widths).toEqual({ a: 260, b: 140, sold: 80 });
  });

  it('ends in sight with a whole column where a table scrolls', () => {
    const figures = ['b', 'c', 'd', 'e', 'f'];
    const columns = columnsFor([text('a'), ...figures.map((name) => number(name))], { metrics: figures, by: ['a'] });
    const sizes = Object.fromEntries(figures.map((name) => [name, sized(100)]));
    const { widths, left } = fit(columns, { ...sizes, a: sized(200, 120) }, none, none, 450);
    expect(left).toEqual([]);
    expect([widths.a, (widths.a ?? 0) + (widths.b ?? 0) + (widths.c ?? 0)]).toEqual([230, 450]);
    expect(widths.d).toBe(100);
  });

  it('keeps what it is sorted by in sight, also where all columns have just room for it', () => {
    const columns = columnsFor([text('a'), number('b'), number('c')], { metrics: ['b', 'c'], by: ['a'] });
    const sizes = { a: sized(400, 120, [400, 300, 200]), b: sized(150), c: sized(150) };
    expect(fit(columns, sizes, new Set(['c']), none, 420).widths).toEqual({ a: 120, b: 150, c: 150 });
    expect(fit(columns, sizes, none, none, 420).widths).toEqual({ a: 270, b: 150, c: 150 });
  });

  it('breaks names on two lines before it cuts them, and cuts what programs made', () => {
    const [name, id] = columnsFor([text('account'), text('account_key')], {
      metrics: [],
      by: ['account', 'account_key'],
    });
    const long = 'Distilleria Gradoni e Figli 1896 S.r.l.';
    if (!name || !id) throw new Error('no columns');
    const size = natural(name, ['Short', long]);
    expect(size.least).toBeLessThan(size.want * 0.75);
    expect(linesOf(long, size.least - inset, 13, 9)).toBe(2);
    expect(linesOf(long, size.text, 13, 9)).toBe(1);
    expect(natural(id, ['aaca6e84-d996-4d21-8b86-1d0c2b1c0135']).least).toBeLessThan(size.least);
  });

  it('gives rows the height of their names', () => {
    const places = unevenPlaces(4, 32, (index) => (index === 1 ? 2 : 1));
    expect([0, 1, 2, 3, 4].map((index) => places.startOf(index))).toEqual([0, 32, 76, 108, 140]);
    expect([places.heightAt(1), places.linesAt(1), places.total]).toEqual([44, 2, 140]);
    const even = evenPlaces(1_000_000, 32);
    expect([even.startOf(999_999), even.heightAt(7), even.total]).toEqual([31_999_968, 32, 32_000_000]);
  });
});

describe('questions of a table', () => {
  const query: Query = { metrics: ['sold'], by: ['a', { dimension: 'end', grain: 'month' }], limit: 50 };
  const columns = columnsFor([text('a'), { ...text('end'), type: 'date' }, number('sold')], query);

  it('have its sorting, its filters, and no limit', () => {
    const filters = {
      a: { contains: 'x', values: ['p', null] },
      end: { from: '2026-01-01' },
      sold: { to: 9 },
    };
    expect(askedOf(query, columns, [{ by: 'sold', desc: true }], filters, '')).toEqual({
      metrics: ['sold'],
      by: query.by,
      sort: [{ by: 'sold', desc: true }],
      filter: {
        all: [
          { dimension: 'a', op: 'contains', value: 'x' },
          {
            any: [
              { dimension: 'a', op: 'in', values: ['p'] },
              { dimension: 'a', op: 'is_null' },
            ],
          },
          { dimension: 'end', grain: 'month', op: 'ge', value: '2026-01-01' },
        ],
      },
      having: { metric: 'sold', op: 'le', value: 9 },
    });
  });

  it('ask subtotals with fewer By, below the values above', () => {
    const tree: Query = { metrics: ['sold'], by: ['a', 'b', 'c'], filter: { dimension: 'x', op: 'not_null' } };
    expect(levelQuery(tree, ['A', null])).toEqual({
      metrics: ['sold'],
      by: ['c'],
      filter: {
        all: [
          { dimension: 'x', op: 'not_null' },
          { dimension: 'a', op: 'eq', value: 'A' },
          { dimension: 'b', op: 'is_null' },
        ],
      },
    });
    const level = (rows: CellValue[][]) => ({ query: tree, result: resultOf([text('a'), number('sold')], rows) });
    const levels = new Map([
      [
        '[]',
        level([
          ['A', 3],
          ['B', 1],
        ]),
      ],
      ['["A"]', level([['p', 2]])],
    ]);
    const rows = flatten(levels, new Set(['["A"]']), 2);
    expect(rows.map((row) => [row.values[0], row.branch?.level, row.branch?.leaf])).toEqual([
      ['A', 0, false],
      ['p', 1, true],
      ['B', 0, false],
    ]);
  });
});

describe('finding', () => {
  it.each([
    ['Süddeutsche', 'sud', 'Süd'],
    ['Straße 5', 'strasse', 'Straße'],
    ['株式会社みなと精機', 'みなと', 'みなと'],
    ['Nord', 'west', null],
  ])('in %s %s is %s', (of, wanted, found) => {
    const hit = hitOf(of, wanted);
    expect(hit && of.slice(hit.start, hit.end)).toBe(found);
  });

  it('goes through all cells, and ends when it is stopped', async () => {
    const cell = (row: number, column: number) => (column === 1 && row % 1000 === 0 ? 'Treffer' : 'x');
    expect(await search(2500, 2, cell, 'treff', () => false)).toEqual(
      [0, 1000, 2000].map((row) => ({ row, column: 1 })),
    );
    expect(await search(2500, 2, cell, 'treff', () => true)).toEqual([]);
    expect([stepped(2, 1, 3), stepped(0, -1, 3), stepped(0, 1, 0)]).toEqual([0, 2, -1]);
  });
});

describe('keys', () => {
  const size = { last: 99, columns: 5, page: () => 20 };
  const plainKey = { ctrlKey: false, metaKey: false, altKey: false };
  it.each<[string, boolean, [number, number], [number, number] | null]>([
    ['ArrowDown', false, [0, 2], [1, 2]],
    ['ArrowUp', false, [0, 2], [-1, 2]],
    ['j', false, [98, 0], [99, 0]],
    ['k', false, [-1, 0], [-1, 0]],
    ['End', false, [4, 0], [4, 4]],
    ['Home', true, [40, 3], [0, 0]],
    ['End', true, [4, 0], [99, 4]],
    ['PageDown', false, [90, 1], [99, 1]],
    ['PageUp', false, [5, 1], [0, 1]],
    ['ArrowLeft', true, [4, 2], null],
    ['a', false, [4, 2], null],
  ])('%s (Ctrl: %s) from %o to %o', (key, ctrlKey, [row, column], to) => {
    const want = to && { row: to[0], column: to[1] };
    expect(step({ ...plainKey, key, ctrlKey }, { row, column }, size)).toEqual(want);
  });

  it('choose a block of cells, without the head', () => {
    expect(rangeOf({ row: 3, column: 2 }, { row: -1, column: 0 }, 10)).toEqual({
      top: 0,
      bottom: 3,
      left: 0,
      right: 2,
    });
  });
});

describe('pages', () => {
  const given = resultOf(
    [number('n')],
    Array.from({ length: 450 }, (_, i) => [i]),
    100_000,
  );

  it('begin with the rows that are there, and never hold more than they may', () => {
    const cache = new PageCache(given, true);
    expect(cache.get(1)?.rows[0]).toEqual([200]);
    expect(cache.missing(350, 450)).toEqual([2]);
    for (let page = 2; page < 100; page++) cache.put(page, resultOf([], [], 100_000));
    expect(Array.from({ length: 100 }, (_, page) => cache.get(page)).filter(Boolean)).toHaveLength(40);
  });

  it('that are rushed by are not asked for', async () => {
    const asked: number[] = [];
    await new Promise<void>((done) => {
      const loader = new Loader(
        {},
        given,
        false,
        async (_, offset) => {
          asked.push(offset / pageSize);
          return resultOf([], [], 100_000);
        },
        () => done(),
      );
      for (let row = 0; row <= 80_000; row += 1000) loader.want(row, row + 30);
    });
    expect(asked).toEqual([400]);
  });

  it('scroll a million rows in a body no browser refuses', () => {
    expect(scaleOf(1000 * 32, 800)).toBe(1);
    const scale = scaleOf(1_000_000 * 32, 800);
    expect((15_000_000 - 800) * scale).toBeCloseTo(32_000_000 - 800, 0);
  });
});

describe('drawing', () => {
  it('leaves gaps where a value is missing', () => {
    expect(sparkPath([1, null, 3]).path.match(/M/g)).toHaveLength(2);
    expect(sparkPath([null, null]).last).toBeNull();
  });

  it('makes a foot of what is told alone', () => {
    expect(aggregate('average', [1, null, 3])).toBe(2);
    expect(aggregate('sum', [null])).toBeNull();
    expect(aggregate('max', [1, 5, 3])).toBe(5);
  });
});
