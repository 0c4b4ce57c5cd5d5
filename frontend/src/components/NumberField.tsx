import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';

import { separators } from '../lib/parse';

/** NumberField is Mantine's number input for people who type fast, in the region's decimals. */
export function NumberField({ ref, ...props }: NumberInputProps) {
  const { decimal } = separators();
  return <NumberInput ref={useMergedRef(ref, keepSelected)} decimalSeparator={decimal} {...props} />;
}

/**
 * keepSelected holds on to a selection of everything. After each key the input
 * sets its caret once more, a moment later; a Ctrl+A in that moment would be
 * undone, and what is typed next appended to the number it should replace.
 */
function keepSelected(input: HTMLInputElement | null): void {
  if (!input) return;
  input.setSelectionRange = (...range) => {
    const { selectionStart, selectionEnd, value } = input;
    const all = value !== '' && selectionStart === 0 && selectionEnd === value.length;
    if (!all) HTMLInputElement.prototype.setSelectionRange.apply(input, range);
  };
}
