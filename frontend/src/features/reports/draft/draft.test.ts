import { describe, expect, it } from 'vitest';

import type { Report } from '../../../api/reportTypes';
import { begin, type Draft, isChanged, mostSteps, reduce } from './draft';
import type { Edit } from './edits';
import { columnsOf, sortableOf } from './parts';

const start: Report = {
  title: 'Licenses',
  query: {
    metrics: ['licenses_sold', 'deployment_rate'],
    by: ['account', { dimension: 'end_date', grain: 'month' }],
    sort: [{ by: 'licenses_sold', desc: true }],
    top: { dimension: 'account', n: 5, metric: 'licenses_sold', other: true },
    calculations: [{ name: 'share', metric: 'licenses_sold', kind: 'share', per: ['end_date'] }],
    define: { columns: [{ name: 'spare', expression: '[quantity] - [assigned]' }] },
  },
  visual: {
    show: 'bar',
    category: 'account',
    split: 'end_date',
    values: [{ column: 'licenses_sold' }, { column: 'deployment_rate' }],
    columns: [{ column: 'licenses_sold', title: 'Sold' }],
    rules: [{ column: 'deployment_rate', op: 'lt', value: 0.5, tone: 'warn' }],
  },
};

const rows: Report = {
  title: 'Rows',
  query: { dataset: 'entitlements', columns: ['account', 'product', 'end_date'] },
  visual: { show: 'table' },
};

const filter = { dimension: 'country', op: 'eq' as const, value: 'Italy' };

