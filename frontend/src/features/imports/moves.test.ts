import { describe, expect, it } from 'vitest';

import type { Move } from '../../api/importTypes';
import { byWeight, kindsOf } from './moves';
import { cellsOf, mendedOf, withCell } from './quarantine';

const move = (key: string, money: number | null, days: number | null): Move => ({
  kind: 'end',
  key,
  account_key: '',
  account: 'A',
  product: '',
  field: '',
  before: '',
  after: '',
  money,
  currency: '',
  end: '',
  days,
  file: '',
  line: 1,
});

describe('what moved', () => {
  it('is ordered by money, then by what ends soonest; what has passed and has no end comes last', () => {
    const all = [move('none', null, null), move('past', null, -3), move('late', null, 90), move('soon', null, 2)];
    all.push(move('less', 100, 1), move('most', -900, null));
    expect(all.sort(byWeight).map(({ key }) => key)).toEqual(['most', 'less', 'soon', 'late', 'past', 'none']);
  });

  it('is counted by kind, the most frequent first', () => {
    expect(kindsOf({ new: 2, gone: 0, end: 7 })).toEqual([
      ['end', 7],
      ['new', 2],
    ]);
    expect(kindsOf(null)).toEqual([]);
  });
});

describe('a rejected row', () => {
  const row = { line: 4, cells: ['Gamma', 'many'], column: 'Anzahl', code: '', message: '', fixed_by: 0 };

  it('has a cell for every column', () => {
    expect(cellsOf(row, {}, 3)).toEqual(['Gamma', 'many', '']);
  });

  it('is mended cell by cell, and no draft when it is again as it was', () => {
    const once = withCell({}, row, 3, 1, '12');
    expect(mendedOf(once)).toEqual([{ line: 4, cells: ['Gamma', '12', ''] }]);
    expect(mendedOf(withCell(once, row, 3, 1, 'many'))).toEqual([]);
  });
});
