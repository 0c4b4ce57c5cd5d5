import type { Extension, StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

interface TextEditor {
  value: string;
  onChange: (text: string) => void;
  /** extension makes the editor; another one makes it anew. */
  extension: Extension;
  /** told is what the editor knows beside its text. */
  told: StateEffect<unknown>;
}

/** useTextEditor puts an editor of a text into an element. */
export function useTextEditor({ value, onChange, extension, told }: TextEditor): {
  host: RefObject<HTMLDivElement | null>;
  view: RefObject<EditorView | null>;
} {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ value, onChange, told });
  latest.current = { value, onChange, told };

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new EditorView({
      doc: latest.current.value,
      parent: host.current,
      extensions: [
        extension,
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) latest.current.onChange(state.doc.toString());
        }),
      ],
    });
    made.dispatch({ effects: latest.current.told });
    view.current = made;
    return () => made.destroy();
  }, [extension]);

  useEffect(() => view.current?.dispatch({ effects: told }), [told]);

  // Before anything else is typed: later, an older value would take the place of what was typed since.
  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return { host, view };
}