/** cases are one of each edit, with what it must change. */
const cases: [Edit, Report, (report: Report) => unknown, unknown][] = [
  [
    { type: 'addField', name: 'overage', field: 'metric' },
    start,
    (r) => r.query.metrics,
    ['licenses_sold', 'deployment_rate', 'overage'],
  ],
  [
    { type: 'addField', name: 'date', field: 'dimension', grain: 'month', at: 0 },
    start,
    (r) => r.query.by?.[0],
    { dimension: 'date', grain: 'month' },
  ],
  [
    { type: 'addField', name: 'country', field: 'dimension', at: 1 },
    rows,
    (r) => r.query.columns,
    ['account', 'country', 'product', 'end_date'],
  ],
  [
    { type: 'removeField', name: 'end_date' },
    start,
    (r) => [r.query.by, r.visual.split, r.query.calculations?.[0]?.per],
    [['account'], undefined, undefined],
  ],
  [
    { type: 'moveField', name: 'deployment_rate', to: 2 },
    start,
    (r) => r.query.metrics,
    ['deployment_rate', 'licenses_sold'],
  ],
  [{ type: 'moveField', name: 'account', to: 2 }, rows, (r) => r.query.columns, ['product', 'end_date', 'account']],
  [
    { type: 'setMode', mode: 'rows', dataset: 'entitlements', columns: ['account'] },
    start,
    (r) => [r.query.metrics, r.query.columns, r.visual.show],
    [undefined, ['account'], 'table'],
  ],
  [
    { type: 'setDataset', dataset: 'charges', columns: ['amount'] },
    rows,
    (r) => [r.query.dataset, r.query.columns],
    ['charges', ['amount']],
  ],
  [
    { type: 'setGrain', name: 'end_date', grain: 'quarter' },
    start,
    (r) => r.query.by?.[1],
    { dimension: 'end_date', grain: 'quarter' },
  ],
  [
    { type: 'setFilter', filter, having: undefined, off: [filter] },
    start,
    (r) => [r.query.filter, r.off],
    [filter, [filter]],
  ],
  [{ type: 'setSort', sort: [] }, start, (r) => r.query.sort, undefined],
  [{ type: 'setLimit', limit: 20 }, start, (r) => r.query.limit, 20],
  [{ type: 'setTop', top: undefined }, start, (r) => r.query.top, undefined],
  [
    { type: 'setCompare', compare: { back: 1, unit: 'year' } },
    start,
    (r) => r.query.compare,
    { back: 1, unit: 'year' },
  ],
  [{ type: 'setTotals', totals: true }, start, (r) => r.query.totals, true],
  [{ type: 'setCounting', counting: true }, rows, (r) => r.query.counting, true],
  [{ type: 'setPivot', pivot: ['end_date'] }, start, (r) => r.query.pivot, ['end_date']],
  [
    {
      type: 'setCalculation',
      was: 'share',
      calculation: { name: 'rank', metric: 'licenses_sold', kind: 'rank' },
      title: 'Rank',
    },
    start,
    (r) => [r.query.calculations?.map((one) => one.name), r.visual.columns?.at(-1)],
    [['rank'], { column: 'rank', title: 'Rank' }],
  ],
  [{ type: 'removeCalculation', name: 'share' }, start, (r) => r.query.calculations, undefined],
  [{ type: 'setShow', show: 'crosstab' }, start, (r) => [r.visual.show, r.query.pivot], ['crosstab', ['end_date']]],
  [{ type: 'setVisual', visual: { stack: 'share' } }, start, (r) => r.visual.stack, 'share'],
  [
    { type: 'setColumn', style: { column: 'licenses_sold', title: 'All' } },
    start,
    (r) => r.visual.columns?.map((one) => [one.column, one.title]),
    [
      ['account', undefined],
      ['end_date', undefined],
      ['licenses_sold', 'All'],
    ],
  ],
  [{ type: 'setColumns', columns: [] }, start, (r) => r.visual.columns, undefined],
  [{ type: 'setRules', rules: [] }, start, (r) => r.visual.rules, undefined],
  [
    {
      type: 'define',
      definition: { kind: 'column', value: { name: 'twice', expression: '[quantity] * 2' } },
      add: true,
      title: 'Twice',
    },
    start,
    (r) => [r.query.define?.columns?.length, r.query.by?.at(-1), r.visual.columns?.[2]?.title],
    [2, 'twice', 'Twice'],
  ],
  [
    { type: 'define', definition: { kind: 'metric', value: { name: 'mine', metric: 'licenses_sold' } }, add: true },
    start,
    (r) => r.query.metrics?.at(-1),
    'mine',
  ],
  [
    { type: 'keepForAll', kind: 'column', name: 'spare', add: true },
    start,
    (r) => [r.query.define, r.query.by?.at(-1)],
    [undefined, 'spare'],
  ],
  [{ type: 'undefine', kind: 'column', name: 'spare' }, start, (r) => r.query.define, undefined],
  [{ type: 'setToken', name: 'WINDOW', value: 30 }, start, (r) => r.query.tokens, { WINDOW: 30 }],
  [{ type: 'setTitle', title: 'Sold' }, start, (r) => r.title, 'Sold'],
  [{ type: 'setWords', words: 'What was sold' }, start, (r) => r.words, 'What was sold'],
];

