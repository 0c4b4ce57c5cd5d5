import type { Inspected, RuleDocument } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import type { Part } from '../model/draft';

/** Editing is what every step of the editor knows and can do. */
export interface Editing {
  rule: RuleDocument;
  words: Words;
  /** inspected is what the rule finds now; undefined until it was asked. */
  inspected: Inspected | undefined;
  /** change puts another rule in its place; merging names typing that is one step. */
  change: (part: Part, rule: RuleDocument, merging?: string) => void;
}
