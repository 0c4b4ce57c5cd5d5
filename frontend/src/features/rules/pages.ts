import { lazy } from 'react';

/** RulesPage, RulePage and ActivityPage are loaded when they are first opened: the editor of rules is large. */
export const RulesPage = lazy(() => import('./list/RulesPage').then((page) => ({ default: page.RulesPage })));
export const RulePage = lazy(() => import('./editor/RulePage').then((page) => ({ default: page.RulePage })));
export const ActivityPage = lazy(() =>
  import('./activity/ActivityPage').then((page) => ({ default: page.ActivityPage })),
);
