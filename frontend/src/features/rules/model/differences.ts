import type { RuleDocument } from '../../../api/ruleTypes';
import type { Part } from './draft';

/** partsOf says which keys of a rule belong to which part of the editor. */
const partsOf: Partial<Record<Part, (keyof RuleDocument)[]>> = {
  name: ['name', 'note', 'template'],
  watch: ['query', 'per', 'watch'],
  condition: ['condition'],
  trigger: ['trigger', 'list_days', 'repeat_days', 'stages', 'stages_of'],
  destinations: ['destinations', 'severity'],
  message: ['message'],
};

/** short are the keys of the short form of the two oldest templates. */
const short: Partial<Record<string, Part>> = { threshold: 'condition', clear: 'condition', days: 'trigger' };

/** partOf is the part of the editor to which a key of a rule belongs. */
export function partOf(key: string): Part | undefined {
  return short[key] ?? (Object.keys(partsOf) as Part[]).find((part) => partsOf[part]?.some((one) => one === key));
}

/** differences are the parts in which two rules differ. */
export function differences(a: RuleDocument, b: RuleDocument): Part[] {
  return (Object.keys(partsOf) as Part[]).filter((part) =>
    partsOf[part]?.some((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])),
  );
}
