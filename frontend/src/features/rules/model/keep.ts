import type { RuleDocument } from '../../../api/ruleTypes';

const prefix = 'headroom.rule.';

/** Kept is a rule as it was typed and is not in force, with the moment. */
export interface Kept {
  rule: RuleDocument;
  at: string;
}

/** keepDraft holds on to the changes of a rule until they are applied or thrown away. */
export function keepDraft(id: number, rule: RuleDocument, at: string): void {
  try {
    localStorage.setItem(prefix + id, JSON.stringify({ rule, at } satisfies Kept));
  } catch {
    // A full storage keeps nothing: the page still holds the changes.
  }
}

/** keptDraft returns them; null where there are none. */
export function keptDraft(id: number): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + id) ?? 'null') as Kept | null;
    return kept?.rule?.condition && typeof kept.at === 'string' ? kept : null;
  } catch {
    return null;
  }
}

/** dropDraft forgets them. */
export function dropDraft(id: number): void {
  localStorage.removeItem(prefix + id);
}
