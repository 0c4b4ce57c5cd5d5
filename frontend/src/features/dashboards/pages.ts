import { lazy } from 'react';

/** EditorPage is loaded when a dashboard is first edited: moving tiles takes code that looking at them does not. */
export const EditorPage = lazy(() => import('./editor/EditorPage').then((page) => ({ default: page.EditorPage })));
