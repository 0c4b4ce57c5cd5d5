import { describe, expect, it } from 'vitest';

import type { Filter } from '../../api/metricTypes';
import { askedOf } from '../table/asked';
import type { TableColumn } from '../table/columns';
import { levelQuery } from '../table/useTreeRows';
import { filled, selectedFilter } from '../visual/dashboard/applied';
import { withOp } from './draft';
import { exactly, withChosen } from './exactly';

const named = '{{7*7}}';
const account = { dimension: 'account' };

describe('a comparison with what data says', () => {
  it.each([named, 'a {{b', 'b}} c'])('takes %s as it is written', (value) => {
    expect(exactly({ ...account, op: 'eq', value })).toEqual({ ...account, op: 'eq', value, literal: true });
    expect(exactly({ ...account, op: 'in', values: ['Plain', value] }).literal).toBe(true);
  });

  it('says nothing of names without braces', () => {
    expect(exactly({ ...account, op: 'in', values: ['Plain', null, 7], literal: true })).toEqual({
      ...account,
      op: 'in',
      values: ['Plain', null, 7],
    });
  });

  it('leaves a token that stands in the list already', () => {
    const filter: Filter = { ...account, op: 'in', values: ['{{MINE}}'] };
    expect(withChosen(filter, ['{{MINE}}', 'Plain']).literal).toBeUndefined();
    expect(withChosen({ ...account, op: 'in', values: [] }, [named]).literal).toBe(true);
  });

  it('is made of a mark, of the values of a column, of words to find and of a branch', () => {
    const mark = [{ tile: 'a', keys: { account: named } }];
    expect(selectedFilter(mark)).toEqual({ ...account, op: 'eq', value: named, literal: true });
    expect(selectedFilter([...mark, { tile: 'a', keys: { account: null } }])).toEqual({
      any: [
        { ...account, op: 'eq', value: named, literal: true },
        { ...account, op: 'is_null' },
      ],
    });
    const column = { id: 'account', key: true, dimension: 'text', column: { name: 'account' } } as TableColumn;
    const asked = askedOf({ by: ['account'] }, [column], [], { account: { contains: '{{7', values: [named] } }, '7}}');
    const literals = (asked.filter?.all ?? []).flatMap((one) => one.any ?? [one]).map((one) => one.literal);
    expect(literals).toEqual([true, true, true]);
    expect(levelQuery({ by: ['account', 'product'], metrics: ['licenses_sold'] }, [named]).filter).toEqual({
      ...account,
      op: 'eq',
      value: named,
      literal: true,
    });
  });

  it('stays one when its operator changes, and is not filled with tokens', () => {
    const filter: Filter = { ...account, op: 'in', values: ['{{MINE}}'], literal: true };
    expect(withOp(filter, 'not_in').literal).toBe(true);
    expect(filled(filter, { MINE: 'Hansekontor' })).toEqual(filter);
    expect(filled({ ...filter, literal: false }, { MINE: 'Hansekontor' }).values).toEqual(['Hansekontor']);
  });
});
