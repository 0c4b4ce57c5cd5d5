import { acceptCompletion, completionStatus } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { basics } from './extensions';

Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('takes what it offers for a name right after the last letter', async () => {
  const view = new EditorView({
    parent: document.body,
    extensions: basics({
      label: 'Text',
      complete: ({ state }) => ({ from: 0, options: [{ label: `${state.doc}ccount` }], filter: false }),
    }),
  });
  view.dispatch({ changes: { from: 0, insert: 'A' }, selection: { anchor: 1 }, userEvent: 'input.type' });
  await vi.advanceTimersByTimeAsync(1);
  expect(completionStatus(view.state)).toBe('active');
  expect(acceptCompletion(view)).toBe(true);
  expect(view.state.doc.toString()).toBe('Account');
  view.destroy();
});
