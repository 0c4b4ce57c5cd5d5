import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { faultText } from '../../../api/client';
import { putRule, ruleActions } from '../../../api/rules';
import type { RuleDocument, RuleState } from '../../../api/ruleTypes';
import { same } from '../model/document';
import { useKeeping } from './useKeeping';

/** pause is how long nothing must be changed until a draft is saved. */
const pause = 900;

/** StoredRule is what the store holds of a rule. */
export interface StoredRule {
  /** id is 0 for a rule that is not in the store yet. */
  id: number;
  state: RuleState;
  rule: RuleDocument;
}

/** Saving says how the changes of a rule are kept. */
export interface Saving {
  /** phase is held where an active rule has changes that wait to be applied. */
  phase: 'kept' | 'saving' | 'failed' | 'held';
  /** waiting says that there are such changes, whatever became of applying them. */
  waiting: boolean;
  /** at is the moment of the last change that was kept, "" for none in this session. */
  at: string;
  error: string;
  /** save keeps the rule now and returns its id; it rejects where it cannot. */
  save: () => Promise<number>;
  /** adopt takes what the store has now as kept. */
  adopt: (rule: RuleDocument) => void;
}

/** Refused is what could not be saved, and why. */
interface Refused {
  rule: RuleDocument;
  text: string;
}

/**
 * useAutosave keeps a rule while it is edited: a draft or paused one in the
 * store, each time nothing was changed for a moment. The changes of an active
 * rule wait in the window until they are applied, because half of a change must
 * not tell anybody anything. What is not in the store yet outlives the page.
 */
export function useAutosave(stored: StoredRule, rule: RuleDocument, onMade: (id: number) => void): Saving {
  const client = useQueryClient();
  const keeping = useKeeping();
  const [kept, setKept] = useState(stored.rule);
  const [at, setAt] = useState(() => (stored.state === 'active' ? (keeping.kept(stored.id)?.at ?? '') : ''));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const latest = useRef({ id: stored.id, rule, kept, onMade });
  latest.current = { ...latest.current, rule, kept, onMade, id: latest.current.id || stored.id };
  const running = useRef<Promise<number>>(Promise.resolve(0));
  const left = useRef(false);
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
        putRule(client, made, now);
        if (same(latest.current.rule, now)) keeping.drop(made);
        setKept(now);
        setAt(new Date().toISOString());
        setRefused(null);
        // Who left the page of a new rule must not be brought back to it.
        if (made !== id && !left.current) latest.current.onMade(made);
        return made;
      } catch (cause) {
        setRefused({ rule: now, text: faultText(cause) });
        throw cause;
      } finally {
        setBusy(false);
      }
    };
    // One after the other, so that the last change is the one that is kept.
    running.current = running.current.catch(() => 0).then(work);
    return running.current;
  }, [client, keeping]);

  useEffect(() => {
    if (stored.id > 0) {
      if (!changed) keeping.drop(stored.id);
      else if (!same(keeping.kept(stored.id)?.rule ?? latest.current.kept, rule)) {
        const now = new Date().toISOString();
        keeping.keep(stored.id, rule, now);
        if (active) setAt(now);
      }
    }
    if (!changed || active) return undefined;
    const timer = setTimeout(() => void save().catch(() => {}), pause);
    return () => clearTimeout(timer);
  }, [changed, active, rule, stored.id, save, keeping]);

  // What was typed in the last moment is kept, too, when the page is left.
  const leaving = useRef({ changed, active });
  leaving.current = { changed, active };
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      if (leaving.current.changed && !leaving.current.active) save().catch(() => {});
    };
  }, [save]);

  const adopt = useCallback(
    (next: RuleDocument) => {
      latest.current.kept = next;
      keeping.drop(latest.current.id);
      setKept(next);
      setRefused(null);
    },
    [keeping],
  );

  const waiting = changed && active;
  // An active rule that was changed again waits anew; a draft stays unsaved until it is saved.
  const failed = changed && refused !== null && (!active || refused.rule === rule);
  const phase = busy ? 'saving' : failed ? 'failed' : waiting ? 'held' : 'kept';
  return { phase, waiting, at, error: refused?.text ?? '', save, adopt };
}
