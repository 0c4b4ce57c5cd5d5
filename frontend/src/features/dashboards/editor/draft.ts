import type { Dashboard } from '../../../api/reportTypes';

/** mostSteps is how many steps can be undone. */
export const mostSteps = 50;

/** StepName says what a step did; it has words in the catalogue. */
export type StepName =
  | 'move'
  | 'resize'
  | 'addTile'
  | 'editTile'
  | 'removeTile'
  | 'addTab'
  | 'renameTab'
  | 'moveTab'
  | 'removeTab'
  | 'addControl'
  | 'editControl'
  | 'moveControl'
  | 'removeControl'
  | 'addToken'
  | 'editToken'
  | 'removeToken'
  | 'rename';

/** Step is one change: what it was, and the dashboard on its other side. */
export interface Step {
  name: StepName;
  dashboard: Dashboard;
}

/** Draft is a dashboard that is being changed, with the steps back and forth. */
export interface Draft {
  dashboard: Dashboard;
  /** kept is what the store has; null of a dashboard that was never kept. */
  kept: Dashboard | null;
  /** base is the version the draft started from; "" where nothing of the person's was kept. */
  base: string;
  past: Step[];
  future: Step[];
  /** merging names the field whose next change belongs to the last step: what is typed is one step. */
  merging: string;
}

/** Action is what can happen to a draft. */
export type Action =
  | { type: 'change'; name: StepName; dashboard: Dashboard; field?: string }
  | { type: 'undo' }
  | { type: 'redo' }
  /** sent is the draft as it was when it was sent to be kept; it may have been changed since. */
  | { type: 'kept'; dashboard: Dashboard; base: string; sent?: Dashboard }
  | { type: 'reload'; dashboard: Dashboard };

/** begin is the draft of a dashboard as it is kept, or of a new one. */
export function begin(dashboard: Dashboard, kept: Dashboard | null): Draft {
  const base = kept?.version ?? '';
  return { dashboard: said(dashboard), kept: kept && said(kept), base, past: [], future: [], merging: '' };
}

/** said is a dashboard without the version that was seen of it, which is no part of what it says. */
function said(dashboard: Dashboard): Dashboard {
  if (dashboard.version === undefined) return dashboard;
  const { version: _, ...rest } = dashboard;
  return rest;
}

/** isChanged says whether there is something to save. */
export function isChanged({ dashboard, kept }: Draft): boolean {
  return JSON.stringify(dashboard) !== JSON.stringify(kept);
}

/** isWork says whether leaving would lose something: not where a new dashboard is as empty as it came. */
export function isWork(draft: Draft): boolean {
  const untouched = draft.kept === null && draft.past.length === 0 && draft.future.length === 0;
  return isChanged(draft) && !(untouched && draft.dashboard.tabs.every((tab) => tab.tiles.length === 0));
}

/** reduce is the draft after something happened. */
export function reduce(draft: Draft, action: Action): Draft {
  switch (action.type) {
    case 'change':
      return change(draft, action);
    case 'undo':
      return undo(draft);
    case 'redo':
      return redo(draft);
    case 'kept':
      return kept(draft, action);
    case 'reload':
      return begin(action.dashboard, action.dashboard);
  }
}

/** kept is a draft after it was kept; what was changed meanwhile is still to be. */
function kept(draft: Draft, { dashboard, base, sent }: Extract<Action, { type: 'kept' }>): Draft {
  const now = { ...draft, kept: dashboard, base };
  if (sent === undefined || JSON.stringify(sent) === JSON.stringify(draft.dashboard)) {
    return { ...now, dashboard, merging: '' };
  }
  const title = draft.dashboard.title === sent.title ? dashboard.title : draft.dashboard.title;
  return { ...now, dashboard: called({ ...draft.dashboard, title }, dashboard.name) };
}

/** called gives a dashboard of an earlier step the name it is kept by since. */
function called(dashboard: Dashboard, name: string | undefined): Dashboard {
  return name === undefined || name === dashboard.name ? dashboard : { ...dashboard, name };
}

function change(draft: Draft, { name, dashboard, field = '' }: Extract<Action, { type: 'change' }>): Draft {
  if (JSON.stringify(dashboard) === JSON.stringify(draft.dashboard)) return draft;
  const merging = field === '' ? '' : `${name} ${field}`;
  if (merging !== '' && merging === draft.merging) return { ...draft, dashboard, future: [] };
  const past = [...draft.past, { name, dashboard: draft.dashboard }].slice(-mostSteps);
  return { ...draft, dashboard, past, future: [], merging };
}

function undo(draft: Draft): Draft {
  const step = draft.past.at(-1);
  if (!step) return draft;
  const future = [...draft.future, { name: step.name, dashboard: draft.dashboard }];
  const dashboard = called(step.dashboard, draft.dashboard.name);
  return { ...draft, dashboard, past: draft.past.slice(0, -1), future, merging: '' };
}

function redo(draft: Draft): Draft {
  const step = draft.future.at(-1);
  if (!step) return draft;
  const past = [...draft.past, { name: step.name, dashboard: draft.dashboard }];
  const dashboard = called(step.dashboard, draft.dashboard.name);
  return { ...draft, dashboard, past, future: draft.future.slice(0, -1), merging: '' };
}
