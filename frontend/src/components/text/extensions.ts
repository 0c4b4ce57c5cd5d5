import { autocompletion, type CompletionSource, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Extension, StateEffect, type StateEffectType, StateField } from '@codemirror/state';
import { drawSelection, EditorView, type KeyBinding, keymap, WidgetType } from '@codemirror/view';

/** Known is what an editor knows beside its text: names to complete and to show. */
export interface Known<V> {
  field: StateField<V>;
  /** tell puts other names in the place of those it knew. */
  tell: StateEffectType<V>;
}

/** known makes a place for what an editor knows; nothing is what it knows at first. */
export function known<V>(nothing: V): Known<V> {
  const tell = StateEffect.define<V>();
  const field = StateField.define<V>({
    create: () => nothing,
    update: (value, transaction) =>
      transaction.effects.reduce((now, effect) => (effect.is(tell) ? effect.value : now), value),
  });
  return { field, tell };
}

/** Chip shows a name by its label where the caret is elsewhere; written is what stands in the text. */
export class Chip extends WidgetType {
  constructor(
    readonly label: string,
    readonly written: string,
    readonly className: string,
  ) {
    super();
  }
  override eq(other: Chip): boolean {
    return other.label === this.label && other.written === this.written;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = this.className;
    chip.textContent = this.label;
    chip.title = this.written;
    return chip;
  }
}

/** chipLook is how a chip is drawn. */
export const chipLook = {
  backgroundColor: 'var(--hr-sel)',
  color: 'var(--hr-text)',
  borderRadius: 'var(--hr-r1)',
  padding: '1px 4px',
};

const theme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--hr-sunken)',
    color: 'var(--hr-text)',
    borderRadius: 'var(--hr-r2)',
    border: '1px solid var(--hr-line-strong)',
  },
  '&.cm-focused': { outline: '2px solid var(--hr-accent-text)', outlineOffset: '-1px' },
  '.cm-content': { caretColor: 'var(--hr-text)', lineHeight: '20px' },
  '.cm-scroller': { overflow: 'auto' },
  '.cm-cursor': { borderLeftColor: 'var(--hr-text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--hr-sel)',
  },
  '.cm-placeholder': { color: 'var(--hr-text-3)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--hr-canvas)',
    border: '1px solid var(--hr-line)',
    borderRadius: 'var(--hr-r2)',
    boxShadow: 'var(--hr-shadow)',
    color: 'var(--hr-text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--hr-font)', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px', lineHeight: '16px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--hr-sel)', color: 'var(--hr-text)' },
  '.cm-completionDetail': { color: 'var(--hr-text-3)', fontStyle: 'normal' },
});

/** stay keeps Escape in the editor while it only closes what is open there, so that Tab then leaves it. */
const stay = EditorView.domEventHandlers({
  keydown: (event) => {
    if (event.key === 'Escape') event.stopPropagation();
    return false;
  },
});

interface Basics {
  label: string;
  complete: CompletionSource;
  /** keys go before those every editor has. */
  keys?: readonly KeyBinding[];
  attributes?: Record<string, string>;
}

/** basics are what every text with names in it has: steps back, completion, keys, and the look. */
export function basics({ label, complete, keys = [], attributes = {} }: Basics): Extension {
  return [
    history(),
    drawSelection(),
    // What is offered follows each letter at once: until it does, Enter would take nothing.
    autocompletion({ override: [complete], icons: false, activateOnTypingDelay: 0, interactionDelay: 0 }),
    keymap.of([...keys, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, ...attributes }),
    stay,
    theme,
  ];
}