describe('the draft of a report', () => {
  it.each(cases)('takes %o and gives it back', (edit, report, part, want) => {
    const draft = begin(report, report);
    const changed = reduce(draft, edit);
    expect(part(changed.report)).toEqual(want);
    expect(changed.past.at(-1)?.what).toBe(edit.type);
    expect(isChanged(changed)).toBe(true);
    const back = reduce(changed, { type: 'undo' });
    expect(back.report).toBe(report);
    expect(isChanged(back)).toBe(false);
    expect(reduce(back, { type: 'redo' }).report).toEqual(changed.report);
  });

  it('drops with a metric whatever speaks of it', () => {
    const { report } = reduce(begin(start, start), { type: 'removeField', name: 'licenses_sold' });
    const { sort, top, calculations } = report.query;
    expect([sort, top, calculations]).toEqual([undefined, undefined, undefined]);
    expect(report.visual.values).toEqual([{ column: 'deployment_rate' }]);
    expect(report.visual.columns).toBeUndefined();
  });

  it('keeps the columns of a table in the order of the fields, whatever has a look of its own', () => {
    const titled = reduce(begin(rows, rows), { type: 'setColumn', style: { column: 'product', title: 'What' } });
    const order = (draft: Draft) => draft.report.visual.columns?.map((one) => one.column);
    expect(order(titled)).toEqual(['account', 'product']);
    expect(order(reduce(titled, { type: 'moveField', name: 'product', to: 2 }))).toEqual([
      'account',
      'end_date',
      'product',
    ]);
    const dragged = reduce(titled, { type: 'setColumns', columns: [{ column: 'product' }, { column: 'account' }] });
    expect(order(reduce(dragged, { type: 'addField', name: 'country', field: 'dimension' }))).toEqual([
      'product',
      'account',
    ]);
  });

  it('takes typing back in one step, and a pause makes two', () => {
    const type = (draft: Draft, title: string) => reduce(draft, { type: 'setTitle', title });
    const typed = ['A', 'Ab', 'Abc'].reduce(type, begin(start, start));
    expect(typed.past).toHaveLength(1);
    expect(reduce(typed, { type: 'undo' }).report.title).toBe('Licenses');
    expect(type(reduce(typed, { type: 'rest' }), 'Abcd').past).toHaveLength(2);
  });

  it('remembers fifty steps and no more', () => {
    let draft = begin(start, start);
    for (let i = 0; i < mostSteps + 10; i++) {
      draft = reduce(draft, { type: 'setSort', sort: [{ by: i % 2 ? 'account' : 'end_date' }] });
    }
    expect(draft.past).toHaveLength(mostSteps);
    for (let i = 0; i < mostSteps; i++) draft = reduce(draft, { type: 'undo' });
    expect(reduce(draft, { type: 'undo' })).toBe(draft);
  });

  it('makes no step of what changes nothing, and none of the future stays after a new one', () => {
    const draft = begin(start, start);
    expect(reduce(draft, { type: 'addField', name: 'account', field: 'dimension' })).toBe(draft);
    const undone = reduce(reduce(draft, { type: 'setLimit', limit: 3 }), { type: 'undo' });
    expect(reduce(undone, { type: 'setLimit', limit: 4 }).future).toEqual([]);
  });

  it('is as kept after saving and after discarding', () => {
    const changed = reduce(begin(start, start), { type: 'setLimit', limit: 3 });
    expect(isChanged(reduce(changed, { type: 'saved', report: { ...changed.report, name: 'mine' }, base: '1' }))).toBe(
      false,
    );
    expect(reduce(changed, { type: 'discard' }).report).toBe(start);
    expect(isChanged(begin(start, null))).toBe(true);
  });
});

describe('a report that is saved', () => {
  const limited = (limit: number) => ({ type: 'setLimit', limit }) as const;

  it('keeps what was changed meanwhile', () => {
    const sent = reduce(begin(start, null), limited(3));
    const changed = reduce(sent, limited(4));
    const saved = { ...sent.report, title: 'Mine', name: 'mine' };
    const after = reduce(changed, { type: 'saved', report: saved, base: '1', sent: sent.report });
    expect([after.report.query.limit, after.report.title, after.report.name]).toEqual([4, 'Mine', 'mine']);
    expect([after.kept, after.base, isChanged(after)]).toEqual([saved, '1', true]);
  });

  it('is the same report after a step from before is taken back', () => {
    const made = reduce(begin(start, null), limited(3));
    const saved = reduce(made, { type: 'saved', report: { ...made.report, name: 'mine' }, base: '1' });
    const back = reduce(saved, { type: 'undo' });
    expect([back.report.name, back.report.query.limit]).toEqual(['mine', undefined]);
    expect(isChanged(reduce(back, { type: 'redo' }))).toBe(false);
  });
});

it('offers what the program sorts by: every column but those that run along the rows', () => {
  expect(columnsOf(start.query)).toContain('share');
  expect(sortableOf(start.query)).toEqual(columnsOf(start.query).filter((name) => name !== 'share'));
});
