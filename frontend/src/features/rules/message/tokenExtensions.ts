import { autocompletion, type Completion, type CompletionSource, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, WidgetType } from '@codemirror/view';

import { fold } from '../../../lib/format';
import { begunAt, type MessageToken, tokensIn } from '../model/tokens';

/** setTokens gives the editor other tokens to complete and to show. */
export const setTokens = StateEffect.define<MessageToken[]>();

const tokens = StateField.define<MessageToken[]>({
  create: () => [],
  update: (value, transaction) =>
    transaction.effects.reduce((now, effect) => (effect.is(setTokens) ? effect.value : now), value),
});

/** TokenChip shows a token by its label where the caret is elsewhere. */
class TokenChip extends WidgetType {
  constructor(
    readonly label: string,
    readonly name: string,
  ) {
    super();
  }
  override eq(other: TokenChip): boolean {
    return other.label === this.label && other.name === this.name;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = 'hr-chip';
    chip.textContent = this.label;
    chip.title = `{{${this.name}}}`;
    return chip;
  }
}

const chips = EditorView.decorations.compute(['doc', 'selection', tokens], (state): DecorationSet => {
  const known = state.field(tokens);
  const caret = state.selection.main;
  const marks: Range<Decoration>[] = tokensIn(state.doc.toString()).map(({ from, to, name }) => {
    const token = known.find((one) => one.name === name);
    // Inside of a token the caret sees what it is made of, so that it can be changed.
    const touched = caret.from < to && caret.to > from;
    if (!token || touched) return Decoration.mark({ class: 'hr-written' }).range(from, to);
    return Decoration.replace({ widget: new TokenChip(token.label, name) }).range(from, to);
  });
  return Decoration.set(marks, true);
});

const whole = EditorView.atomicRanges.of((view) => {
  const known = new Set(view.state.field(tokens).map((one) => one.name));
  const ranges = tokensIn(view.state.doc.toString()).filter(({ name }) => known.has(name));
  return Decoration.set(ranges.map(({ from, to }) => Decoration.mark({}).range(from, to)));
});

const complete: CompletionSource = ({ state, pos }) => {
  const begun = begunAt(state.doc.toString(), pos);
  if (!begun) return null;
  const typed = fold(begun.typed);
  const fits = state.field(tokens).filter((one) => fold(`${one.label} ${one.name}`).includes(typed));
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

const theme = EditorView.theme({
  '&': {
    fontSize: '13px',
    backgroundColor: 'var(--hr-sunken)',
    color: 'var(--hr-text)',
    borderRadius: 'var(--hr-r2)',
    border: '1px solid var(--hr-line-strong)',
  },
  '&.cm-focused': { outline: '2px solid var(--hr-accent-text)', outlineOffset: '-1px' },
  '.cm-content': { fontFamily: 'var(--hr-font)', padding: '4px 0', caretColor: 'var(--hr-text)', lineHeight: '20px' },
  '.cm-line': { padding: '0 8px' },
  '.cm-scroller': { maxHeight: '160px', overflow: 'auto' },
  '.cm-cursor': { borderLeftColor: 'var(--hr-text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--hr-sel)',
  },
  '.cm-placeholder': { color: 'var(--hr-text-3)' },
  '.hr-chip': {
    backgroundColor: 'var(--hr-sel)',
    color: 'var(--hr-text)',
    borderRadius: 'var(--hr-r1)',
    padding: '1px 4px',
  },
  '.hr-written': { color: 'var(--hr-accent-text)', fontFamily: 'var(--hr-mono)', fontSize: '12px' },
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
    maxWidth: '320px',
    maxHeight: '200px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px', lineHeight: '16px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--hr-sel)', color: 'var(--hr-text)' },
  '.cm-completionDetail': { color: 'var(--hr-text-3)', fontStyle: 'normal', fontFamily: 'var(--hr-mono)' },
});

/** stay keeps Escape in the editor while it only closes what is open there, so that Tab then leaves it. */
const stay = EditorView.domEventHandlers({
  keydown: (event) => {
    if (event.key === 'Escape') event.stopPropagation();
    return false;
  },
});

interface TokenField {
  label: string;
  /** single keeps the text on one line. */
  single: boolean;
  onChange: (text: string) => void;
}

/** extensions make a text field an editor of a message: tokens are chips, {{ offers them. */
export function extensions({ label, single, onChange }: TokenField): Extension {
  return [
    tokens,
    chips,
    whole,
    history(),
    drawSelection(),
    autocompletion({ override: [complete], icons: false, activateOnTyping: true, interactionDelay: 0 }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    single ? EditorState.transactionFilter.of((one) => (one.newDoc.lines > 1 ? [] : one)) : [],
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, ...(!single && { 'aria-multiline': 'true' }) }),
    stay,
    theme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}
