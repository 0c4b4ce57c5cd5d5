import type { Report } from '../../../api/reportTypes';
import { isReport } from '../../../api/shapes';
import { begin, type Draft, isChanged } from './draft';

const key = (name: string) => `headroom.report.${name}`;

/**
 * keepDraft lets a draft and its steps outlive a reload of the window; name is that of the report, or "new". One that
 * was saved under another name goes on there.
 */
export function keepDraft(name: string, draft: Draft): void {
  try {
    if ((draft.report.name ?? name) !== name) forgetDraft(name);
    else sessionStorage.setItem(key(name), JSON.stringify(draft));
  } catch {
    // A full storage costs the draft of a reload, never the work at hand.
  }
}

/** forgetDraft is for what was saved or given up. */
export function forgetDraft(name: string): void {
  sessionStorage.removeItem(key(name));
}

/**
 * keptDraft is the draft that was left, a report that was not changed begins anew.
 * It goes on from the version it started from, so that saving it overwrites nothing
 * that was saved elsewhere meanwhile.
 */
export function keptDraft(name: string, stored: Report | null): Draft | null {
  const text = sessionStorage.getItem(key(name));
  if (text === null) return null;
  try {
    const draft = JSON.parse(text) as Draft;
    if (!isReport(draft.report) || !Array.isArray(draft.past) || !Array.isArray(draft.future)) return null;
    const fresh = stored && begin(stored, stored);
    const left: Draft = { ...draft, base: draft.base ?? '', merging: '' };
    if (fresh && !isChanged(left))
      return isChanged({ ...left, kept: fresh.kept }) ? fresh : { ...left, base: fresh.base };
    return fresh && fresh.base !== left.base ? left : { ...left, kept: fresh?.kept ?? null };
  } catch {
    return null;
  }
}
