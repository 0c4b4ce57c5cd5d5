import type { RuleDocument } from '../../../api/ruleTypes';

/** Kept is a rule as it was typed and is not in the store, with the moment. */
export interface Kept {
  rule: RuleDocument;
  at: string;
}

/** Keeping holds on to changes of the rules of one store until they are in it, or thrown away. */
export interface Keeping {
  keep: (id: number, rule: RuleDocument, at: string) => void;
  /** kept returns what is held of a rule; null for nothing. */
  kept: (id: number) => Kept | null;
  drop: (id: number) => void;
}

/** keepingIn is for the rules of a store: those of another have the same numbers. */
export function keepingIn(store: string): Keeping {
  const keyOf = (id: number) => `headroom.rule.${id} ${store}`;
  return {
    keep: (id, rule, at) => {
      try {
        localStorage.setItem(keyOf(id), JSON.stringify({ rule, at } satisfies Kept));
      } catch {
        // A full storage keeps nothing: the page still holds the changes.
      }
    },
    kept: (id) => {
      try {
        const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as Kept | null;
        return kept?.rule?.condition && typeof kept.at === 'string' ? kept : null;
      } catch {
        return null;
      }
    },
    drop: (id) => localStorage.removeItem(keyOf(id)),
  };
}
