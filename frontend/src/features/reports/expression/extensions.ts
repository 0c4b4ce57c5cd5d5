import { type Completion, type CompletionSource, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { bracketMatching } from '@codemirror/language';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

import { basics, Chip, chipLook, known } from '../../../components/text/extensions';
import { offersAt, type Vocabulary } from './complete';
import { columnIn, tokenize } from './tokens';

const vocabulary = known<Vocabulary>({ columns: [], tokens: [], functions: [], decimalComma: false });

/** setVocabulary gives the editor other names to complete and to show. */
export const setVocabulary = vocabulary.tell;

/** highlighting colours the pieces of the text, and puts columns into words. */
const highlighting = EditorView.decorations.compute(['doc', 'selection', vocabulary.field], (state): DecorationSet => {
  const { columns, decimalComma } = state.field(vocabulary.field);
  const text = state.doc.toString();
  const caret = state.selection.main;
  const marks: Range<Decoration>[] = [];
  for (const { kind, from, to } of tokenize(text, decimalComma)) {
    const name = kind === 'column' ? columnIn(text.slice(from, to)) : '';
    const column = kind === 'column' ? columns.find((one) => one.name === name) : undefined;
    const touched = caret.from <= to && caret.to >= from;
    if (column && !touched)
      marks.push(Decoration.replace({ widget: new Chip(column.label, `[${name}]`, 'hr-column') }).range(from, to));
    else marks.push(Decoration.mark({ class: `hr-${kind}` }).range(from, to));
  }
  return Decoration.set(marks, true);
});

const complete: CompletionSource = ({ state, pos, explicit }) => {
  const found = offersAt(state.doc.toString(), pos, state.field(vocabulary.field), explicit);
  if (!found) return null;
  const options = found.list.slice(0, 100).map(
    (offer, i): Completion => ({
      label: offer.label,
      detail: offer.detail,
      info: offer.words || undefined,
      type: offer.kind,
      boost: -i,
      apply: (view, _, from, to) =>
        view.dispatch({
          changes: { from, to, insert: offer.text },
          selection: { anchor: from + offer.text.length - offer.back },
          userEvent: 'input.complete',
        }),
    }),
  );
  return { from: found.from, to: found.to, options, filter: false };
};

const look = EditorView.theme({
  '&': { fontSize: '12px' },
  '.cm-content': { fontFamily: 'var(--hr-mono)', minHeight: '96px', padding: '8px 0' },
  '.cm-line': { padding: '0 10px' },
  '.cm-scroller': { maxHeight: '240px' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--hr-sel)',
    outline: '1px solid var(--hr-accent-text)',
  },
  '.hr-function': { color: 'var(--hr-accent-text)', fontWeight: '600' },
  '.hr-column': chipLook,
  'span.hr-column[title]': { fontFamily: 'var(--hr-font)' },
  '.hr-token': { color: 'var(--hr-accent-text)', textDecoration: 'underline dotted' },
  '.hr-string': { color: 'var(--hr-good)' },
  '.hr-number': { color: 'var(--hr-warn)' },
  '.hr-comment': { color: 'var(--hr-text-3)' },
  '.hr-wrong': { color: 'var(--hr-crit)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxWidth: '340px', maxHeight: '220px' },
  '.cm-completionInfo': {
    maxWidth: '260px',
    padding: '8px',
    fontSize: '12px',
    lineHeight: '16px',
    color: 'var(--hr-text-2)',
  },
  '.cm-diagnostic': { padding: '6px 8px', fontSize: '12px', lineHeight: '16px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--hr-crit)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--hr-crit)',
    textUnderlineOffset: '3px',
  },
});

/** extensions make a text field an editor of expressions; onCaret is told where the caret is. */
export function extensions(label: string, onCaret: (place: number) => void): Extension {
  return [
    vocabulary.field,
    highlighting,
    bracketMatching({ brackets: '()' }),
    closeBrackets(),
    look,
    basics({ label, complete, keys: closeBracketsKeymap, attributes: { spellcheck: 'false' } }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged || update.selectionSet) onCaret(update.state.selection.main.head);
    }),
  ];
}
