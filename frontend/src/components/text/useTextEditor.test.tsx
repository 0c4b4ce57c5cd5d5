import { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { act, render, screen } from '@testing-library/react';
import { useLayoutEffect, useRef, useState } from 'react';
import { expect, it } from 'vitest';

import { useTextEditor } from './useTextEditor';

const told = StateEffect.define<null>().of(null);
const extension = [] as const;
let editor: EditorView | null = null;

const write = (text: string) => editor?.dispatch({ changes: { from: editor.state.doc.length, insert: text } });

/** Page has a text of which the third letter is typed as soon as the second is drawn. */
function Page() {
  const [value, setValue] = useState('a');
  const { host, view } = useTextEditor({ value, onChange: setValue, extension, told });
  const typed = useRef(false);
  useLayoutEffect(() => {
    editor = view.current;
    if (value !== 'ab' || typed.current) return;
    typed.current = true;
    write('c');
  });
  return (
    <>
      <div ref={host} />
      <output>{value}</output>
      <button type="button" onClick={() => setValue('begun anew')}>
        Begin anew
      </button>
    </>
  );
}

it('keeps what is typed while what was typed before is drawn', () => {
  const { rerender } = render(<Page />);
  rerender(<Page />);
  act(() => write('b'));
  expect(editor?.state.doc.toString()).toBe('abc');
  expect(screen.getByRole('status').textContent).toBe('abc');
});

it('shows what comes from elsewhere', () => {
  const { rerender } = render(<Page />);
  rerender(<Page />);
  act(() => screen.getByRole('button').click());
  expect(editor?.state.doc.toString()).toBe('begun anew');
});
