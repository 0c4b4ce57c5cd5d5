import { lazy } from 'react';

/** ReportsPage, ReportPage and DefinitionsPage are loaded when they are first opened: the editor of expressions is large. */
export const ReportsPage = lazy(() => import('./gallery/ReportsPage').then((page) => ({ default: page.ReportsPage })));
export const ReportPage = lazy(() => import('./builder/ReportPage').then((page) => ({ default: page.ReportPage })));
export const DefinitionsPage = lazy(() =>
  import('./definitions/DefinitionsPage').then((page) => ({ default: page.DefinitionsPage })),
);
