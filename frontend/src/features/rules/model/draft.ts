import type { RuleDocument } from '../../../api/ruleTypes';
import { same, without } from './document';

/** Part is what of a rule a step changed, in the words of undo. */
export type Part = 'name' | 'watch' | 'condition' | 'trigger' | 'destinations' | 'message' | 'fix' | 'restore';

/** Step is a rule as it was, and what was changed then. */
interface Step {
  rule: RuleDocument;
  part: Part;
}

/** Draft is a rule that is being changed. */
export interface Draft {
  rule: RuleDocument;
  past: Step[];
  future: Step[];
  /** merging names the edit that the next one of its kind continues: typing is one step. */
  merging: string;
}

/** DraftAction changes a draft. */
export type DraftAction =
  /** from is the rule as it was seen by who changed it; it may have been changed since. */
  | { type: 'set'; part: Part; rule: RuleDocument; from?: RuleDocument; merging?: string }
  | { type: 'undo' }
  | { type: 'redo' };

/** mostSteps can be taken back. */
const mostSteps = 50;

/** begin is the draft of a rule. */
export function begin(rule: RuleDocument): Draft {
  return { rule, past: [], future: [], merging: '' };
}

/** reduce is the next draft. */
export function reduce(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'set':
      return set(draft, action.part, onto(draft.rule, action.from ?? draft.rule, action.rule), action.merging ?? '');
    case 'undo':
      return move(draft, draft.past.at(-1), 'back');
    case 'redo':
      return move(draft, draft.future[0], 'on');
  }
}

/** onto makes a change of a rule to what has become of it since, so that of two changes made at once none is lost. */
function onto<V extends object>(now: V, from: V, to: V): V {
  if (now === from) return to;
  const next = { ...now };
  for (const key of new Set([...keysOf(from), ...keysOf(to)])) {
    const [here, before, after] = [now[key], from[key], to[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    next[key] = hasParts(here) && hasParts(before) && hasParts(after) ? onto(here, before, after) : after;
  }
  return without(next);
}

const keysOf = <V extends object>(value: V) => Object.keys(value) as (keyof V)[];

function hasParts<V>(value: V): value is V & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function set(draft: Draft, part: Part, rule: RuleDocument, merging: string): Draft {
  if (same(rule, draft.rule)) return draft;
  const continues = merging !== '' && merging === draft.merging && draft.past.length > 0;
  const past = continues ? draft.past : [...draft.past, { rule: draft.rule, part }].slice(-mostSteps);
  return { rule, past, future: [], merging };
}

function move(draft: Draft, step: Step | undefined, way: 'back' | 'on'): Draft {
  if (!step) return draft;
  const now = { rule: draft.rule, part: step.part };
  return way === 'back'
    ? { rule: step.rule, past: draft.past.slice(0, -1), future: [now, ...draft.future], merging: '' }
    : { rule: step.rule, past: [...draft.past, now].slice(-mostSteps), future: draft.future.slice(1), merging: '' };
}
