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

/** differences are the parts in which two rules differ. */
export function differences(a: RuleDocument, b: RuleDocument): Part[] {
  return (Object.keys(partsOf) as Part[]).filter((part) =>
    partsOf[part]?.some((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])),
  );
}
