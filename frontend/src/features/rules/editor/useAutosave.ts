import { useCallback, useEffect, useRef, useState } from 'react';
import { toAppError } from '../../../api/client';
import { ruleActions } from '../../../api/rules';
import type { RuleDocument, RuleState } from '../../../api/ruleTypes';
import { same } from '../model/document';
import { dropDraft, keepDraft, keptDraft } from '../model/keep';

/** pause is how long nothing must be changed until a draft is saved. */
const pause = 900;

/** Kept is what the store holds of a rule. */
export interface KeptRule {
  /** id is 0 for a rule that is not in the store yet. */
  id: number;
  state: RuleState;
  rule: RuleDocument;
}

/** Saving says how the changes of a rule are kept. */
export interface Saving {
  /** phase is held where an active rule has changes that wait to be applied. */
  phase: 'kept' | 'saving' | 'failed' | 'held';
  /** at is the moment of the last change that was kept, "" for none in this session. */
  at: string;
  error: string;
  /** save keeps the rule now and returns its id; it rejects where it cannot. */
  save: () => Promise<number>;
  /** adopt takes what the store has now as kept. */
  adopt: (rule: RuleDocument) => void;
}

/**
 * useAutosave keeps a rule while it is edited: a draft or paused one in the
 * store, each time nothing was changed for a moment. The changes of an active
 * rule wait in the window until they are applied, because half of a change must
 * not tell anybody anything.
 */
export function useAutosave(stored: KeptRule, rule: RuleDocument, onMade: (id: number) => void): Saving {
  const [kept, setKept] = useState(stored.rule);
  const [at, setAt] = useState(() => (stored.id > 0 ? (keptDraft(stored.id)?.at ?? '') : ''));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const latest = useRef({ id: stored.id, rule, kept, onMade });
  latest.current = { ...latest.current, rule, kept, onMade, id: latest.current.id || stored.id };
  const running = useRef<Promise<number>>(Promise.resolve(0));
  const changed = !same(rule, kept);
  const active = stored.state === 'active';

  const save = useCallback(() => {
    const work = async () => {
      const { id, rule: now, kept: before } = latest.current;
      if (id > 0 && same(now, before)) return id;
      setBusy(true);
      try {
        const made = await ruleActions.save(id, now);
        latest.current.id = made;
        latest.current.kept = now;
        dropDraft(made);
        setKept(now);
        setAt(new Date().toISOString());
        setError('');
        if (made !== id) latest.current.onMade(made);
        return made;
      } catch (cause) {
        const { fault } = toAppError(cause);
        setError([fault.message, fault.hint].filter(Boolean).join(' '));
        throw cause;
      } finally {
        setBusy(false);
      }
    };
    // One after the other, so that the last change is the one that is kept.
    running.current = running.current.catch(() => 0).then(work);
    return running.current;
  }, []);

  useEffect(() => {
    if (!changed) return undefined;
    if (active) {
      const now = new Date().toISOString();
      keepDraft(stored.id, rule, now);
      setAt(now);
      return undefined;
    }
    const timer = setTimeout(() => void save().catch(() => {}), pause);
    return () => clearTimeout(timer);
  }, [changed, active, rule, stored.id, save]);

  // What was typed in the last moment is kept, too, when the page is left.
  const leaving = useRef({ changed, active });
  leaving.current = { changed, active };
  useEffect(() => () => void (leaving.current.changed && !leaving.current.active && save().catch(() => {})), [save]);

  const adopt = useCallback((next: RuleDocument) => {
    latest.current.kept = next;
    if (latest.current.id > 0) dropDraft(latest.current.id);
    setKept(next);
    setError('');
  }, []);

  const phase = busy ? 'saving' : error !== '' && changed ? 'failed' : changed && active ? 'held' : 'kept';
  return { phase, at, error, save, adopt };
}
