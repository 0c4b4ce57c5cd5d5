import { expect, it } from 'vitest';

import type { RuleDocument } from '../../../api/ruleTypes';
import { differences } from './differences';

const rule: RuleDocument = {
  name: 'Ends',
  watch: 'all',
  per: ['account_key'],
  condition: { kind: 'ends_within', days: 30 },
};

it('names the parts in which two rules differ', () => {
  expect(differences(rule, rule)).toEqual([]);
  expect(differences(rule, { ...rule, name: 'Ends soon', watch: 'watched' })).toEqual(['name', 'watch']);
  expect(differences(rule, { ...rule, condition: { kind: 'ends_within', days: 60 } })).toEqual(['condition']);
  expect(differences(rule, { ...rule, list_days: 200, destinations: [], message: { title: 'x' } })).toEqual([
    'trigger',
    'destinations',
    'message',
  ]);
});
