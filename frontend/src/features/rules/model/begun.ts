import type { RuleDocument } from '../../../api/ruleTypes';
import { isFilter, isQuery } from '../../../api/shapes';
import { completed } from './document';

/** blank is a rule made of nothing. */
export function blank(): RuleDocument {
  return {
    name: '',
    watch: 'all',
    query: { metrics: ['consumption_rate'] },
    per: ['account_key', 'product'],
    condition: { kind: 'threshold', metric: 'consumption_rate', op: 'ge', value: 1 },
  };
}

/** brought reads a rule that an address brings; null where it is none. */
export function brought(text: string | null): RuleDocument | null {
  if (text === null) return null;
  try {
    const rule = JSON.parse(text) as RuleDocument | null;
    if (typeof rule !== 'object' || rule === null || typeof rule.name !== 'string') return null;
    if (rule.query !== undefined && !isQuery(rule.query)) return null;
    if (rule.query?.filter !== undefined && !isFilter(rule.query.filter)) return null;
    if (typeof rule.condition?.kind !== 'string') return null;
    return completed({ ...rule, watch: rule.watch ?? 'all' });
  } catch {
    return null;
  }
}
