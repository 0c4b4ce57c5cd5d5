import type { Report } from '../../../api/reportTypes';
import { type Edit, edit } from './edits';

/** Step is a report as it was, and what was done to it then. */
interface Step {
  report: Report;
  /** what is the edit that came after, in the words of undo. */
  what: Edit['type'];
}

/** Draft is a report that is being changed. */
export interface Draft {
  report: Report;
  past: Step[];
  future: Step[];
  /** kept is the report as it is in the store; null where it never was. */
  kept: Report | null;
  /** base is the version the draft started from; "" where nothing of the person's was kept. */
  base: string;
  /** merging names the edit that the next one of its kind continues: typing is one step. */
  merging: string;
}

/** DraftAction is an edit, or one of what can be done to the whole. */
export type DraftAction =
  | Edit
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'discard' }
  /** sent is the draft as it was when it was sent to be saved; it may have been changed since. */
  | { type: 'saved'; report: Report; base: string; sent?: Report }
  | { type: 'reload'; report: Report }
  | { type: 'rest' };

/** mostSteps can be undone. */
export const mostSteps = 50;

/** begin is the draft of a report. */
export function begin(report: Report, kept: Report | null): Draft {
  const base = kept?.version ?? '';
  return { report: said(report), kept: kept && said(kept), base, past: [], future: [], merging: '' };
}

/** said is a report without the version that was seen of it, which is no part of what it says. */
function said(report: Report): Report {
  if (report.version === undefined) return report;
  const { version: _, ...rest } = report;
  return rest;
}

/** same says that two reports are the same document, in whatever order their keys came. */
export function same(a: Report | null, b: Report | null): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(report: Report | null): string {
  return JSON.stringify(report, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** isChanged says that there is something to save. */
export function isChanged(draft: Draft): boolean {
  return draft.kept === null || !same(draft.report, draft.kept);
}

/** reduce is the next draft. */
export function reduce(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'undo':
      return undo(draft);
    case 'redo':
      return redo(draft);
    case 'discard':
      return draft.kept === null ? draft : { ...begin(draft.kept, draft.kept), base: draft.base };
    case 'saved':
      return saved(draft, action);
    case 'reload':
      return begin(action.report, action.report);
    case 'rest':
      return draft.merging === '' ? draft : { ...draft, merging: '' };
    default:
      return changed(draft, action);
  }
}

/** saved is a draft after it was saved; what was changed meanwhile is still to be. */
function saved(draft: Draft, { report, base, sent }: Extract<DraftAction, { type: 'saved' }>): Draft {
  const now = { ...draft, kept: report, base };
  if (sent === undefined || same(sent, draft.report)) return { ...now, report, merging: '' };
  const title = draft.report.title === sent.title ? report.title : draft.report.title;
  const words = draft.report.words === sent.words ? report.words : draft.report.words;
  return { ...now, report: called({ ...draft.report, title, words }, report.name) };
}

/** called gives a report of an earlier step the name it is kept by since. */
function called(report: Report, name: string | undefined): Report {
  return name === undefined ? report : { ...report, name };
}

function changed(draft: Draft, action: Edit): Draft {
  const report = edit(draft.report, action);
  if (same(report, draft.report)) return draft;
  const merging = mergeOf(action);
  const continues = merging !== '' && merging === draft.merging && draft.past.length > 0;
  const past = continues ? draft.past : [...draft.past, { report: draft.report, what: action.type }].slice(-mostSteps);
  return { ...draft, report, past, future: [], merging };
}

/** mergeOf is set for what comes letter by letter. */
function mergeOf(action: Edit): string {
  switch (action.type) {
    case 'setTitle':
    case 'setWords':
    case 'setLimit':
      return action.type;
    case 'setToken':
      return `${action.type} ${action.name}`;
    case 'setColumn':
      return `${action.type} ${action.style.column} ${Object.keys(action.style).sort().join()}`;
    default:
      return '';
  }
}

function undo(draft: Draft): Draft {
  const step = draft.past.at(-1);
  if (!step) return draft;
  return {
    ...draft,
    report: called(step.report, draft.report.name),
    past: draft.past.slice(0, -1),
    future: [{ report: draft.report, what: step.what }, ...draft.future],
    merging: '',
  };
}

function redo(draft: Draft): Draft {
  const [step, ...future] = draft.future;
  if (!step) return draft;
  const past = [...draft.past, { report: draft.report, what: step.what }].slice(-mostSteps);
  return { ...draft, report: called(step.report, draft.report.name), past, future, merging: '' };
}
