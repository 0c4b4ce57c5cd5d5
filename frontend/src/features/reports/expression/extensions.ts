import {
  autocompletion,
  type Completion,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, WidgetType } from '@codemirror/view';

import { offersAt, type Vocabulary } from './complete';
import { columnIn, tokenize } from './tokens';

/** setVocabulary gives the editor other names to complete and to show. */
export const setVocabulary = StateEffect.define<Vocabulary>();

const nothing: Vocabulary = { columns: [], tokens: [], functions: [], decimalComma: false };

const vocabulary = StateField.define<Vocabulary>({
  create: () => nothing,
  update: (value, transaction) =>
    transaction.effects.reduce((now, effect) => (effect.is(setVocabulary) ? effect.value : now), value),
});

/** ColumnChip shows a column by its label where the caret is elsewhere. */
class ColumnChip extends WidgetType {
  constructor(
    readonly label: string,
    readonly name: string,
  ) {
    super();
  }
  override eq(other: ColumnChip): boolean {
    return other.label === this.label && other.name === this.name;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = 'hr-column';
    chip.textContent = this.label;
    chip.title = `[${this.name}]`;
    return chip;
  }
}

/** highlighting colours the pieces of the text, and puts columns into words. */
const highlighting = EditorView.decorations.compute(['doc', 'selection', vocabulary], (state): DecorationSet => {
  const { columns, decimalComma } = state.field(vocabulary);
  const text = state.doc.toString();
  const caret = state.selection.main;
  const marks: Range<Decoration>[] = [];
  for (const { kind, from, to } of tokenize(text, decimalComma)) {
    const name = kind === 'column' ? columnIn(text.slice(from, to)) : '';
    const column = kind === 'column' ? columns.find((one) => one.name === name) : undefined;
    const touched = caret.from <= to && caret.to >= from;
    if (column && !touched)
      marks.push(Decoration.replace({ widget: new ColumnChip(column.label, name) }).range(from, to));
    else marks.push(Decoration.mark({ class: `hr-${kind}` }).range(from, to));
  }
  return Decoration.set(marks, true);
});

const complete: CompletionSource = ({ state, pos, explicit }) => {
  const found = offersAt(state.doc.toString(), pos, state.field(vocabulary), explicit);
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

const theme = EditorView.theme({
  '&': {
    fontSize: '12px',
    backgroundColor: 'var(--hr-sunken)',
    color: 'var(--hr-text)',
    borderRadius: 'var(--hr-r2)',
    border: '1px solid var(--hr-line-strong)',
  },
  '&.cm-focused': { outline: '2px solid var(--hr-accent-text)', outlineOffset: '-1px' },
  '.cm-content': {
    fontFamily: 'var(--hr-mono)',
    minHeight: '96px',
    padding: '8px 0',
    caretColor: 'var(--hr-text)',
    lineHeight: '20px',
  },
  '.cm-line': { padding: '0 10px' },
  '.cm-scroller': { maxHeight: '240px', overflow: 'auto' },
  '.cm-cursor': { borderLeftColor: 'var(--hr-text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--hr-sel)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--hr-sel)',
    outline: '1px solid var(--hr-accent-text)',
  },
  '.hr-function': { color: 'var(--hr-accent-text)', fontWeight: '600' },
  '.hr-column': {
    backgroundColor: 'var(--hr-sel)',
    color: 'var(--hr-text)',
    borderRadius: 'var(--hr-r1)',
    padding: '1px 4px',
  },
  'span.hr-column[title]': { fontFamily: 'var(--hr-font)' },
  '.hr-token': { color: 'var(--hr-accent-text)', textDecoration: 'underline dotted' },
  '.hr-string': { color: 'var(--hr-good)' },
  '.hr-number': { color: 'var(--hr-warn)' },
  '.hr-comment': { color: 'var(--hr-text-3)' },
  '.hr-wrong': { color: 'var(--hr-crit)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--hr-canvas)',
    border: '1px solid var(--hr-line)',
    borderRadius: 'var(--hr-r2)',
    boxShadow: 'var(--hr-shadow)',
    color: 'var(--hr-text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--hr-font)',
    fontSize: '12px',
    maxWidth: '340px',
    maxHeight: '220px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px', lineHeight: '16px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--hr-sel)', color: 'var(--hr-text)' },
  '.cm-completionDetail': { color: 'var(--hr-text-3)', fontStyle: 'normal' },
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

/** stay keeps Escape in the editor while it only closes what is open there, so that Tab then leaves it. */
const stay = EditorView.domEventHandlers({
  keydown: (event) => {
    if (event.key === 'Escape') event.stopPropagation();
    return false;
  },
});

interface Listening {
  onChange: (text: string) => void;
  onCaret: (place: number) => void;
}

/** extensions make a text field an editor of expressions. */
export function extensions(label: string, { onChange, onCaret }: Listening): Extension {
  return [
    vocabulary,
    highlighting,
    history(),
    drawSelection(),
    bracketMatching({ brackets: '()' }),
    closeBrackets(),
    autocompletion({ override: [complete], icons: false, activateOnTyping: true, interactionDelay: 0 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    stay,
    theme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) onCaret(update.state.selection.main.head);
    }),
  ];
}
