import { expect, it } from 'vitest';

import type { RuleDocument } from '../../../api/ruleTypes';
import { renamed } from './nobody';

const rule: RuleDocument = {
  name: 'r',
  watch: { accounts: ['Contosso', 'Contoso'], exclude: { accounts: ['Contosso'], products: ['Contosso'] } },
  query: {
    filter: {
      all: [
        { dimension: 'account', op: 'in', values: ['Contosso', 'Fabrikam'] },
        { any: [{ dimension: 'account', op: 'eq', value: 'Contosso' }] },
        { dimension: 'product', op: 'eq', value: 'Contosso' },
      ],
    },
  },
  condition: { kind: 'ends_within', days: 30 },
};

it('puts the nearest name in the place of one that nobody has, wherever accounts are named', () => {
  const { watch, query } = renamed(rule, 'Contosso', 'Contoso');
  expect(watch).toEqual({ accounts: ['Contoso'], exclude: { accounts: ['Contoso'], products: ['Contosso'] } });
  expect(query?.filter).toEqual({
    all: [
      { dimension: 'account', op: 'in', values: ['Contoso', 'Fabrikam'] },
      { any: [{ dimension: 'account', op: 'eq', value: 'Contoso' }] },
      { dimension: 'product', op: 'eq', value: 'Contosso' },
    ],
  });
});

it('leaves a rule about everything as it is', () => {
  const all: RuleDocument = { name: 'r', watch: 'all', condition: { kind: 'ends_within', days: 30 } };
  expect(renamed(all, 'Contosso', 'Contoso')).toEqual(all);
});
