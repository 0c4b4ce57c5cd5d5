import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import { EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

import { basics, Chip, chipLook, known } from '../../../components/text/extensions';
import { fold } from '../../../lib/format';
import { begunAt, type MessageToken, tokensIn } from '../model/tokens';

const tokens = known<MessageToken[]>([]);

/** setTokens gives the editor other tokens to complete and to show. */
export const setTokens = tokens.tell;

const chips = EditorView.decorations.compute(['doc', 'selection', tokens.field], (state): DecorationSet => {
  const all = state.field(tokens.field);
  const caret = state.selection.main;
  const marks: Range<Decoration>[] = tokensIn(state.doc.toString()).map(({ from, to, name }) => {
    const token = all.find((one) => one.name === name);
    // Inside of a token the caret sees what it is made of, so that it can be changed.
    const touched = caret.from < to && caret.to > from;
    if (!token || touched) return Decoration.mark({ class: 'hr-written' }).range(from, to);
    return Decoration.replace({ widget: new Chip(token.label, `{{${name}}}`, 'hr-chip') }).range(from, to);
  });
  return Decoration.set(marks, true);
});

const whole = EditorView.atomicRanges.of((view) => {
  const all = new Set(view.state.field(tokens.field).map((one) => one.name));
  const ranges = tokensIn(view.state.doc.toString()).filter(({ name }) => all.has(name));
  return Decoration.set(ranges.map(({ from, to }) => Decoration.mark({}).range(from, to)));
});

const complete: CompletionSource = ({ state, pos }) => {
  const begun = begunAt(state.doc.toString(), pos);
  if (!begun) return null;
  const typed = fold(begun.typed);
  const fits = state.field(tokens.field).filter((one) => fold(`${one.label} ${one.name}`).includes(typed));
  const after = state.doc.sliceString(pos, pos + 2) === '}}' ? 2 : 0;
  const options = fits.map(
    ({ name, label }): Completion => ({
      label,
      detail: `{{${name}}}`,
      apply: (view) => {
        const insert = `{{${name}}}`;
        view.dispatch({
          changes: { from: begun.from, to: pos + after, insert },
          selection: { anchor: begun.from + insert.length },
          userEvent: 'input.complete',
        });
      },
    }),
  );
  return options.length > 0 ? { from: begun.from, options, filter: false } : null;
};

const look = EditorView.theme({
  '&': { fontSize: '13px' },
  '.cm-content': { fontFamily: 'var(--hr-font)', padding: '4px 0' },
  '.cm-line': { padding: '0 8px' },
  '.cm-scroller': { maxHeight: '160px' },
  '.hr-chip': chipLook,
  '.hr-written': { color: 'var(--hr-accent-text)', fontFamily: 'var(--hr-mono)', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxWidth: '320px', maxHeight: '200px' },
  '.cm-completionDetail': { fontFamily: 'var(--hr-mono)' },
});

interface TokenField {
  label: string;
  /** single keeps the text on one line. */
  single: boolean;
}

/** extensions make a text field an editor of a message: tokens are chips, {{ offers them. */
export function extensions({ label, single }: TokenField): Extension {
  return [
    tokens.field,
    chips,
    whole,
    single ? EditorState.transactionFilter.of((one) => (one.newDoc.lines > 1 ? [] : one)) : [],
    look,
    basics({ label, complete, attributes: single ? {} : { 'aria-multiline': 'true' } }),
  ];
}
