import { describe, expect, it } from 'vitest';

import type { CellValue, ResultColumn } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import { startLanguage } from '../../lib/i18n';
import { catalog } from '../../testing/catalog';
import { wordsOf } from '../catalog/words';
import { agendaOf } from './agenda';
import { aboveHundred, figuresOf, metricColumns, wholeCell } from './figures';

const number = (name: string, more: Partial<ResultColumn> = {}): ResultColumn => ({
  name,
  type: 'number',
  format: 'integer',
  unit: '',
  ...more,
});
const words = wordsOf(catalog, startLanguage('en', 'en-GB').t, { today: '2026-11-20', weekStart: 1, fiscalStart: 1 });
const text = (name: string) => number(name, { type: 'text', format: 'text' });
const day = (name: string) => number(name, { type: 'date', format: 'day' });
const rate = number('rate', { type: 'ratio', format: 'percent' });

function answer(columns: ResultColumn[], rows: CellValue[][], query: Answer['query'] = {}): Answer {
  return {
    query,
    title: '',
    not_applied: [],
    milliseconds: 0,
    result: {
      columns,
      rows,
      row_count: rows.length,
      data_as_of: '',
      as_of_by_dataset: {},
      last_updated: '',
      parts: [],
    },
  };
}

describe('the figures of an answer', () => {
  const columns = [
    text('product'),
    number('sold'),
    rate,
    { ...rate, name: 'rate.delta_rate', role: 'delta_rate' as const, metric: 'rate' },
  ];
  const of = answer(
    columns,
    [
      ['A', 1, 0.9, 3],
      ['B', 2, 1.2, 3],
      ['C', 3, null, 3],
    ],
    { metrics: ['sold', 'rate'], by: ['product'] },
  );

  it('are those of its metrics, as the visual orders them', () => {
    const names = (visual: object) => metricColumns(of, { show: 'figures', ...visual }).map((one) => one.name);
    expect(names({})).toEqual(['sold', 'rate']);
    expect(names({ values: [{ column: 'rate' }, { column: 'sold' }] })).toEqual(['rate', 'sold']);
    expect(names({ columns: [{ column: 'sold', hidden: true }] })).toEqual(['rate']);
  });

  it('have others beside and below them, which are no figures of their own', () => {
    const visual = {
      show: 'figures',
      columns: [{ column: 'sold', base: 'lines', note: 'late' }],
      rules: [{ column: 'late', op: 'gt', value: 0, tone: 'crit' }],
    } as const;
    const shown = (late: number | null) => {
      const columns = [number('sold'), number('lines', { unit: 'entitlements' }), number('late')];
      const asked = answer(columns, [[10, 2, late]], { metrics: ['sold', 'lines', 'late'] });
      return figuresOf(asked, visual as never, words);
    };
    expect(shown(1).map((one) => one.column.name)).toEqual(['sold']);
    expect(shown(1)[0]).toMatchObject({ beside: { value: 2 }, below: { value: 1, tone: 'crit' } });
    expect(shown(0)[0]?.below).toMatchObject({ value: 0, tone: undefined });
    expect(shown(null)[0]).not.toHaveProperty('below');
  });

  it('above 100 % are rates only, and never a change of one', () => {
    expect(aboveHundred(of)).toEqual([{ row: 1, metric: 'rate' }]);
  });

  it.each([
    [{ metrics: ['sold'] }, { row: 0, metric: 'sold' }],
    [
      { metrics: ['sold'], by: ['product'] },
      { row: -1, metric: 'sold' },
    ],
    [{ columns: ['product'] }, null],
  ])('%j is about %j', (query, cell) => {
    expect(wholeCell(query)).toEqual(cell);
  });
});

describe('an agenda', () => {
  const columns = [day('due'), text('account'), text('product'), text('account_key'), text('status')];
  const rows = agendaOf(
    answer(columns, [
      ['2026-12-05', 'B', 'Suite', 'name:b', 'trial'],
      [null, 'C', 'Suite', '', 'active'],
      ['2026-11-20', 'A', null, 'name:a', 'active'],
    ]),
    { show: 'agenda', category: 'due', columns: [{ column: 'account_key', hidden: true }] },
  );

  it('is in the order of its days, and what has none comes last', () => {
    expect(rows.map((row) => row.name.value)).toEqual(['A', 'B', 'C']);
    expect(rows.map((row) => row.day)).toEqual(['2026-11-20', '2026-12-05', '']);
  });

  it('leads to the account, whose key is not shown', () => {
    expect(rows.map((row) => row.href)).toEqual([['account', 'name:a'], ['account', 'name:b'], undefined]);
    expect(rows[1]?.details.map(({ column }) => column.name)).toEqual(['product']);
  });

  it('goes by the last day to act, else by the end, else by the first day there is', () => {
    const daysOf = (names: string[]) =>
      agendaOf(answer([text('account'), ...names.map(day)], [['A', ...names]]), { show: 'agenda' }).map(
        (row) => row.day,
      );
    expect(daysOf(['start_date', 'end_date', 'act_by'])).toEqual(['act_by']);
    expect(daysOf(['start_date', 'end_date'])).toEqual(['end_date']);
    expect(daysOf(['start_date', 'created_date'])).toEqual(['start_date']);
  });
});
